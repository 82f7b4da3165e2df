import { z } from 'zod';
import { verdictStatusSchema } from '../verdict';

/**
 * How much care a release asks for, in a word: `routine`, `elevated` (caution), `high` (hold), `peak-critical` (it falls into a
 * freeze of the tenant's trading that concerns it).
 *
 * @public
 */
export const riskTierNameSchema = z.enum([
  'routine',
  'elevated',
  'high',
  'peak-critical',
]);

/** @public */
export type RiskTierName = z.infer<typeof riskTierNameSchema>;

/**
 * The tier of a release, why, and the evidence that the policy requires of it.
 *
 * @public
 */
export const riskTierSchema = z
  .object({
    name: riskTierNameSchema,
    /** One sentence: why this tier. */
    message: z.string(),
    /** Each with whether it is there: `ok` it is, `critical` it is not, `unknown` nobody knows. */
    requires: z.array(
      z
        .object({
          /** Id of the factor that says so, or `executive-sign-off`. */
          id: z.string(),
          title: z.string(),
          status: verdictStatusSchema,
          message: z.string(),
        })
        .strict(),
    ),
  })
  .strict();

/** @public */
export type RiskTier = z.infer<typeof riskTierSchema>;
