import { z } from 'zod';

/** `settings` of a source with the adapter `object-storage`. */
export const settingsSchema = z
  .object({
    region: z.string().min(1).max(100).default('us-east-1'),
    /** Of a store that is not AWS. */
    endpoint: z
      .url({ protocol: /^https?$/, error: 'write an http(s) URL' })
      .optional(),
    /** Bucket in the path and not in the host name; true when there is an endpoint, unless said. */
    forcePathStyle: z.boolean().optional(),
    /** Else what the backend runs with: environment, workload identity, instance. */
    credentials: z
      .object({
        accessKeyId: z.string().min(1),
        secretAccessKey: z.string().min(1),
        sessionToken: z.string().min(1).optional(),
      })
      .strict()
      .optional(),
    /** For one answer. */
    timeoutSeconds: z.number().positive().max(60).default(10),
  })
  .strict();

export type Settings = z.output<typeof settingsSchema>;
