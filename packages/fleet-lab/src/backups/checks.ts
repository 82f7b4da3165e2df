import { archiveListing, newestAndOldest } from './pgbackrest';
import type { ReportedDatabase } from './stanzas';
import { lastArchivedAt, walAt } from './wal';

const MINUTE = 60_000;

/** When the archiver of a database began to fail: half an hour before the story is told. */
export function archivingFailsFrom(
  { trouble }: ReportedDatabase,
  anchor: number,
): number | undefined {
  return trouble?.includes('archiver-failing')
    ? anchor - 31 * MINUTE
    : undefined;
}

/** What the view `pg_stat_archiver` says at an instant. */
export function pgStatArchiver(
  database: ReportedDatabase,
  now: number,
  anchor: number,
): string {
  const failsFrom = archivingFailsFrom(database, anchor);
  const archivedAt = lastArchivedAt(failsFrom ?? now);
  const iso = (instant: number) =>
    new Date(instant).toISOString().replace('Z', '000+00:00');
  return JSON.stringify({
    archived_count: 51_204,
    last_archived_wal: walAt(archivedAt),
    last_archived_time: iso(archivedAt),
    failed_count:
      failsFrom === undefined ? 0 : Math.ceil((now - failsFrom) / MINUTE),
    last_failed_wal: failsFrom === undefined ? null : walAt(failsFrom),
    last_failed_time: failsFrom === undefined ? null : iso(now - 20_000),
    stats_reset: '2026-01-04T03:11:02.832159+00:00',
  });
}

/** `1h31m7s`, as check_pgbackrest writes an age. */
function writeAge(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [
    Math.floor(total / 3600),
    Math.floor((total % 3600) / 60),
  ];
  return [
    hours > 0 ? `${hours}h` : '',
    hours > 0 || minutes > 0 ? `${minutes}m` : '',
    `${total % 60}s`,
  ].join('');
}

/**
 * What `check_pgbackrest --service=archives --output=json` prints at an instant, in the shape of version 2.3, and after it what
 * `pgbackrest repo-ls` says of the segments in which backups began, which it does not look at closely enough.
 */
export function checkPgbackrest(
  database: ReportedDatabase,
  now: number,
  anchor: number,
): string {
  const { oldest, newest } = newestAndOldest(database, now);
  const archivedAt = lastArchivedAt(
    archivingFailsFrom(database, anchor) ?? now,
  );
  const age = writeAge(now - archivedAt);
  const lost = database.trouble?.includes('wal-gap')
    ? walAt(newest.start)
    : undefined;
  const check = JSON.stringify([
    {
      service: 'WAL_ARCHIVES',
      message:
        lost === undefined
          ? `9120 unique WAL archived, latest archived since ${age}`
          : `wrong sequence, 1 missing file(s) (${lost} / ${lost})`,
      status:
        lost === undefined
          ? { code: 0, message: 'OK' }
          : { code: 2, message: 'CRITICAL' },
      long_message: {
        latest_archive: walAt(archivedAt),
        latest_archive_age: age,
        latest_bck: newest.label,
        latest_bck_archive_start: walAt(newest.start),
        latest_bck_type: newest.type,
        max_wal: walAt(archivedAt),
        min_wal: walAt(oldest.start),
        num_unique_archives: '9120',
        oldest_archive: walAt(oldest.start),
        oldest_bck: oldest.label,
        oldest_bck_archive_start: walAt(oldest.start),
        oldest_bck_type: oldest.type,
        ...(lost !== undefined && {
          num_missing_archives: '1',
          oldest_missing_archive: lost,
          latest_missing_archive: lost,
        }),
      },
    },
  ]);
  return `${check}\n${archiveListing(database, now, lost)}\n`;
}
