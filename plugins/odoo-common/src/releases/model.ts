import { z } from 'zod';
import { digestSchema, httpUrlSchema, shortTextSchema } from '../fields';
import { componentRefSchema } from './componentRef';
import {
  cachePolicySchema,
  definedGuardrailsSchema,
  failoverExerciseSchema,
  foundationChangeSchema,
  maintenanceSchema,
  moduleChangeSchema,
  preparationSchema,
  provenanceSchema,
  rehearsalSchema,
  restoreDrillSchema,
  rollbackRehearsalSchema,
  runbookRehearsalSchema,
  signatureSchema,
  smokeTestSchema,
  testCountsSchema,
  vulnerabilitySummarySchema,
} from './postedFacts';

export { digestSchema };

const instantSchema = z.iso.datetime({ offset: true });

/**
 * A person as a pipeline names it: an entity reference (`user:default/jo`), an e-mail address, or a login. It is compared with
 * others only as the catalog User that it maps to; one that maps to none, or to two, is not known.
 *
 * @public
 */
export const personSchema = shortTextSchema;

/**
 * How deep a release reaches into the database, which decides what a rollback takes.
 *
 * @public
 */
export const migrationClassSchema = z.enum([
  'none',
  'configuration',
  'module',
  'schema',
  'data',
]);

/** @public */
export type MigrationClass = z.infer<typeof migrationClassSchema>;

/**
 * `customData.odoo` of any event: what a pipeline knows about the release and CDEvents has no field for. CDEvents itself names
 * no actor, so author and approvers stand here.
 *
 * @public
 */
export const odooCustomDataSchema = z
  .object({
    author: personSchema.optional(),
    approvers: z.array(personSchema).max(50).optional(),
    changeRecord: z
      .object({ id: shortTextSchema, url: httpUrlSchema.optional() })
      .strict()
      .optional(),
    /** Lines added plus lines removed, as the version control system counts them. */
    changedLines: z.number().int().min(0).max(100_000_000).optional(),
    modules: z.array(moduleChangeSchema).max(2000).optional(),
    migrationClass: migrationClassSchema.optional(),
    /** Instant of the checkpoint that a rollback would return to. */
    checkpoint: instantSchema.optional(),
    /** Commits that the release brings, newest first, as hexadecimal ids. */
    commits: z
      .array(
        z
          .string()
          .regex(/^[a-f0-9]{7,64}$/, 'write a commit id in hexadecimal digits'),
      )
      .max(500)
      .optional(),
    /** This release mends what a release or an incident before it did. */
    hotfix: z.boolean().optional(),
    foundations: z.array(foundationChangeSchema).max(5).optional(),
    rehearsal: rehearsalSchema.optional(),
    testCounts: testCountsSchema.optional(),
    signature: signatureSchema.optional(),
    provenance: provenanceSchema.optional(),
    vulnerabilities: vulnerabilitySummarySchema.optional(),
    restoreDrill: restoreDrillSchema.optional(),
    failoverExercise: failoverExerciseSchema.optional(),
    runbookRehearsal: runbookRehearsalSchema.optional(),
    rollbackRehearsal: rollbackRehearsalSchema.optional(),
    smokeTest: smokeTestSchema.optional(),
    cachePolicy: cachePolicySchema.optional(),
    preparation: preparationSchema.optional(),
    maintenance: maintenanceSchema.optional(),
    guardrails: definedGuardrailsSchema.optional(),
    /**
     * The platform component that the fact is about, instead of an environment: with incidents and maintenance only, since they
     * alone concern whoever stands on it.
     */
    component: componentRefSchema.optional(),
  })
  .strict();

/** @public */
export type OdooCustomData = z.infer<typeof odooCustomDataSchema>;

/**
 * What somebody decided who was asked to approve. Whatever is neither (asked for changes, deferred, handed on) decides nothing.
 *
 * @public
 */
export const approvalDecisionSchema = z.enum(['approved', 'rejected']);

/** @public */
export type ApprovalDecision = z.infer<typeof approvalDecisionSchema>;

/**
 * One person's decision on a release. The last one of each person counts; a rejection is no approval.
 *
 * @public
 */
export const approvalSchema = z
  .object({
    responder: personSchema,
    decision: approvalDecisionSchema,
    at: z.iso.datetime(),
    url: httpUrlSchema.optional(),
  })
  .strict();

