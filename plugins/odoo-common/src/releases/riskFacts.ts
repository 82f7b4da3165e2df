import { z } from 'zod';
import { calendarFactSchema } from '../calendar';
import {
  criticalitySchema,
  hostingSchema,
  serviceRoleSchema,
  stageSchema,
} from '../catalog';
import { httpUrlSchema } from '../fields';
import { releaseSchema } from './model';
import { personDecisionSchema } from './personDecisions';
import { maintenanceSchema } from './postedFacts';
import { nobodyReports, readinessSchema } from './readiness';

const unknownSchema = z
  .object({ status: z.literal('unknown'), reason: z.string() })
  .strict();

/**
 * What the staging environment of the same tenant ran last before the release.
 *
 * @public
 */
export const stagingFactSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('known'),
      environmentRef: z.string(),
      artifact: z.string(),
      deployedAt: z.iso.datetime(),
      source: z.string(),
      eventId: z.string(),
    })
    .strict(),
  unknownSchema,
]);

const countSchema = z.number().int().min(0);

const sharedSchema = { tenants: countSchema, environments: countSchema };

/**
 * Who else feels a release: how many tenants and environments run the same image already, and how many stand on the same platform
 * components. Counts only: whose they are is nobody's business here.
 *
 * @public
 */
export const blastRadiusSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('known'),
      image: z.object(sharedSchema).strict(),
      components: z.array(
        z.object({ componentRef: z.string(), ...sharedSchema }).strict(),
      ),
      /** The catalog's entity that says on what the environment stands. */
      source: z.string(),
      /** Since when the catalog says so. */
      observedAt: z.iso.datetime(),
    })
    .strict(),
  unknownSchema,
]);

const sayingSchema = {
  source: z.string(),
  eventId: z.string(),
  url: httpUrlSchema.optional(),
};

/**
 * An incident that was open when the release went out, or is open now: on the environment, or on a platform component under it.
 *
 * @public
 */
export const openIncidentSchema = z
  .object({
    label: z.string(),
    since: z.iso.datetime(),
    on: z.enum(['environment', 'platform']),
    /** The environment or the platform component. */
    entityRef: z.string(),
    /** Role of the service that it is about, when it is about one. */
    role: serviceRoleSchema.optional(),
    ...sayingSchema,
  })
  .strict();

/** @public */
export type OpenIncident = z.infer<typeof openIncidentSchema>;

/**
 * Work on a platform component under the environment: planned, or going on since `startedAt`.
 *
 * @public
 */
export const platformMaintenanceSchema = z
  .object({
    componentRef: z.string(),
    activity: maintenanceSchema.shape.activity,
    from: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    startedAt: z.iso.datetime().optional(),
    finishedAt: z.iso.datetime().optional(),
    ...sayingSchema,
  })
  .strict();

/** @public */
export type PlatformMaintenance = z.infer<typeof platformMaintenanceSchema>;

/**
 * Another change that was being rolled out at the same time.
 *
 * @public
 */
export const changeInFlightSchema = z
  .object({
    kind: z.enum(['application', 'infrastructure', 'connector']),
    /** The environment or the platform component. */
    entityRef: z.string(),
    /** What is rolled out. */
    label: z.string(),
    since: z.iso.datetime(),
    /** Absent when what says so is no single event. */
    eventId: z.string().optional(),
    source: z.string(),
  })
  .strict();

/** @public */
export type ChangeInFlight = z.infer<typeof changeInFlightSchema>;

const outcomesSchema = z
  .object({
    /** Releases that went out before and were not rolled back by then. */
    well: countSchema,
    /** Releases that failed or were rolled back by then. */
    failed: countSchema,
  })
  .strict();

/**
 * The last releases of the environment before this one, and those among them by the same author.
 *
 * @public
 */
export const familiaritySchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('known'),
      environment: outcomesSchema,
      /** Absent when the author is not known. */
      author: outcomesSchema.optional(),
      /** Most releases that were looked at. */
      lookedAt: countSchema,
    })
    .strict(),
  unknownSchema,
]);

/**
 * Everything that `evaluateRisk` judges. People are catalog Users here; a name that maps to no User, or to two, stands in
 * `unmappedPeople` and counts as not known.
 *
 * @public
 */
export const riskFactsSchema = z
  .object({
    release: releaseSchema,
    stage: stageSchema,
    hosting: hostingSchema,
    /** Absent when the tenant is not in the catalog. */
    tenantRef: z.string().optional(),
    criticality: criticalitySchema.optional(),
    staging: stagingFactSchema,
    calendar: calendarFactSchema,
    people: z
      .object({
        author: z.string().optional(),
        approvers: z.array(z.string()).optional(),
        unmapped: z.array(z.string()),
      })
      .strict(),
    blastRadius: blastRadiusSchema,
    familiarity: familiaritySchema,
    incidents: z.array(openIncidentSchema),
    maintenance: z.array(platformMaintenanceSchema),
    inFlight: z.array(changeInFlightSchema),
    /** Overrides and sign-offs of this release, whether they count or not. */
    decisions: z.array(personDecisionSchema),
    readiness: readinessSchema,
  })
  .strict();

/** @public */
export type RiskFacts = z.infer<typeof riskFactsSchema>;

/**
 * The facts around a release of which nobody reported anything: to spread under those that are known.
 *
 * @public
 */
export const nothingAround: Pick<
  RiskFacts,
  | 'blastRadius'
  | 'familiarity'
  | 'incidents'
  | 'maintenance'
  | 'inFlight'
  | 'decisions'
  | 'readiness'
> = {
  blastRadius: {
    status: 'unknown',
    reason: 'nobody said on which platform components the environment stands',
  },
  familiarity: {
    status: 'unknown',
    reason: 'nobody looked at the releases before',
  },
  incidents: [],
  maintenance: [],
  inFlight: [],
  decisions: [],
  readiness: nobodyReports,
};
