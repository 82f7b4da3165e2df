import { z } from 'zod';
import { calendarFactSchema } from '../calendar';
import { hostingSchema, stageSchema } from '../catalog';
import { reasonSchema, verdictBaseSchema } from '../verdict';
import { releaseSchema } from './model';

/** @public */
export const gateDecisionSchema = z.enum(['proceed', 'caution', 'hold']);

/** @public */
export type GateDecision = z.infer<typeof gateDecisionSchema>;

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
  z.object({ status: z.literal('unknown'), reason: z.string() }).strict(),
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
    staging: stagingFactSchema,
    calendar: calendarFactSchema,
    people: z
      .object({
        author: z.string().optional(),
        approvers: z.array(z.string()).optional(),
        unmapped: z.array(z.string()),
      })
      .strict(),
  })
  .strict();

/** @public */
export type RiskFacts = z.infer<typeof riskFactsSchema>;

/**
 * One part of the score. Points lie between 0 and the weight; an unknown factor counts its full weight; one that does not
 * apply counts nothing and says so.
 *
 * @public
 */
export const factorResultSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    group: z.enum(['inherent', 'readiness']),
    outcome: z.enum(['known', 'unknown', 'not-applicable']),
    points: z.number().int().min(0),
    weight: z.number().int().min(0),
    /** What was found, e.g. «1,240 lines, 7 modules». */
    value: z.string(),
    /** What would be fine, e.g. «up to 50 lines». */
    threshold: z.string(),
    reason: reasonSchema,
  })
  .strict();

/** @public */
export type FactorResult = z.infer<typeof factorResultSchema>;

/**
 * The verdict on one release. `inherent` and `readiness` are the sums of the factors' points, and `total` is the sum of the two.
 *
 * @public
 */
export const riskVerdictSchema = verdictBaseSchema
  .extend({
    capability: z.literal('release-risk'),
    decision: gateDecisionSchema,
    score: z
      .object({
        inherent: z.number().int(),
        readiness: z.number().int(),
        total: z.number().int(),
        /** Weight of the factors that apply and are not known. */
        unknownWeight: z.number().int(),
        applicableWeight: z.number().int(),
        /** Points from which the decision is at least caution, and from which it is hold, by the policy that judged. */
        thresholds: z
          .object({ caution: z.number().int(), hold: z.number().int() })
          .strict(),
      })
      .strict(),
    factors: z.array(factorResultSchema),
    /** Rules that hold or floor the decision whatever the points say. */
    holds: z.array(reasonSchema),
  })
  .strict();

/** @public */
export type RiskVerdict = z.infer<typeof riskVerdictSchema>;
