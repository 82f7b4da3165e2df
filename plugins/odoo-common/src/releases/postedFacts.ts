import { z } from 'zod';
import { businessDomainSchema } from '../calendar';
import { recoveryAreaSchema } from '../catalog';
import { digestSchema, httpUrlSchema, shortTextSchema } from '../fields';

const instantSchema = z.iso.datetime({ offset: true });

const countSchema = z.number().int().min(0).max(1_000_000_000);

/** Seconds, at most a week: what takes longer is no step of a release. */
const secondsSchema = z.number().min(0).max(604_800);

const passedOrFailedSchema = z.enum(['success', 'failure']);

const moduleNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9_]+$/, 'write the technical name of an Odoo module');

/**
 * One Odoo module that the release brings, removes or moves from one version to another.
 *
 * @public
 */
export const moduleChangeSchema = z
  .object({
    name: moduleNameSchema,
    /** Version before; absent when the module is new. */
    from: z.string().max(40).optional(),
    /** Version after; absent when the module goes. */
    to: z.string().max(40).optional(),
    /** Where the retailer feels it. When it is left out, the module's name decides ({@link domainOfModule}). */
    domain: businessDomainSchema.optional(),
    /** Modules that depend on this one, directly or through others, as the manifests of the image say. */
    dependents: z.array(moduleNameSchema).max(500).optional(),
  })
  .strict();

/** @public */
export type ModuleChange = z.infer<typeof moduleChangeSchema>;

/**
 * What moves below the retailer's own modules: a revision of Odoo itself (`core`), of Odoo Enterprise, a Python or system
 * dependency, the base image, or the Odoo series.
 *
 * @public
 */
export const foundationChangeSchema = z.enum([
  'core',
  'enterprise',
  'dependency',
  'base-image',
  'series',
]);

/** @public */
export type FoundationChange = z.infer<typeof foundationChangeSchema>;

/**
 * How the migration went when it was rehearsed on a copy of production.
 *
 * @public
 */
export const rehearsalSchema = z
  .object({
    outcome: passedOrFailedSchema,
    /** The image that was rehearsed. */
    digest: digestSchema.optional(),
    durationSeconds: secondsSchema,
    /** Longest time that a statement waited for a lock. */
    longestLockWaitSeconds: secondsSchema.optional(),
    tables: z
      .array(
        z
          .object({ name: z.string().min(1).max(128), rows: countSchema })
          .strict(),
      )
      .max(500)
      .optional(),
  })
  .strict();

/** @public */
export type Rehearsal = z.infer<typeof rehearsalSchema>;

/**
 * How many tests ran, over all suites of the release.
 *
 * @public
 */
export const testCountsSchema = z
  .object({
    passed: countSchema,
    failed: countSchema,
    skipped: countSchema.optional(),
  })
  .strict();

/** @public */
export type TestCounts = z.infer<typeof testCountsSchema>;

/**
 * Result of verifying the image's signature (`cosign verify`, say): by whom it is signed, or that it could not be verified.
 *
 * @public
 */
export const signatureSchema = z
  .object({
    verified: z.boolean(),
    /** Who signed, as the certificate or the key says. */
    identity: shortTextSchema.optional(),
  })
  .strict();

/** @public */
export type Signature = z.infer<typeof signatureSchema>;

/**
 * Result of verifying where the image was built: the builder and source of a SLSA provenance.
 *
 * @public
 */
export const provenanceSchema = z
  .object({
    verified: z.boolean(),
    /** `runDetails.builder.id` of the provenance. */
    builder: shortTextSchema.optional(),
    /** Commit that the provenance names. */
    commit: z
      .string()
      .regex(/^[a-f0-9]{7,64}$/, 'write a commit id in hexadecimal digits')
      .optional(),
  })
  .strict();

/** @public */
export type Provenance = z.infer<typeof provenanceSchema>;

/**
 * Known vulnerabilities of the image, by severity, as the scanner counts them.
 *
 * @public
 */
export const vulnerabilitySummarySchema = z
  .object({
    critical: countSchema,
    high: countSchema,
    medium: countSchema,
    low: countSchema,
    scanner: shortTextSchema.optional(),
    /** The scanner says that the base system gets no more security fixes. */
    endOfSupport: z.boolean().optional(),
  })
  .strict();

/** @public */
export type VulnerabilitySummary = z.infer<typeof vulnerabilitySummarySchema>;

/**
 * A restore that was tried: into a scratch place, started, and looked at.
 *
 * @public
 */
