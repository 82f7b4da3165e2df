import { z } from 'zod';

/** `settings` of a source with the adapter `prometheus`. */
export const settingsSchema = z
  .object({
    /** Where the server answers, without `/api/v1`. */
    url: z
      .url({ protocol: /^https?$/, error: 'write an http(s) URL' })
      .max(2048)
      .refine(url => !/[?#@]/.test(url), {
        error: 'write it without ?, # and @; credentials go into headers',
      }),
    /** Whose metrics are read, and so which facts come of them. */
    exporter: z.enum(['postgres-exporter', 'cloudnative-pg', 'traefik']),
    /** Label whose value is the id; what is usual for the exporter, unless said. */
    label: z
      .string()
      .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/, {
        error: 'write the name of a label',
      })
      .optional(),
    headers: z.record(z.string().max(100), z.string().max(8192)).optional(),
    /** For one reading. */
    timeoutSeconds: z.number().min(1).max(60).default(20),
  })
  .strict();

export type Settings = z.output<typeof settingsSchema>;

/** Values are texts, so that what JSON has no number for can be said. */
const valueSchema = z.string().transform((text, context) => {
  switch (text) {
    case 'NaN':
      return NaN;
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) {
        context.addIssue('is no number');
      }
      return Number(text);
  }
});

const sampleSchema = z
  .tuple([z.number().positive().max(1e11), valueSchema])
  .transform(([seconds, value]) => ({ at: Math.round(seconds * 1000), value }));

const seriesSchema = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(sampleSchema).min(1),
});

/** A series as scraped, oldest sample first; `at` is the scrape, epoch milliseconds. */
export type Series = z.output<typeof seriesSchema>;
export type Sample = Series['values'][number];

/** A success of `/api/v1/query` for a range selector. Warnings say that it may be partial. */
export const answerSchema = z.object({
  status: z.literal('success'),
  warnings: z.array(z.unknown()).nullish(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(seriesSchema),
  }),
});

/** A failure of it: the text beside it is not looked at. */
export const refusalSchema = z.object({
  status: z.literal('error'),
  errorType: z.string(),
});
