import type { ReleaseEventKind } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  describeSchemaError,
  type CloudEvent,
  type ReleaseEventAdapter,
  type ReleaseEventTranslation,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import {
  artifactSubject,
  changeSubject,
  checkpointSubject,
  context04,
  context05,
  contextEither,
  customDataSchema,
  incidentSubject,
  pipelineRunSubject,
  proposalSubject,
  serviceSubject,
  testSuiteRunSubject,
  type SubjectFacts,
} from './schema';

interface SubjectKind {
  kind: ReleaseEventKind;
  subject: z.ZodType<SubjectFacts>;
  /** What 0.4 calls the subject; later versions have no such field. */
  subjectType: string;
}

const kinds: Readonly<Record<string, SubjectKind>> = {
  'service.deployed': {
    kind: 'deployed',
    subject: serviceSubject,
    subjectType: 'service',
  },
  'service.upgraded': {
    kind: 'deployed',
    subject: serviceSubject,
    subjectType: 'service',
  },
  'service.rolledback': {
    kind: 'rolled-back',
    subject: serviceSubject,
    subjectType: 'service',
  },
  'pipelinerun.finished': {
    kind: 'pipeline-finished',
    subject: pipelineRunSubject,
    subjectType: 'pipelineRun',
  },
  'artifact.packaged': {
    kind: 'artifact-packaged',
    subject: artifactSubject,
    subjectType: 'artifact',
  },
  'artifact.signed': {
    kind: 'artifact-signed',
    subject: artifactSubject,
    subjectType: 'artifact',
  },
  'artifact.published': {
    kind: 'artifact-published',
    subject: artifactSubject,
    subjectType: 'artifact',
  },
  'change.merged': {
    kind: 'change-merged',
    subject: changeSubject,
    subjectType: 'change',
  },
  'incident.detected': {
    kind: 'incident-detected',
    subject: incidentSubject,
    subjectType: 'incident',
  },
  'incident.reported': {
    kind: 'incident-reported',
    subject: incidentSubject,
    subjectType: 'incident',
  },
  'incident.resolved': {
    kind: 'incident-resolved',
    subject: incidentSubject,
    subjectType: 'incident',
  },
  'testsuiterun.finished': {
    kind: 'tests-finished',
    subject: testSuiteRunSubject,
    subjectType: 'testSuiteRun',
  },
};

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

/** Version 0.2 of a type came with CDEvents 0.4, version 0.3 with 0.5; a patch adds nothing that is read here. */
const standardType =
  /^dev\.cdevents\.([a-z]+\.[a-z]+)\.0\.([23])\.(?:0|[1-9]\d{0,2})$/;

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

const readers04 = new Map<string, Reader>();
const readers05 = new Map<string, Reader>();
for (const [name, { kind, subject, subjectType }] of Object.entries(kinds)) {
  readers04.set(name, {
    kind,
    schema: z.object({
      context: context04,
      subject: ofType(subjectType).pipe(subject),
      customData,
    }),
  });
  readers05.set(name, {
    kind,
    schema: z.object({ context: context05, subject, customData }),
  });
}

const ownTypes = new Map<string, Reader>([
  [
    'dev.cdeventsx.odoo-release.proposed.0.1.0',
    {
      kind: 'proposed',
      schema: z.object({
        context: contextEither,
        subject: proposalSubject,
        customData,
      }),
    },
  ],
  [
    'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
    {
      kind: 'checkpoint-recorded',
      schema: z.object({
        context: contextEither,
        subject: checkpointSubject,
        customData,
      }),
    },
  ],
]);

function findReader(type: string): Reader | undefined {
  const match = standardType.exec(type);
  if (match) {
    const [, name = '', minor] = match;
    return (minor === '2' ? readers04 : readers05).get(name);
  }
  return ownTypes.get(type);
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
  return {
    status: 'translated',
    event: {
      source: event.source,
      id: event.id,
      type: event.type,
      kind: reader.kind,
      occurredAt: context.timestamp,
      ...(context.chainId !== undefined && { chainId: context.chainId }),
      ...subject,
      facts: { ...custom.odoo, ...subject.facts },
    },
  };
}

/** CDEvents 0.4 and 0.5 in CloudEvents, with two types of our own. */
export const cdeventsAdapter: ReleaseEventAdapter = {
  id: 'cdevents',
  accepts: type => findReader(type) !== undefined,
  translate,
};