/** @public */
export type Approval = z.infer<typeof approvalSchema>;

/**
 * What an event means for a release, whoever sent it and in whatever format.
 *
 * @public
 */
export const releaseEventKindSchema = z.enum([
  'proposed',
  'gate-answered',
  'rollout-started',
  'deployed',
  'rolled-back',
  'pipeline-started',
  'pipeline-finished',
  'change-merged',
  'artifact-packaged',
  'artifact-signed',
  'artifact-published',
  'tests-started',
  'tests-finished',
  'checkpoint-recorded',
  'incident-detected',
  'incident-reported',
  'incident-resolved',
  'approval-requested',
  'approval-decided',
  'rehearsal-finished',
  'restore-drilled',
  'failover-exercised',
  'runbook-rehearsed',
  'rollback-rehearsed',
  'smoke-tested',
  'maintenance-planned',
  'maintenance-started',
  'maintenance-finished',
  'service-removed',
  /** Understood, and says nothing about a release but what it carries in `facts`. */
  'other',
  /** Of a type that no adapter knows: stored, and nothing is derived from it. */
  'not-understood',
]);

/** @public */
export type ReleaseEventKind = z.infer<typeof releaseEventKindSchema>;

/**
 * An immutable fact about a release in the suite's own words: what an adapter makes of a vendor's event.
 *
 * @public
 */
export const releaseEventSchema = z
  .object({
    /** The system that the fact comes from, exactly as it names itself. Unique together with `id`. */
    source: z.string().min(1).max(512),
    id: z.string().min(1).max(512),
    /** The vendor's type, versioned, as received. */
    type: z.string().min(1).max(200),
    kind: releaseEventKindSchema,
    /** The instant at which it happened, says the source; UTC. */
    occurredAt: z.iso.datetime(),
    /** Id of the environment as the source calls it; absent for facts about a change or an artifact. */
    environmentId: z.string().min(1).max(512).optional(),
    /** Id of the service as the source calls it. */
    service: z.string().min(1).max(512).optional(),
    /**
     * The platform component that it is about, instead of an environment: a fact of scope `platform`. It reaches every environment
     * on that component by query and is never copied.
     */
    componentRef: componentRefSchema.optional(),
    /**
     * What the source calls the object that several of its events tell about: an incident that is detected and then resolved, a
     * maintenance, a run of a pipeline.
     */
    subject: z.string().min(1).max(512).optional(),
    /** What was built or rolled out: the image digest when it is known, else the source's artifact id. */
    artifact: z.string().min(1).max(512).optional(),
    /** Joins events of one delivery that name neither environment nor artifact (CDEvents `chainId`). */
    chainId: z.string().min(1).max(512).optional(),
    /**
     * A chain whose facts belong to the releases of this event's chain as well: of a merge, what is known of the commit that was
     * reviewed. One step, no further.
     */
    linkedChainId: z.string().min(1).max(512).optional(),
    outcome: z.enum(['success', 'failure', 'cancelled', 'error']).optional(),
    /** When what finished had begun, UTC. */
    startedAt: z.iso.datetime().optional(),
    /** Who was asked, or answered, and what; of approvals alone. */
    approval: z
      .object({
        requestor: personSchema.optional(),
        responder: personSchema.optional(),
        decision: approvalDecisionSchema.optional(),
      })
      .strict()
      .optional(),
    /** Link to the object at its source. */
    url: httpUrlSchema.optional(),
    /** What the source calls the object: a pipeline, a ticket, a test suite, a checkpoint's label. */
    label: z.string().max(200).optional(),
    facts: odooCustomDataSchema,
  })
  .strict();

/** @public */
export type ReleaseEvent = z.infer<typeof releaseEventSchema>;

/** @public */
export const releaseStateSchema = z.enum([
  'proposed',
  'gated',
  'rolling-out',
  'deployed',
  'failed',
  'watching',
  'settled',
  'rolled-back',
  'superseded',
]);

/** @public */
export type ReleaseState = z.infer<typeof releaseStateSchema>;

/**
 * One value with the event that last wrote it: last by instant, then by rank of the source, then by event id.
 *
 * @public
 */
export interface Fact<T> {
  value: T;
  source: string;
  eventId: string;
  occurredAt: string;
  url?: string;
}

