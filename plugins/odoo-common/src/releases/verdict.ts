import { z } from 'zod';
import { serviceRoleSchema } from '../catalog';
import { reasonSchema, verdictBaseSchema } from '../verdict';
import { personDecisionKindSchema } from './personDecisions';
import { riskTierSchema } from './tiers';

/** @public */
export const gateDecisionSchema = z.enum(['proceed', 'caution', 'hold']);

/** @public */
export type GateDecision = z.infer<typeof gateDecisionSchema>;

/**
 * A reason of a release's verdict, with the role of the service that it is about when it is about one.
 *
 * @public
 */
export const riskReasonSchema = reasonSchema
  .extend({ role: serviceRoleSchema.optional() })
  .strict();

/** @public */
export type RiskReason = z.infer<typeof riskReasonSchema>;

/**
 * A rule that holds or floors the decision.
 *
 * @public
 */
export const riskHoldSchema = riskReasonSchema
  .extend({
    /** What it does to the decision; absent in answers that were frozen before this was said. */
    effect: z.enum(['hold', 'caution']).optional(),
    /** Which decisions of a person lift it; none: nobody can. */
    liftableBy: z.array(personDecisionKindSchema).optional(),
  })
  .strict();

/** @public */
export type RiskHold = z.infer<typeof riskHoldSchema>;

/**
 * A hold that a person's decision lifted. It stays listed.
 *
 * @public
 */
export const liftedHoldSchema = z
  .object({
    hold: riskHoldSchema,
    decisionId: z.string(),
    kind: personDecisionKindSchema,
    by: z.string(),
    until: z.iso.datetime(),
  })
  .strict();

/** @public */
export type LiftedHold = z.infer<typeof liftedHoldSchema>;

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
    reason: riskReasonSchema,
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
    /** Worst first; the first three are what a page shows at a glance. */
    reasons: z.array(riskReasonSchema),
    /** Absent in answers that the gate froze before there were tiers. */
    tier: riskTierSchema.optional(),
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
    holds: z.array(riskHoldSchema),
    /** Holds that people lifted; absent when there are none. */
    lifted: z.array(liftedHoldSchema).optional(),
  })
  .strict();

/** @public */
export type RiskVerdict = z.infer<typeof riskVerdictSchema>;