export const restoreDrillSchema = z
  .object({
    outcome: passedOrFailedSchema,
    /** From the decision to restore until the restored Odoo answered. */
    durationSeconds: secondsSchema,
    /** Instant to which the data were restored. */
    restoredTo: instantSchema.optional(),
    /** What was restored. Default: the database. */
    area: recoveryAreaSchema.optional(),
    startedAt: instantSchema.optional(),
    /** The backup that it began with, as its tool names it. */
    backup: z.string().min(1).max(512).optional(),
    /** The database that was looked at: on a shared server, a drill that names none proves nothing for any of them. */
    database: z.string().min(1).max(128).optional(),
    /** What was looked at in the restored data. One that did not pass fails the drill, whatever its outcome says. */
    checks: z
      .array(
        z
          .object({
            name: shortTextSchema,
            passed: z.boolean(),
            detail: z.string().max(500).optional(),
          })
          .strict(),
      )
      .max(100)
      .optional(),
    /** Rows that were counted or compared with the source. */
    rowsCompared: countSchema.optional(),
    /** Why it failed, in plain words. */
    message: z.string().max(500).optional(),
  })
  .strict();

/** @public */
export type RestoreDrill = z.infer<typeof restoreDrillSchema>;

/**
 * A failover that was practised: the standby took over, or did not.
 *
 * @public
 */
export const failoverExerciseSchema = z
  .object({
    outcome: passedOrFailedSchema,
    /** From the loss of the primary until Odoo answered again. */
    durationSeconds: secondsSchema.optional(),
    message: z.string().max(500).optional(),
  })
  .strict();

/** @public */
export type FailoverExercise = z.infer<typeof failoverExerciseSchema>;

/**
 * A runbook that people went through from the first step to the last. Taking a release back, and getting a site back, are two.
 *
 * @public
 */
export const runbookRehearsalSchema = z
  .object({
    runbook: z.enum(['rollback', 'disaster-recovery']),
    outcome: passedOrFailedSchema,
    durationSeconds: secondsSchema.optional(),
    message: z.string().max(500).optional(),
  })
  .strict();

/** @public */
export type RunbookRehearsal = z.infer<typeof runbookRehearsalSchema>;

/**
 * A rollback that was tried before the release: of the application (the image before) and of the database (the state before).
 * A part that was not tried is left out.
 *
 * @public
 */
export const rollbackRehearsalSchema = z
  .object({
    application: passedOrFailedSchema.optional(),
    database: passedOrFailedSchema.optional(),
    durationSeconds: secondsSchema.optional(),
  })
  .strict();

/** @public */
export type RollbackRehearsal = z.infer<typeof rollbackRehearsalSchema>;

/**
 * A check after deployment that used the tenant's database: a login, or a call by JSON-RPC. `/web/health` is none, since it
 * touches no database.
 *
 * @public
 */
export const smokeTestSchema = z
  .object({
    outcome: passedOrFailedSchema,
    method: z.enum(['login', 'json-rpc']),
    durationSeconds: secondsSchema.optional(),
  })
  .strict();

/** @public */
export type SmokeTest = z.infer<typeof smokeTestSchema>;

/**
 * What happens to caches when the release is out: nothing, the assets are rebuilt, sessions and caches are emptied, or they
 * are warmed before customers come.
 *
 * @public
 */
export const cachePolicySchema = z.enum([
  'keep',
  'rebuild-assets',
  'flush',
  'warm',
]);

/** @public */
export type CachePolicy = z.infer<typeof cachePolicySchema>;

/**
 * What was prepared for the hours after the release. A part that nobody looked at is left out.
 *
 * @public
 */
export const preparationSchema = z
  .object({
    /** Replicas were raised before the release. */
    preScaled: z.boolean().optional(),
    /** Scheduled jobs that the business can do without for some hours are held. */
    jobsFrozen: z.boolean().optional(),
    /** Free share of the database server's processor at the hour of the release, percent. */
    databaseHeadroomPercent: z.number().min(0).max(100).optional(),
    /** Free share of the cluster's processor that workloads may ask for, percent. */
    clusterHeadroomPercent: z.number().min(0).max(100).optional(),
  })
  .strict();

/** @public */
export type Preparation = z.infer<typeof preparationSchema>;

/**
 * Work on a platform component: what is done, and when.
 *
 * @public
 */
export const maintenanceSchema = z
  .object({
    activity: z.enum([
      'node-drain',
      'patching',
      'database-failover',
      'database-upgrade',
      'network',
      'other',
    ]),
    from: instantSchema.optional(),
    until: instantSchema.optional(),
  })
  .strict();

/** @public */
export type Maintenance = z.infer<typeof maintenanceSchema>;

/**
 * Indicators, with thresholds, that were defined before the release and are watched after it.
 *
 * @public
 */
export const definedGuardrailsSchema = z
  .object({
    count: z.number().int().min(0).max(1000),
    url: httpUrlSchema.optional(),
  })
  .strict();

/** @public */
export type DefinedGuardrails = z.infer<typeof definedGuardrailsSchema>;
