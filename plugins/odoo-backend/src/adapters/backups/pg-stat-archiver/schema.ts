import { z } from 'zod';

const segment = z.string().max(64).nullish();
const time = z.string().max(64).nullish();

/** A row of the view `pg_stat_archiver` as JSON. Times are texts with an offset. */
export const archiverRowSchema = z.object({
  archived_count: z.number().int().min(0),
  last_archived_wal: segment,
  last_archived_time: time,
  failed_count: z.number().int().min(0),
  last_failed_wal: segment,
  last_failed_time: time,
});
