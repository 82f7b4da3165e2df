import { z } from 'zod';
import { riskTierNameSchema } from './tiers';

/**
 * How a release went: well; not yet told (still inside the attribution window); or in which way it failed.
 *
 * @public
 */
export const releaseOutcomeSchema = z.enum([
  'well',
  'pending',
  'failed',
  'rolled-back',
  'hotfix',
  'incident',
]);

/** @public */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

/**
 * How the last releases to production went, by tier. Counts with their n, never a rate of too few.
 *
 * @public
 */
export const releaseHistorySchema = z
  .object({
    entityRef: z.string(),
    /** Hours after deployment in which a hotfix or an incident is put down to the release. */
    attributionHours: z.number(),
    /** Fewest finished releases of a tier of which something can be said. */
    atLeast: z.number().int(),
    tiers: z.array(
      z
        .object({
          tier: riskTierNameSchema,
          /** Releases that went out and are past the attribution window, or failed. */
          n: z.number().int(),
          failed: z.number().int(),
          /** `n` is below `atLeast`. */
          tooFew: z.boolean(),
          /** One sentence: the counts in words. */
          message: z.string(),
        })
        .strict(),
    ),
    /** The releases counted, newest first. */
    strip: z.array(
      z
        .object({
          releaseId: z.string(),
          environmentRef: z.string(),
          artifact: z.string(),
          tier: riskTierNameSchema,
          outcome: releaseOutcomeSchema,
          /** When it went out, or failed to. */
          at: z.iso.datetime(),
        })
        .strict(),
    ),
  })
  .strict();

/** @public */
export type ReleaseHistory = z.infer<typeof releaseHistorySchema>;
