import { z } from 'zod';

/**
 * The four words of a verdict, worst last but one: `unknown` is its own word and never shows as ok.
 *
 * @public
 */
export const verdictStatusSchema = z.enum([
  'ok',
  'warning',
  'critical',
  'unknown',
]);

/** @public */
export type VerdictStatus = z.infer<typeof verdictStatusSchema>;

/**
 * Where a statement comes from: one observed fact, its source and the instant that it speaks of.
 *
 * @public
 */
export const evidenceSchema = z
  .object({
    /** What the fact says, in a few words. */
    label: z.string(),
    /** The system that said so, as it names itself (for an event: its `source`). */
    source: z.string(),
    /** The instant that the fact speaks of, UTC, ISO 8601. Its age is now minus this. */
    observedAt: z.iso.datetime(),
    /** http(s) link to the object itself, when the source gave one. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** Identity of the event that carried the fact, when it came by event. */
    eventId: z.string().optional(),
  })
  .strict();

/** @public */
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * One reason of a verdict. Texts name instants, never ages («since 2026-11-20 14:00 UTC», not «two days ago»), so that a
 * verdict keeps its bytes for as long as it is valid; ages are computed where the reason is shown.
 *
 * @public
 */
export const reasonSchema = z
  .object({
    /** Stable id: the factor's or the hold's. */
    id: z.string(),
    /** How this one reason alone would be judged. */
    status: verdictStatusSchema,
    /** One sentence: what is the case. */
    message: z.string(),
    /** One sentence: what would lower it; absent when there is nothing to lower. */
    remedy: z.string().optional(),
    evidence: z.array(evidenceSchema),
  })
  .strict();

/** @public */
export type Reason = z.infer<typeof reasonSchema>;

/**
 * What every verdict carries, whatever it judges.
 *
 * @public
 */
export const verdictBaseSchema = z
  .object({
    status: verdictStatusSchema,
    /** Worst first; the first three are what a page shows at a glance. */
    reasons: z.array(reasonSchema),
    /** Version of the rules and of the policy that judged. */
    ruleSetVersion: z.string(),
    /** The instant from which time alone may change this verdict, UTC; absent when time alone never will. */
    validUntil: z.iso.datetime().optional(),
  })
  .strict();

/** @public */
export type VerdictBase = z.infer<typeof verdictBaseSchema>;

const severity: Record<VerdictStatus, number> = {
  ok: 0,
  warning: 1,
  unknown: 2,
  critical: 3,
};

/**
 * Orders verdict words for lists, worst first: critical, unknown, warning, ok. Unknown stands above warning because nobody
 * knows how bad it is.
 *
 * @public
 */
export function compareVerdictStatus(
  a: VerdictStatus,
  b: VerdictStatus,
): number {
  return severity[b] - severity[a];
}

/**
 * The worst of several words; `unknown` when there are none, since nothing was judged.
 *
 * @public
 */
export function worstVerdictStatus(
  statuses: readonly VerdictStatus[],
): VerdictStatus {
  return [...statuses].sort(compareVerdictStatus)[0] ?? 'unknown';
}
