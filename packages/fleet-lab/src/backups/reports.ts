import { barmanCheck, barmanListBackup } from './barman';
import { checkPgbackrest, pgStatArchiver } from './checks';
import { pgbackrestInfo } from './pgbackrest';
import { type ReportedDatabase, reportedDatabases } from './stanzas';

const DAY = 24 * 3_600_000;

/** Body of `POST /backup-reports`. */
export interface BackupReportBody {
  source: string;
  format: string;
  id?: string;
  takenAt: string;
  output: string;
  exitCode: number;
}

/** What the job beside one database reports at an instant. */
function reportsOf(
  database: ReportedDatabase,
  now: number,
  anchor: number,
): BackupReportBody[] {
  const { source, stanza, tool, trouble } = database;
  // A job that has died says the same for ever: what it saw last
  const at = trouble?.includes('silent-reporter') ? anchor - 3 * DAY : now;
  const report = (
    format: string,
    output: string,
    id?: string,
    exitCode = 0,
  ): BackupReportBody => ({
    source,
    format,
    ...(id !== undefined && { id }),
    takenAt: new Date(at).toISOString(),
    output,
    exitCode,
  });
  const archiver = report(
    'pg-stat-archiver',
    pgStatArchiver(database, at, anchor),
    stanza,
  );
  switch (tool) {
    case 'none':
      return [archiver];
    case 'barman':
      return [
        report('barman-list-backup', barmanListBackup(database, at), stanza),
        report('barman-check', barmanCheck(database), stanza, 1),
        archiver,
      ];
    default:
      return [
        report('pgbackrest-info', pgbackrestInfo(database, at), stanza),
        report(
          'check-pgbackrest',
          checkPgbackrest(database, at, anchor),
          stanza,
          trouble?.includes('wal-gap') ? 2 : 0,
        ),
        archiver,
      ];
  }
}

/**
 * Everything that the jobs beside the databases of the fleet report at an instant. `anchor` is when the story is told from: what is
 * broken has been so since shortly before.
 */
export function backupReports(now: Date, anchor: Date): BackupReportBody[] {
  return reportedDatabases.flatMap(database =>
    reportsOf(database, now.getTime(), anchor.getTime()),
  );
}
