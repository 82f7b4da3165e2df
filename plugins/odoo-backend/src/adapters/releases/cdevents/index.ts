import type {
  ReleaseEvent,
  ReleaseEventKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  describeSchemaError,
  type CloudEvent,
  type ReleaseEventAdapter,
  type ReleaseEventTranslation,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import {
  context04,
  context05,
  contextEither,
  customDataSchema,
} from './schema';
import type { SubjectFacts } from './subjects';
import { ownTypes, standardTypes } from './vocabulary';

interface Reader {
  kind: ReleaseEventKind;
  schema: z.ZodType<{
    context: {
      id: string;
      source: string;
      type: string;
      timestamp: string;
      chainId?: string;
    };
    subject: SubjectFacts;
    customData: z.output<typeof customDataSchema>;
  }>;
}

const standardType =
  /^(dev\.cdevents\.[a-z]+\.[a-z]+\.0\.\d)\.(?:0|[1-9]\d{0,2})$/;

/** A subject that names its own type, as 0.4 has it. */
const ofType = (subjectType: string) =>
  z.unknown().superRefine((subject, ctx) => {
    if ((subject as { type?: unknown } | null)?.type !== subjectType) {
      ctx.addIssue({
        code: 'custom',
        path: ['type'],
        message: `events of CDEvents 0.4 name the type of their subject: write "${subjectType}"`,
      });
    }
  });

const customData = customDataSchema.optional().transform(data => data ?? {});

/** By type up to the minor version. */
const standardReaders = new Map<string, Reader>();
/** By type. */
const ownReaders = new Map<string, Reader>();
for (const [name, type] of standardTypes) {
  const { kind, subject, subjectType, minor04, minor05 } = type;
  standardReaders.set(`dev.cdevents.${name}.0.${minor05}`, {
    kind,
    schema: z.object({ context: context05, subject, customData }),
  });
  if (minor04 !== undefined) {
    standardReaders.set(`dev.cdevents.${name}.0.${minor04}`, {
      kind,
      schema: z.object({
        context: context04,
        subject: ofType(subjectType).pipe(subject),
        customData,
      }),
    });
  }
}
for (const [name, { kind, subject }] of ownTypes) {
  ownReaders.set(name, {
    kind,
    schema: z.object({ context: contextEither, subject, customData }),
  });
}

function findReader(type: string): Reader | undefined {
  const standard = standardType.exec(type)?.[1];
  return standard === undefined
    ? ownReaders.get(type)
    : standardReaders.get(standard);
}

/** Kinds that may be about a platform component. */
const sharedKinds: ReadonlySet<ReleaseEventKind> = new Set([
  'incident-detected',
  'incident-reported',
  'incident-resolved',
  'maintenance-planned',
  'maintenance-started',
  'maintenance-finished',
]);

/** What is about a component is about no environment, whichever the format makes the sender name. */
function placeOf(
  { environmentId, service, componentRef, ...subject }: SubjectFacts,
  component: string | undefined,
): Partial<ReleaseEvent> {
  const shared = component ?? componentRef;
  return shared !== undefined
    ? { ...subject, componentRef: shared }
    : {
        ...subject,
        ...(environmentId !== undefined && { environmentId }),
        ...(service !== undefined && { service }),
      };
}

function translate(event: CloudEvent): ReleaseEventTranslation {
  const reader = findReader(event.type);
  if (!reader) {
    return {
      status: 'malformed',
      path: '$.type',
      message: 'is no type that this adapter accepts',
    };
  }
  const parsed = reader.schema.safeParse(event.data);
  if (!parsed.success) {
    return {
      status: 'malformed',
      ...describeSchemaError(parsed.error, '$.data'),
    };
  }
  const { context, subject, customData: custom } = parsed.data;
  for (const attribute of ['id', 'source', 'type'] as const) {
    if (context[attribute] !== event[attribute]) {
      return {
        status: 'malformed',
        path: `$.data.context.${attribute}`,
        message: `differs from the CloudEvent's own ${attribute}; the two must be equal`,
      };
    }
  }
  const { component, ...facts } = custom.odoo ?? {};
  if (component !== undefined && !sharedKinds.has(reader.kind)) {
    return {
      status: 'malformed',
      path: '$.data.customData.odoo.component',
      message:
        'only incidents and maintenance are about a platform component; leave it out',
    };
  }
  return {
    status: 'translated',
    event: {
      source: event.source,
      id: event.id,
      type: event.type,
      kind: reader.kind,
      occurredAt: context.timestamp,
      ...(context.chainId !== undefined && { chainId: context.chainId }),
      ...placeOf(subject, component),
      facts: { ...facts, ...subject.facts },
    },
  };
}

/** CDEvents 0.4, 0.5 and the draft of 0.6 in CloudEvents, with types of our own. */
export const cdeventsAdapter: ReleaseEventAdapter = {
  id: 'cdevents',
  accepts: type => findReader(type) !== undefined,
  translate,
};
