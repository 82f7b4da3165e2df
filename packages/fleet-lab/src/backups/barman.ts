import { backupsAt } from './backupTimes';
import type { ReportedDatabase } from './stanzas';

const stamp = (instant: number) =>
  new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '');

/** What `barman -f json list-backup` prints at an instant: Barman takes fulls only, and an old one has failed. */
export function barmanListBackup(
  { stanza }: ReportedDatabase,
  now: number,
): string {
  const [failed, ...done] = backupsAt(now).filter(
    ({ type }) => type !== 'incr',
  );
  return JSON.stringify({
    [stanza]: [
      ...done.reverse().map(({ start, stop }) => ({
        backup_id: stamp(start),
        status: 'DONE',
        end_time: new Date(stop).toUTCString(),
        end_time_timestamp: String(Math.floor(stop / 1000)),
        size_bytes: 3_220_449_760,
        wal_size_bytes: 16_777_216,
        retention_status: 'VALID',
      })),
      { backup_id: stamp(failed.start), status: 'FAILED' },
    ],
  });
}

/** What `barman -f json check` prints: one old failed backup keeps its exit code at 1. */
export function barmanCheck({ stanza }: ReportedDatabase): string {
  const ok = { hint: '', status: 'OK' };
  return JSON.stringify({
    [stanza]: {
      archive_mode: ok,
      archiver_errors: ok,
      backup_maximum_age: ok,
      backup_minimum_size: ok,
      continuous_archiving: ok,
      directories: ok,
      failed_backups: {
        hint: 'there are 1 failed backups',
        status: 'FAILED',
      },
      minimum_redundancy_requirements: ok,
      postgresql: ok,
      receive_wal_running: ok,
      replication_slot: ok,
      retention_policy_settings: ok,
      wal_maximum_age: ok,
    },
  });
}
