import { z } from 'zod';
import { verdictBaseSchema, verdictStatusSchema } from '../verdict';

const instantSchema = z.iso.datetime();

/**
 * What is behind a word.
 *
 * - `within-limits`: it was measured, and enough of it; the only one that is ok.
 * - `breached`: it is beyond a threshold, or worse than before, for long enough, now.
 * - `recovered`: it was, after this release, and is no more.
 * - `too-early`: not settled yet, or nobody has looked yet.
 * - `too-little-traffic`: what happened is too little to see a real effect in.
 * - `gaps`: steps are missing in which a breach would have had room.
 * - `no-data`: the source answers, and has nothing.
 * - `no-baseline`: nothing to compare with.
 * - `clock-ahead`: samples lie in the future.
 * - `unreadable`: the source did not answer, refused, or was not understood.
 *
 * @public
 */
export const guardrailStateSchema = z.enum([
  'within-limits',
  'breached',
  'recovered',
  'too-early',
  'too-little-traffic',
  'gaps',
  'no-data',
  'no-baseline',
  'clock-ahead',
  'unreadable',
]);

/** @public */
export type GuardrailState = z.infer<typeof guardrailStateSchema>;

/**
 * What one look of a comparison found.
 *
 * @public
 */
export const comparisonLookSchema = z
  .object({
    /** Values up to here were looked at. */
    until: instantSchema,
    /** Steps after the release that have a value. */
    samples: z.number().int(),
    /** Steps of the baseline that they are held against, and weeks or releases that these come from. */
    baselineSamples: z.number().int(),
    baselines: z.number().int(),
    /** What was measured, and what was to be expected; in the unit of the guardrail. */
    measured: z.number(),
    expected: z.number(),
    /** Measured to expected, after what is too small to matter is left out: above 1 is more. */
    factor: z.number(),
    /** The factor from which on a change would be found in four cases of five; absent when none would. */
    detectableFactor: z.number().optional(),
    /** Name of the test, and its statistic: standard errors, or events that count. */
    test: z.enum(['shift', 'counts']),
    statistic: z.number(),
    /** Chance of such a change, or a worse one, if nothing changed. */
    p: z.number(),
    /** What `p` has to stay under at this look. */
    level: z.number(),
    /** Of latencies: the rank test, with its A (0.5: none larger). */
    rank: z.object({ p: z.number(), effect: z.number() }).strict().optional(),
  })
  .strict();

/** @public */
export type ComparisonLook = z.infer<typeof comparisonLookSchema>;

/**
 * One thing that a guardrail asks, and its answer: a threshold, or the comparison.
 *
 * @public
 */
export const guardrailFindingSchema = z
  .object({
    asks: z.enum(['warn', 'fail', 'compare']),
    status: verdictStatusSchema,
    state: guardrailStateSchema,
    message: z.string(),
    remedy: z.string().optional(),
    /** Of thresholds: the one that was held against, in the unit. */
    threshold: z.number().optional(),
    /** Of thresholds: the breach that is told. */
    breach: z
      .object({
        from: instantSchema,
        to: instantSchema,
        /** The worst value in it. */
        worst: z.number(),
      })
      .strict()
      .optional(),
    /** Of the comparison: every look so far, in order. */
    looks: z.array(comparisonLookSchema).optional(),
  })
  .strict();

/** @public */
export type GuardrailFinding = z.infer<typeof guardrailFindingSchema>;

/**
 * How one indicator stands after one release, with everything that the word rests on: it can be frozen as it is.
 *
 * @public
 */
export const guardrailVerdictSchema = verdictBaseSchema
  .extend({
    guardrail: z.string(),
    state: guardrailStateSchema,
    /** False when there is no data and the guardrail says that not everybody has it. */
    counts: z.boolean(),
    /** In the order fail, warn, compare; what it doesn't ask is left out. */
    findings: z.array(guardrailFindingSchema),
    measured: z
      .object({
        source: z.string(),
        query: z.string(),
        stepSeconds: z.number(),
        /** From the end of settling to what was looked at last. */
        from: instantSchema,
        to: instantSchema,
        /** When the window closes: nothing after it is looked at. */
        until: instantSchema,
        /** Steps with a value, without one, and with one that is none (NaN, infinite, negative). */
        samples: z.number().int(),
        missing: z.number().int(),
        unusable: z.number().int(),
        /** Requests or events, when they are counted. */
        total: z.number().optional(),
        /** The last value, in the unit. */
        latest: z.number().optional(),
        /** What the source said beside its answer. */
        warnings: z.array(z.string()),
      })
      .strict(),
  })
  .strict();

/** @public */
export type GuardrailVerdict = z.infer<typeof guardrailVerdictSchema>;
