import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { backupPolicySchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { refuseDuplicates } from './configDuplicates';

/** Seconds, from whatever Backstage takes for a duration. */
const durationSchema = (least: number, most: number) =>
  z.unknown().transform((value, ctx) => {
    let seconds: number;
    try {
      seconds =
        durationToMilliseconds(
          readDurationFromConfig(new ConfigReader({ value: value as never }), {
            key: 'value',
          }),
        ) / 1000;
    } catch {
      seconds = NaN;
    }
    if (!(seconds >= least && seconds <= most)) {
      ctx.addIssue({
        code: 'custom',
        message: `write a duration between ${least} and ${most} seconds, e.g. { minutes: 15 }`,
      });
      return z.NEVER;
    }
    return seconds;
  });

const sourceSchema = z
  .object({
    name: z
      .string()
      .max(63)
      .regex(
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
        'write lower-case letters, digits and dashes',
      ),
    adapter: z.string().min(1).max(63),
    every: durationSchema(10, 31 * 86_400),
    timeout: durationSchema(1, 3600).default(60),
    offSite: z.boolean().optional(),
    encrypted: z.boolean().optional(),
    retentionDays: z.number().min(0).max(36_500).optional(),
    covers: z
      .object({
        buckets: z.array(z.string().min(1).max(1024)).default([]),
      })
      .strict()
      .prefault({}),
    // The adapter's own to check
    settings: z.unknown().optional(),
  })
  .strict();

/** `odoo.backups`. */
export const backupsSchema = z
  .object({
    sources: z
      .array(sourceSchema)
      .default([])
      .superRefine((sources, ctx) => {
        refuseDuplicates(sources, s => s.name, 'name', ctx);
      }),
    policy: backupPolicySchema.prefault({}),
    notices: z
      .object({ settle: durationSchema(0, 7 * 86_400).default(900) })
      .strict()
      .prefault({}),
  })
  .strict()
  .prefault({});

/** What the config says about backups, checked and with defaults; durations are in seconds. */
export type BackupSettings = z.output<typeof backupsSchema>;

/** One entry of `odoo.backups.sources[]`. */
export type BackupSourceSettings = BackupSettings['sources'][number];
