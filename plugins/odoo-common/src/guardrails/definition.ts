import { z } from 'zod';
import {
  criticalitySchema,
  hostingSchema,
  serviceRoleSchema,
} from '../catalog';
import { parseDuration } from '../duration';
import { dnsLabelSchema, durationSchema, shortTextSchema } from '../fields';

/** PromQL with variables of a closed list in it; what they are, and that it parses, is checked where definitions are loaded. */
const templateSchema = z.string().min(1).max(4000);

/**
 * What is asked of the metrics, by kind. Every query gives one value a step, over windows as long as the step, so that no two windows
 * overlap: `rate(…[$step])` asked each `$step`.
 */
const asked = {
  /** A quantile of how long answers take, and how many there were: a minute with three requests says less than one with 3,000. */
  'latency-quantile': z
    .object({ value: templateSchema, total: templateSchema.optional() })
    .strict(),
  /** Events that count, and all events, as numbers of a step (`increase(…[$step])`). */
  ratio: z.object({ value: templateSchema, total: templateSchema }).strict(),
  /** Events in a unit of time. */
  rate: z.object({ value: templateSchema }).strict(),
  /** A level: a length, an age, a share, a state. */
  gauge: z.object({ value: templateSchema }).strict(),
};

/** @public */
export const guardrailKindSchema = z.enum([
  'latency-quantile',
  'ratio',
  'rate',
  'gauge',
]);

/** @public */
export type GuardrailKind = z.infer<typeof guardrailKindSchema>;

/**
 * What the values after a release are compared with.
 *
 * - `same-hour-last-weeks`: the same local hour of the same weekday, some weeks back: retail has a shape of the week.
 * - `previous-release`: the time after the release before, at whatever hour that was: for what knows no hour.
 *
 * @public
 */
export const guardrailComparisonSchema = z
  .object({
    to: z
      .enum(['same-hour-last-weeks', 'previous-release'])
      .default('same-hour-last-weeks'),
    /** How many weeks back. */
    weeks: z.number().int().min(1).max(8).default(4),
    /**
     * Percent for the worse that nobody would act on: a change is told only from here on, however certain it is. Of a ratio, percent of
     * the share that is bad.
     */
    maxChangePercent: z.number().positive().max(10_000),
    /**
     * Percent for the worse that has to be seen for an ok: with so little traffic that it would be found in fewer than four cases of five,
     * the verdict is unknown. Default: twice as much (three times, of ratios), or half of what more is better of.
     */
    mustSeePercent: z.number().positive().max(10_000).optional(),
    /**
     * Change in the unit of the guardrail that is too small to matter: keeps two lock waits from being twice as bad as one. Default:
     * a tenth of the first threshold of a gauge or a ratio, else nothing.
     */
    smallestChange: z.number().min(0).optional(),
    /** How bad it is when it is told. */
    breach: z.enum(['warning', 'critical']).default('critical'),
  })
  .strict();

/** @public */
export type GuardrailComparison = z.infer<typeof guardrailComparisonSchema>;

const seconds = (iso: string) => parseDuration(iso) ?? 0;

const shared = {
  id: dnsLabelSchema,
  title: shortTextSchema,
  /** Which environments and services have it; what is left out means all. */
  scope: z
    .object({
      roles: z.array(serviceRoleSchema).min(1).optional(),
      hosting: z.array(hostingSchema).min(1).optional(),
    })
    .strict()
    .prefault({}),
  /** What a value is: it decides how numbers are written. A `ratio` lies between 0 and 1. */
  unit: z.enum([
    'seconds',
    'ratio',
    'bytes',
    'count',
    'per-second',
    'per-minute',
  ]),
  direction: z.enum(['lower-is-better', 'higher-is-better']),
  /** Beyond this it is a warning, in the unit. */
  warn: z.number().optional(),
  /** Beyond this it is critical, in the unit. */
  fail: z.number().optional(),
  compare: guardrailComparisonSchema.optional(),
  /** Length of the windows that values speak of, and the distance between them. */
  step: durationSchema.default('PT1M'),
  /** How long after the release it is watched. */
  window: durationSchema.default('PT1H'),
  /** How long after the release nothing is judged: workers start, caches fill. */
  settle: durationSchema.default('PT2M'),
  /** Requests that have to be seen before a word is said; nothing is asked where none are counted. */
  minSamples: z.number().int().min(1).default(30),
  /** Minutes that a breach has to last; what is shorter is none, and what was not measured for less than that can hide none. */
  minBreachMinutes: z.number().int().min(1).max(240).default(3),
  /** Share in the score of a release beside the other guardrails, and in the chance of a false alarm: what weighs more is found sooner. */
  weight: z.number().int().min(1).max(10).default(1),
  /** When it is breached, the release is, whatever the score says. */
  keyObjective: z.boolean().default(false),
  /**
   * What it means when the source answers that there is nothing: `critical` for what is always there, `unknown`, or `ignore` for what not
   * everybody has: unknown as well, and not counted. A source that does not answer is unknown in any case.
   */
  onNoData: z.enum(['critical', 'unknown', 'ignore']).default('unknown'),
  /** The business process that suffers: a well-known one, or one that tenants name. */
  businessProcess: dnsLabelSchema,
  /** What a breach leads to, by what the tenant's trade depends on; where it says nothing, a review. */
  actions: z
    .partialRecord(
      criticalitySchema,
      z.enum(['note', 'review', 'request-rollback']),
    )
    .default({}),
};

/**
 * A runtime indicator with thresholds, defined before the release that is judged by it.
 *
 * @public
 */
export const guardrailSchema = z
  .discriminatedUnion('kind', [
    z
      .object({
        ...shared,
        kind: z.literal('latency-quantile'),
        query: asked['latency-quantile'],
      })
      .strict(),
    z
      .object({ ...shared, kind: z.literal('ratio'), query: asked.ratio })
      .strict(),
    z
      .object({ ...shared, kind: z.literal('rate'), query: asked.rate })
      .strict(),
    z
      .object({ ...shared, kind: z.literal('gauge'), query: asked.gauge })
      .strict(),
  ])
  .superRefine((guardrail, ctx) => {
    const { warn, fail, compare, direction } = guardrail;
    const refuse = (path: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [path], message });
    if (warn === undefined && fail === undefined && !compare) {
      refuse('fail', 'write at least one of warn, fail and compare');
    }
    if (
      warn !== undefined &&
      fail !== undefined &&
      (direction === 'lower-is-better' ? warn > fail : warn < fail)
    ) {
      refuse('warn', 'warn must be reached before fail');
    }
    const step = seconds(guardrail.step);
    if (step < 1 || step > 3600) {
      refuse('step', 'write a step from PT1S to PT1H');
    }
    if (seconds(guardrail.settle) + 3 * step > seconds(guardrail.window)) {
      refuse('window', 'leave at least three steps between settle and window');
    }
    if (seconds(guardrail.window) > 1000 * step) {
      refuse('window', 'write a window of at most 1,000 steps');
    }
    if (
      guardrail.minBreachMinutes * 60 >
      seconds(guardrail.window) - seconds(guardrail.settle)
    ) {
      refuse(
        'minBreachMinutes',
        'a breach this long has no room in the window',
      );
    }
    if (
      direction === 'higher-is-better' &&
      guardrail.kind !== 'ratio' &&
      compare &&
      (compare.maxChangePercent >= 100 || (compare.mustSeePercent ?? 0) > 100)
    ) {
      refuse('compare', 'nothing falls by more than 100 percent');
    }
  });

/** @public */
export type Guardrail = z.infer<typeof guardrailSchema>;
