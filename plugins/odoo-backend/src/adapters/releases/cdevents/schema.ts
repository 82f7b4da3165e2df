import {
  normaliseArtifact,
  odooCustomDataSchema,
  type ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';

const id = z.string().min(1).max(512);

/** Years that every reader of ISO 8601 can read back. */
const FIRST = Date.UTC(1970, 0, 1);
const END = Date.UTC(10_000, 0, 1);

const isReadable = (value: string) => {
  const at = Date.parse(value);
  return at >= FIRST && at < END;
};

const outOfRange = 'write an instant between the years 1970 and 9999';

const instant = z.iso
  .datetime({ offset: true })
  .refine(isReadable, { error: outOfRange });

/** UTC with milliseconds, so that instants of different sources compare. */
export const toUtc = (value: string) => new Date(value).toISOString();

const context = {
  id: z.string(),
  source: z.string(),
  type: z.string(),
  timestamp: instant.transform(toUtc),
  chainId: id.optional(),
};

/** 0.4 names its own version `version`. */
export const context04 = z.object({
  ...context,
  version: z
    .string()
    .regex(/^0\.4\.\d+$/, 'events of this type are CDEvents 0.4: write 0.4.1'),
});

/** 0.5 names its own version `specversion`. */
export const context05 = z.object({
  ...context,
  specversion: z
    .string()
    .regex(/^0\.5\.\d+$/, 'events of this type are CDEvents 0.5: write 0.5.1'),
});

/** Types of our own are at home in both. */
export const contextEither = z.union([context04, context05], {
  error: 'write the context of CDEvents 0.4 (version) or 0.5 (specversion)',
});

/** What one type of event has to say, read from its subject. */
export type SubjectFacts = Partial<
  Pick<
    ReleaseEvent,
    | 'environmentId'
    | 'service'
    | 'artifact'
    | 'outcome'
    | 'url'
    | 'label'
    | 'facts'
  >
>;

const environment = z.object({ id });

const artifactId = id.transform(normaliseArtifact);

/** Older versions of some types say pass and fail. */
const outcomes = {
  success: 'success',
  pass: 'success',
  failure: 'failure',
  fail: 'failure',
  cancel: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  error: 'error',
} as const;

const outcome = z
  .enum(
    Object.keys(outcomes) as [
      keyof typeof outcomes,
      ...(keyof typeof outcomes)[],
    ],
  )
  .transform(value => outcomes[value]);

const longName = z
  .string()
  .transform(value => [...value].slice(0, 100).join('').replace(/\s+/g, ' '));

/** CDEvents allows any URI; only a web link without credentials is of use to a reader. */
const link = z.string().transform(value => {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return undefined;
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && !url.username && !url.password && value.length <= 2048
    ? value
    : undefined;
});

const known = (facts: SubjectFacts): SubjectFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );

/** `service.deployed`, `upgraded`, `rolledback`. */
export const serviceSubject = z
  .object({ id, content: z.object({ environment, artifactId }) })
  .transform(subject =>
    known({
      service: subject.id,
      environmentId: subject.content.environment.id,
      artifact: subject.content.artifactId,
    }),
  );

/** `pipelinerun.finished`. */
export const pipelineRunSubject = z
  .object({
    id,
    content: z.object({
      pipelineName: longName.optional(),
      uri: link.optional(),
      url: link.optional(),
      outcome: outcome.optional(),
    }),
  })
  .transform(({ id: runId, content }) =>
    known({
      label: content.pipelineName ?? runId.slice(0, 100),
      url: content.uri ?? content.url,
      outcome: content.outcome,
    }),
  );

/** `artifact.packaged`, `signed`, `published`: the subject is the artifact. */
export const artifactSubject = z
  .object({ id: artifactId, content: z.object({}).optional() })
  .transform(subject => known({ artifact: subject.id }));

/** `change.merged`. */
export const changeSubject = z
  .object({ id: longName, content: z.object({}).optional() })
  .transform(subject => known({ label: subject.id }));

/** `incident.detected`, `reported`, `resolved`. */
export const incidentSubject = z
  .object({
    id,
    content: z.object({
      environment,
      service: z.object({ id }).optional(),
      artifactId: artifactId.optional(),
      description: longName.optional(),
      ticketURI: link.optional(),
    }),
  })
  .transform(({ id: incidentId, content }) =>
    known({
      environmentId: content.environment.id,
      service: content.service?.id,
      artifact: content.artifactId,
      label: content.description ?? incidentId.slice(0, 100),
      url: content.ticketURI,
    }),
  );

/** `testsuiterun.finished`. */
export const testSuiteRunSubject = z
  .object({
    id,
    content: z.object({
      environment,
      outcome,
      testSuite: z
        .object({ id, name: longName.optional(), uri: link.optional() })
        .optional(),
    }),
  })
  .transform(({ content }) =>
    known({
      environmentId: content.environment.id,
      outcome: content.outcome,
      label: content.testSuite?.name ?? content.testSuite?.id.slice(0, 100),
      url: content.testSuite?.uri,
    }),
  );

/** `odoo-release.proposed`, of our own: this artifact is meant for that environment. */
export const proposalSubject = z
  .object({
    id,
    content: z.object({
      environment,
      artifactId,
      service: z.object({ id }).optional(),
      url: link.optional(),
    }),
  })
  .transform(({ content }) =>
    known({
      environmentId: content.environment.id,
      artifact: content.artifactId,
      service: content.service?.id,
      url: content.url,
    }),
  );

/** `odoo-checkpoint.recorded`, of our own: the environment can be restored to that instant. */
export const checkpointSubject = z
  .object({
    id,
    content: z.object({
      environment,
      instant,
      label: longName.optional(),
      artifactId: artifactId.optional(),
      url: link.optional(),
    }),
  })
  .transform(({ content }) =>
    known({
      environmentId: content.environment.id,
      artifact: content.artifactId,
      label: content.label,
      url: content.url,
      facts: { checkpoint: toUtc(content.instant) },
    }),
  );

/** Our part of `customData`, which CDEvents leaves to the sender: any JSON, or text, or base64. Only an object is read. */
export const customDataSchema = z.preprocess(
  value =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : {},
  z.object({
    odoo: odooCustomDataSchema
      .refine(
        ({ checkpoint }) => checkpoint === undefined || isReadable(checkpoint),
        { path: ['checkpoint'], error: outOfRange },
      )
      .transform(odoo =>
        odoo.checkpoint === undefined
          ? odoo
          : { ...odoo, checkpoint: toUtc(odoo.checkpoint) },
      )
      .optional(),
  }),
);
