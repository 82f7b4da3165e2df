import { z } from 'zod';

/**
 * How releases are judged: weights, steps and thresholds, all with documented defaults, all from config
 * (`odoo.releases.policy`). Weights of the inherent factors add up to at most 60, of the readiness factors to at most 40, so a
 * score reads as a number out of 100.
 *
 * @public
 */
export const riskPolicySchema = z
  .object({
    weights: z
      .object({
        /** Inherent: how much changes. */
        changeSize: z.number().int().min(0).max(60).default(40),
        /** Inherent: when it goes out, against the tenant's trading freezes. */
        releaseTiming: z.number().int().min(0).max(60).default(20),
        /** Readiness: staging ran the same digest, long enough. */
        stagingSameDigest: z.number().int().min(0).max(40).default(15),
        /** Readiness: approved by somebody else than the author. */
        approvals: z.number().int().min(0).max(40).default(15),
        /** Readiness: a checkpoint to return to is known and recent. */
        checkpoint: z.number().int().min(0).max(40).default(10),
      })
      .strict()
      .prefault({})
      .refine(w => w.changeSize + w.releaseTiming <= 60, {
        error: 'the weights of the inherent factors add up to more than 60',
      })
      .refine(w => w.stagingSameDigest + w.approvals + w.checkpoint <= 40, {
        error: 'the weights of the readiness factors add up to more than 40',
      }),
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
        lines: z
          .tuple([z.number(), z.number(), z.number(), z.number()])
          .default([50, 200, 500, 1000]),
        modules: z
          .tuple([z.number(), z.number(), z.number(), z.number()])
          .default([1, 3, 6, 10]),
      })
      .strict()
      .prefault({}),
    /** Hours that staging should have run the same digest. */
    stagingSoakHours: z.number().min(0).max(720).default(24),
    /** Hours before a freeze in which a release already counts half: what goes wrong then is mended inside the freeze. */
    freezeApproachHours: z.number().min(0).max(336).default(24),
    /** How many people other than the author have to approve. */
    approversRequired: z.number().int().min(1).max(10).default(1),
    /** Hours that a checkpoint may be old when the release goes out. */
    checkpointMaxAgeHours: z.number().min(0).max(720).default(24),
    /** Minutes after deployment in which pods settle; then the release is watched. */
    settleMinutes: z.number().min(0).max(1440).default(10),
    /** Hours after deployment during which the release is watched; then it is settled. */
    watchHours: z.number().min(0).max(720).default(24),
  })
  .strict();

/** @public */
export type RiskPolicy = z.infer<typeof riskPolicySchema>;

/**
 * The policy that holds when the config says nothing.
 *
 * @public
 */
export const defaultRiskPolicy: RiskPolicy = riskPolicySchema.parse({});
