import { z } from 'zod';
import { businessDomainSchema } from '../calendar';
import {
  criticalitySchema,
  hostingSchema,
  stageSchema,
  type Criticality,
  type Hosting,
  type Stage,
} from '../catalog';
import { riskWeightsSchema } from './weights';

const steps = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const hours = (most: number) => z.number().min(0).max(most);

/** Ids of the factors whose evidence a tier may require, beside a person's sign-off. */
const requirementSchema = z.enum([
  'staging-same-digest',
  'approvals',
  'checkpoint',
  'recovery-point',
  'restore-drill',
  'migration-rehearsal',
  'tests',
  'signature',
  'provenance',
  'vulnerabilities',
  'change-record',
  'guardrails-defined',
  'rollback-rehearsal',
  'rollback-class',
  'preparation',
  'executive-sign-off',
]);

const requirements = (...ids: z.infer<typeof requirementSchema>[]) =>
  z.array(requirementSchema).default(ids);

const judgingSchema = z
  .object({
    weights: riskWeightsSchema.prefault({}),
    thresholds: z
      .object({
        /** Points from which the decision is at least caution. */
        caution: z.number().int().min(1).max(100).default(30),
        /** Points from which the decision is hold. */
        hold: z.number().int().min(1).max(100).default(60),
      })
      .strict()
      .prefault({})
      .refine(t => t.caution <= t.hold, {
        error: 'thresholds.caution must not be above thresholds.hold',
      }),
    /** Upper bounds of the four lower steps (0, 25, 50, 75 % of the weight); above the last: the full weight. */
    changeSize: z
      .object({
        lines: steps.default([50, 200, 500, 1000]),
        modules: steps.default([1, 3, 6, 10]),
      })
      .strict()
      .prefault({}),
    /** The same steps: modules that depend on the changed ones, and tenants on the same image or platform component. */
    blastRadius: z
      .object({
        dependents: steps.default([5, 15, 30, 60]),
        tenants: steps.default([3, 10, 25, 50]),
      })
      .strict()
      .prefault({}),
    /** How many releases of the author, and of the environment, must have gone well before for no points. */
    familiarReleases: z.number().int().min(1).max(20).default(3),
    /** Hours that staging should have run the same digest. */
    stagingSoakHours: hours(720).default(24),
    /** Hours before a freeze in which a release already counts half: what goes wrong then is mended inside the freeze. */
    freezeApproachHours: hours(336).default(24),
    /** How many people other than the author have to approve. */
    approversRequired: z.number().int().min(1).max(10).default(1),
    /** Domains that need an executive's sign-off at a peak of the tenant's trading. */
    signOffDomains: z
      .array(businessDomainSchema)
      .default(['pricing', 'point-of-sale', 'stock']),
    /** Hours that a checkpoint may be old when the release goes out. */
    checkpointMaxAgeHours: hours(720).default(24),
    /** Days that the last restore drill may be old. */
    restoreDrillMaxAgeDays: z.number().min(1).max(3650).default(30),
    /** Minutes of work that a rollback of the database may lose. */
    dataLossMinutes: z.number().min(0).max(10_080).default(60),
    /** Longest that a statement of the rehearsed migration may wait for a lock, seconds. */
    rehearsalLockWaitSeconds: z.number().min(0).max(3600).default(5),
    /** Most known vulnerabilities of an image. */
    vulnerabilities: z
      .object({
        critical: z.number().int().min(0).default(0),
        high: z.number().int().min(0).default(0),
      })
      .strict()
      .prefault({}),
    /** Free share of database server and cluster that should be left, percent. */
    headroomPercent: z.number().min(0).max(100).default(30),
    /** Rules that hold in production whatever the points say, each of which can be turned off. */
    holds: z
      .object({
        /** The image's signature could not be verified. */
        unsignedDigest: z.boolean().default(true),
        /**
         * Nobody said that the signature was verified. Off unless asked for: a platform whose pipelines do not sign yet would hold
         * every release.
         */
        unreportedSignature: z.boolean().default(false),
        /** An incident is open on the environment or on a platform component under it. */
        openIncident: z.boolean().default(true),
        /** The error budget is burnt. */
        errorBudget: z.boolean().default(true),
        /** A schema or data change without a recovery point inside the objective. */
        recoveryPoint: z.boolean().default(true),
        /** A platform component under the environment is being worked on. */
        platformMaintenance: z.boolean().default(true),
      })
      .strict()
      .prefault({}),
    /** Evidence that a tier requires. It is shown, and decides nothing: weights and holds do. */
    tiers: z
      .object({
        routine: requirements('approvals', 'tests'),
        elevated: requirements(
          'approvals',
          'tests',
          'staging-same-digest',
          'checkpoint',
        ),
        high: requirements(
          'approvals',
          'change-record',
          'tests',
          'staging-same-digest',
          'checkpoint',
          'migration-rehearsal',
          'rollback-rehearsal',
          'guardrails-defined',
        ),
        'peak-critical': requirements(
          'approvals',
          'change-record',
          'tests',
          'staging-same-digest',
          'checkpoint',
          'migration-rehearsal',
          'rollback-rehearsal',
          'restore-drill',
          'guardrails-defined',
          'preparation',
          'executive-sign-off',
        ),
      })
      .strict()
      .prefault({}),
    /** Hours after deployment in which a hotfix or an incident is put down to the release. */
    attributionHours: hours(720).default(24),
    /** Fewest releases of a tier of which the history says something. */
    historyAtLeast: z.number().int().min(1).max(1000).default(5),
    /** Minutes after deployment in which pods settle; then the release is watched. */
    settleMinutes: z.number().min(0).max(1440).default(10),
    /** Hours after deployment during which the release is watched; then it is settled. */
    watchHours: hours(720).default(24),
  })
  .strict();

