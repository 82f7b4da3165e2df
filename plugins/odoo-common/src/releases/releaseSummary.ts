import { z } from 'zod';
import { verdictStatusSchema } from '../verdict';
import {
  releaseSchema,
  releaseStateSchema,
  type Release,
  type ReleaseState,
} from './model';
import { riskTierNameSchema } from './tiers';
import {
  gateDecisionSchema,
  riskReasonSchema,
  type RiskVerdict,
} from './verdict';

/** Reasons that a list shows of a verdict. */
const MOST_REASONS = 3;

/**
 * A release as lists show it: what its verdict comes to now, and what the gate answered. The whole of both, with every factor and
 * its evidence, is what one release is asked for by its id.
 *
 * @public
 */
export const releaseSummarySchema = z
  .object({
    release: releaseSchema,
    state: releaseStateSchema,
    verdict: z
      .object({
        status: verdictStatusSchema,
        decision: gateDecisionSchema,
        tier: riskTierNameSchema.optional(),
        /** Points out of 100. */
        score: z.number().int(),
        /** The first three of the verdict's. */
        reasons: z.array(riskReasonSchema).max(MOST_REASONS),
      })
      .strict(),
    /** The last answer of the gate before the rollout; absent when it was never asked. */
    decisionOfRecord: z
      .object({
        id: z.string(),
        askedAt: z.iso.datetime(),
        /** Entity reference of the person, or subject of the machine. */
        askedBy: z.string(),
        /** What was judged, on a dry run too. */
        decision: gateDecisionSchema,
        /** The word of the verdict then. */
        status: verdictStatusSchema,
        /** Present when the gate only recorded. */
        dryRun: z.literal(true).optional(),
      })
      .strict()
      .optional(),
  })
  .strict();

/** @public */
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>;

/**
 * What a list shows of a judged release.
 *
 * @public
 */
export function summariseRelease(judged: {
  release: Release;
  state: ReleaseState;
  verdict: RiskVerdict;
  decisionOfRecord?: Omit<
    NonNullable<ReleaseSummary['decisionOfRecord']>,
    'status'
  > & { verdict: Pick<RiskVerdict, 'status'> };
}): ReleaseSummary {
  const { release, state, verdict, decisionOfRecord } = judged;
  return {
    release,
    state,
    verdict: {
      status: verdict.status,
      decision: verdict.decision,
      ...(verdict.tier && { tier: verdict.tier.name }),
      score: verdict.score.total,
      reasons: verdict.reasons.slice(0, MOST_REASONS),
    },
    ...(decisionOfRecord && {
      decisionOfRecord: {
        id: decisionOfRecord.id,
        askedAt: decisionOfRecord.askedAt,
        askedBy: decisionOfRecord.askedBy,
        decision: decisionOfRecord.decision,
        status: decisionOfRecord.verdict.status,
        ...(decisionOfRecord.dryRun && { dryRun: true as const }),
      },
    }),
  };
}
