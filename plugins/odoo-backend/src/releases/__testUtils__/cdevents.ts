import type { JsonObject } from '@backstage/types';

/** A digest of 64 equal hexadecimal digits. */
export const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;

export const packageUrl = (digest: string) =>
  `pkg:oci/odoo@${digest.replace(':', '%3A')}`;

export interface CdeventOptions {
  source?: string;
  id?: string;
  type?: string;
  at?: string;
  chainId?: string;
  subjectId?: string;
  content?: JsonObject;
  odoo?: JsonObject;
}

let counter = 0;

/** A CDEvents 0.5 event in a structured CloudEvent. */
export function cdevent(options: CdeventOptions = {}) {
  counter += 1;
  const {
    source = 'https://ci.example.org/acme',
    id = `event-${counter}`,
    type = 'dev.cdevents.service.deployed.0.3.0',
    at = '2026-11-20T10:00:00Z',
    chainId,
    subjectId = 'acme-web',
    content = {},
    odoo,
  } = options;
  return {
    specversion: '1.0' as const,
    id,
    source,
    type,
    time: at,
    datacontenttype: 'application/json',
    data: {
      context: {
        specversion: '0.5.1',
        id,
        source,
        type,
        timestamp: at,
        ...(chainId !== undefined && { chainId }),
      },
      subject: { id: subjectId, content },
      ...(odoo && { customData: { odoo } }),
    },
  };
}

/** A deployment of an artifact to an environment, by its id at the source. */
export function deployed(
  environmentId: string,
  digest: string,
  options: CdeventOptions = {},
) {
  return cdevent({
    ...options,
    content: {
      environment: { id: environmentId },
      artifactId: packageUrl(digest),
    },
  });
}