const fact = <T extends z.ZodType>(value: T) =>
  z
    .object({
      value,
      source: z.string(),
      eventId: z.string(),
      occurredAt: z.iso.datetime(),
      url: httpUrlSchema.optional(),
    })
    .strict();

const outcomeFact = fact(
  z
    .object({
      outcome: z.enum(['success', 'failure', 'cancelled', 'error', 'unknown']),
      label: z.string().optional(),
      /** When the run began; the fact's own instant is when it ended. */
      startedAt: z.iso.datetime().optional(),
    })
    .strict(),
);

/**
 * What is known of a release. A field that is absent is not known; it is never a «no».
 *
 * @public
 */
export const releaseFactsSchema = z
  .object({
    author: fact(personSchema).optional(),
    /**
     * Who approved: those whom an event lists, and those whose own last decision says so. Whoever rejected last is not among them.
     */
    approvers: fact(z.array(personSchema)).optional(),
    /** Each person's last decision, by the name of the person. */
    approvals: fact(z.array(approvalSchema)).optional(),
    /** Who asked for approval. */
    requestedBy: fact(personSchema).optional(),
    changeRecord: fact(
      z.object({ id: z.string(), url: httpUrlSchema.optional() }).strict(),
    ).optional(),
    changedLines: fact(z.number()).optional(),
    modules: fact(z.array(moduleChangeSchema)).optional(),
    migrationClass: fact(migrationClassSchema).optional(),
    checkpoint: fact(
      z.object({ at: z.iso.datetime(), label: z.string().optional() }).strict(),
    ).optional(),
    build: outcomeFact.optional(),
    tests: outcomeFact.optional(),
    /** Present when the artifact was said to be packaged, signed, published. */
    packaged: fact(z.literal(true)).optional(),
    signed: fact(z.literal(true)).optional(),
    published: fact(z.literal(true)).optional(),
    commits: fact(z.array(z.string())).optional(),
    hotfix: fact(z.boolean()).optional(),
    foundations: fact(z.array(foundationChangeSchema)).optional(),
    rehearsal: fact(rehearsalSchema).optional(),
    testCounts: fact(testCountsSchema).optional(),
    signature: fact(signatureSchema).optional(),
    provenance: fact(provenanceSchema).optional(),
    vulnerabilities: fact(vulnerabilitySummarySchema).optional(),
    rollbackRehearsal: fact(rollbackRehearsalSchema).optional(),
    smokeTest: fact(smokeTestSchema).optional(),
    cachePolicy: fact(cachePolicySchema).optional(),
    preparation: fact(preparationSchema).optional(),
    guardrails: fact(definedGuardrailsSchema).optional(),
  })
  .strict();

/** @public */
export type ReleaseFacts = z.infer<typeof releaseFactsSchema>;

/**
 * The instants of a release's life, UTC. The state is derived from them and from now.
 *
 * @public
 */
export const releaseLifecycleSchema = z
  .object({
    firstSeenAt: z.iso.datetime(),
    proposedAt: z.iso.datetime().optional(),
    /** The last answer of the gate before the release went out. */
    gatedAt: z.iso.datetime().optional(),
    rollingOutAt: z.iso.datetime().optional(),
    deployedAt: z.iso.datetime().optional(),
    failedAt: z.iso.datetime().optional(),
    rolledBackAt: z.iso.datetime().optional(),
    supersededAt: z.iso.datetime().optional(),
  })
  .strict();

/** @public */
export type ReleaseLifecycle = z.infer<typeof releaseLifecycleSchema>;

/**
 * One change going to, or running in, one environment. Key: environment, artifact, attempt.
 *
 * @public
 */
export const releaseSchema = z
  .object({
    /** Derived from the key alone, so it is the same in whatever order the events came. */
    id: z.string(),
    environmentRef: z.string(),
    /** The digest when it is known, else the artifact id as the source wrote it. */
    artifact: z.string(),
    digest: digestSchema.optional(),
    /** 1 for the first rollout of this artifact to this environment; counts up when it comes back after a failure or another release. */
    attempt: z.number().int().min(1),
    lifecycle: releaseLifecycleSchema,
    facts: releaseFactsSchema,
  })
  .strict();

/** @public */
export type Release = z.infer<typeof releaseSchema>;
