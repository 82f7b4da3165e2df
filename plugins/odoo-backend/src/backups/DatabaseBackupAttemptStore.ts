import type { Knex } from 'knex';
import type {
  BackupReading,
  StoredAttempt,
  WantedAttempts,
} from './BackupStore';

/** Targets that one statement looks at; SQLite puts together at most 500 selects. */
const LOOKS = 100;

interface AttemptRow {
  seq: number | string;
  source: string;
  target: string;
  by: BackupReading['by'];
  attempted_at: number | string;
  took_ms: number;
  status: BackupReading['status'];
  message: string | null;
}

/** The newest attempts about some targets: of each no more than are asked for in all, by the index, however many there are. */
export async function listAttempts(
  database: Knex,
  wanted: readonly WantedAttempts[],
  {
    beforeSeq,
    failuresOnly,
    limit,
  }: { beforeSeq?: number; failuresOnly: boolean; limit: number },
): Promise<StoredAttempt[]> {
  let newest: AttemptRow[] = [];
  for (let start = 0; start < wanted.length; start += LOOKS) {
    const selects = wanted
      .slice(start, start + LOOKS)
      .map(({ source, target, since }, index) => {
        const look = database('backup_attempts')
          .where({ source, target })
          .andWhere('attempted_at', '>=', since)
          .modify(query => {
            if (beforeSeq !== undefined) {
              query.andWhere('seq', '<', beforeSeq);
            }
            if (failuresOnly) {
              query.whereNotIn('status', ['observed', 'empty']);
            }
          })
          .orderBy('seq', 'desc')
          .limit(limit)
          .select('*');
        return database.from(look.as(`look_${index}`)).select('*');
      });
    const rows: AttemptRow[] = await database
      .from(database.unionAll(selects, false).as('attempts'))
      .orderBy('seq', 'desc')
      .limit(limit)
      .select('*');
    newest = [...newest, ...rows]
      .sort((a, b) => Number(b.seq) - Number(a.seq))
      .slice(0, limit);
  }
  return newest.map(row => ({
    seq: Number(row.seq),
    source: row.source,
    target: row.target,
    by: row.by,
    attemptedAt: Number(row.attempted_at),
    tookMs: row.took_ms,
    status: row.status,
    ...(row.message !== null && { message: row.message }),
  }));
}