type Judging = z.infer<typeof judgingSchema>;

/**
 * Where a release goes: what an override of the policy asks for.
 *
 * @public
 */
export interface ReleasePlacement {
  stage: Stage;
  hosting: Hosting;
  /** Absent when the tenant is not known: no override that asks for one then applies. */
  criticality?: Criticality;
}

const overrideSchema = z.looseObject({
  when: z
    .object({
      stage: stageSchema.optional(),
      hosting: hostingSchema.optional(),
      criticality: criticalitySchema.optional(),
    })
    .strict(),
});

type Override = z.infer<typeof overrideSchema>;

function applies({ when }: Override, placement: ReleasePlacement): boolean {
  return (['stage', 'hosting', 'criticality'] as const).every(
    key => when[key] === undefined || when[key] === placement[key],
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Key by key, deep; a list or a number takes the place of what stood there. */
function laidOver(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) {
    return over;
  }
  const keys = Object.keys(over);
  return {
    ...base,
    ...Object.fromEntries(
      keys.map(key => [key, laidOver(base[key], over[key])]),
    ),
  };
}

function judgingFor(
  { overrides, ...base }: Judging & { overrides: readonly Override[] },
  placement: ReleasePlacement,
) {
  let laid: unknown = base;
  for (const override of overrides) {
    if (applies(override, placement)) {
      const { when: _, ...fields } = override;
      laid = laidOver(laid, fields);
    }
  }
  return judgingSchema.safeParse(laid);
}

const placements: readonly ReleasePlacement[] = stageSchema.options.flatMap(
  stage =>
    hostingSchema.options.flatMap(hosting => [
      { stage, hosting },
      ...criticalitySchema.options.map(criticality => ({
        stage,
        hosting,
        criticality,
      })),
    ]),
);

/**
 * How releases are judged: weights, steps and thresholds, all with documented defaults, all from config
 * (`odoo.releases.policy`). Weights of the inherent factors add up to at most 60, of the readiness factors to at most 40, so a
 * score reads as a number out of 100.
 *
 * `overrides` lays other values over these by stage, hosting and criticality: every entry whose `when` fits applies, in the
 * order of the list, key by key, so a later one wins. What comes out must be a valid policy for every place that a release can go to.
 *
 * @public
 */
export const riskPolicySchema = judgingSchema
  .extend({ overrides: z.array(overrideSchema).max(100).default([]) })
  .superRefine((policy, ctx) => {
    if (policy.overrides.length === 0) {
      return;
    }
    const said = new Set<string>();
    for (const placement of placements) {
      for (const { path, message } of judgingFor(policy, placement).error
        ?.issues ?? []) {
        const text = `${[...path].join('.')}: ${message}`;
        if (!said.has(text)) {
          said.add(text);
          ctx.addIssue({
            code: 'custom',
            path: ['overrides'],
            message: `for ${Object.values(placement).join(', ')}: ${text}`,
          });
        }
      }
    }
  });

/** @public */
export type RiskPolicy = z.infer<typeof riskPolicySchema>;

/**
 * The policy that holds when the config says nothing.
 *
 * @public
 */
export const defaultRiskPolicy: RiskPolicy = riskPolicySchema.parse({});

/** What was laid together last: one backend judges thousands of releases by one policy. */
const laidTogether = new WeakMap<RiskPolicy, Map<string, RiskPolicy>>();

/**
 * The policy for where a release goes: with the overrides that fit laid over it, and none left.
 *
 * @throws when the policy was not made by `riskPolicySchema`, and an override spoils it
 * @public
 */
export function policyFor(
  policy: RiskPolicy,
  placement: ReleasePlacement,
): RiskPolicy {
  if (policy.overrides.length === 0) {
    return policy;
  }
  const known = laidTogether.get(policy) ?? new Map<string, RiskPolicy>();
  laidTogether.set(policy, known);
  const key = `${placement.stage} ${placement.hosting} ${placement.criticality}`;
  let found = known.get(key);
  if (!found) {
    const { data, error } = judgingFor(policy, placement);
    if (!data) {
      throw error;
    }
    found = { ...data, overrides: [] };
    known.set(key, found);
  }
  return found;
}
