import { z } from 'zod';

/**
 * How guardrails are judged, whatever they are: all with documented defaults, all from config (`odoo.guardrails.policy`).
 *
 * @public
 */
export const guardrailPolicySchema = z
  .object({
    /**
     * Chance that the comparisons of one healthy release give a false alarm, over all its guardrails and all looks. It is split
     * over the guardrails that compare by their weight, and of each evenly over the looks.
     */
    falseAlarmsPerRelease: z.number().positive().max(0.2).default(0.01),
    /**
     * When comparisons look, as shares of the window. They look then and never between, however often somebody asks: each look costs a
     * part of the chance of a false alarm, so there are few.
     */
    looks: z
      .array(z.number().positive().max(1))
      .min(1)
      .max(12)
      .default([0.15, 0.25, 0.5, 1])
      .refine(
        looks => looks.every((look, i) => i === 0 || look > looks[i - 1]),
        { error: 'write looks in ascending order' },
      ),
    /** Seconds that a step may take to arrive; until then it is not missing. */
    arrivalSeconds: z.number().min(0).max(3600).default(30),
    /** Seconds by which a source's clock may be ahead of the portal's; what is further ahead is said, and not trusted. */
    clockSkewToleranceSeconds: z.number().min(0).max(86_400).default(120),
    /**
     * Share by which an hour that is as any other may differ from the same hour of another week, as a standard deviation, before its own
     * weeks say so: 0.03 when the hour before is known on both sides, more without it, or against another hour.
     */
    drift: z
      .object({
        aligned: z.number().min(0).max(1).default(0.03),
        unaligned: z.number().min(0).max(1).default(0.1),
        ratio: z.number().min(0).max(1).default(0.1),
      })
      .strict()
      .prefault({}),
    /** How many weeks' worth of knowledge `drift` counts as beside the weeks that are there. */
    driftWeight: z.number().min(0).max(100).default(6),
    /** The rank test has to find latencies larger at this level as well: then no few minutes make the difference. */
    rankTestLevel: z.number().positive().max(0.5).default(0.01),
    /** A ratio is beyond a threshold when so many events, or more, had at most this chance if it were just at it. */
    thresholdLevel: z.number().positive().max(0.5).default(0.001),
  })
  .strict();

/** @public */
export type GuardrailPolicy = z.infer<typeof guardrailPolicySchema>;

/**
 * The policy that holds when the config says nothing.
 *
 * @public
 */
export const defaultGuardrailPolicy: GuardrailPolicy =
  guardrailPolicySchema.parse({});
