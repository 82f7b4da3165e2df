import { z } from 'zod';

/** What `barman -f json` prints, as far as it is read. */

const id = z.string().min(1).max(512);

/** Seconds since 1970: a text in the releases that were seen. */
const epoch = z.union([
  z
    .string()
    .regex(/^\d{1,15}(\.\d{1,9})?$/)
    .transform(Number),
  z.number().min(0),
]);

const bytes = z.number().min(0).nullish();

export const checksSchema = z.record(
  z.string(),
  z.object({ status: z.string().max(40) }),
);

export const listedBackupSchema = z.object({
  backup_id: id,
  status: z.string().max(40),
  backup_type: z.string().max(40).nullish(),
  end_time_timestamp: epoch.nullish(),
  size_bytes: bytes,
});

export const listSchema = z.array(listedBackupSchema).max(5000);

export const shownBackupSchema = z.object({
  backup_id: id,
  status: z.string().max(40),
  backup_type: z.string().max(40).nullish(),
  base_backup_information: z
    .object({
      begin_time_timestamp: epoch.nullish(),
      end_time_timestamp: epoch.nullish(),
      disk_usage_bytes: bytes,
    })
    .nullish(),
  catalog_information: z
    .object({
      previous_backup: z.string().max(512).nullish(),
      next_backup: z.string().max(512).nullish(),
    })
    .nullish(),
});

export type ShownBackup = z.infer<typeof shownBackupSchema>;
