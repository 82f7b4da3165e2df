import { createHash } from 'node:crypto';

/** A CDEvent 0.5.1 in a structured CloudEvent, as a delivery pipeline would send it. */
export interface PipelineEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

export interface PipelineEventOptions {
  id: string;
  source: string;
  /** Type with its version, e.g. `dev.cdevents.service.deployed.0.3.0`. */
  type: string;
  at: Date;
  subjectId: string;
  content: Record<string, unknown>;
  chainId?: string;
  odoo?: Record<string, unknown>;
}

/** Builds a structured CloudEvent whose data is the whole CDEvent, as the CDEvents binding for CloudEvents says. */
export function pipelineEvent(options: PipelineEventOptions): PipelineEvent {
  const time = options.at.toISOString();
  return {
    specversion: '1.0',
    id: options.id,
    source: options.source,
    type: options.type,
    time,
    datacontenttype: 'application/json',
    data: {
      context: {
        specversion: '0.5.1',
        id: options.id,
        source: options.source,
        type: options.type,
        timestamp: time,
        ...(options.chainId ? { chainId: options.chainId } : {}),
      },
      subject: {
        id: options.subjectId,
        source: options.source,
        content: options.content,
      },
      ...(options.odoo
        ? {
            customData: { odoo: options.odoo },
            customDataContentType: 'application/json',
          }
        : {}),
    },
  };
}

/** A digest that is always the same for the same words. */
export function digestOf(...words: string[]): string {
  return `sha256:${createHash('sha256')
    .update(words.join('\n'))
    .digest('hex')}`;
}

/** The package URL of an image by digest, as CDEvents wants artifacts named. */
export function purlOf(image: string, digest: string): string {
  return `pkg:oci/${image}@${digest.replace(':', '%3A')}`;
}
