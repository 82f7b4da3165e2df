import type { BackupProblem } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  ToolOutputError,
  translateToolOutput,
  type BackupReportFormat,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { checksSchema } from './schema';
import { byServer, once } from './servers';

type Said = Pick<BackupProblem, 'status' | 'message' | 'remedy'>;

const noWal = (message: string, remedy: string): Said => ({
  status: 'critical',
  message,
  remedy,
});

const lessThanWanted = (message: string, remedy: string): Said => ({
  status: 'warning',
  message,
  remedy,
});

/** What it means that a line of the check failed; a line that is not named here is said by its name. */
const LINES: ReadonlyMap<string, Said> = new Map([
  [
    'receive_wal_running',
    noWal(
      'Barman receives no WAL: what happens now can’t be restored.',
      'Run barman cron and read Barman’s log.',
    ),
  ],
  [
    'replication_slot',
    noWal(
      'The replication slot that Barman receives WAL through is missing or not in use.',
      'Run barman receive-wal --create-slot, then barman cron.',
    ),
  ],
  [
    'wal_archive',
    noWal(
      'No WAL has arrived in Barman’s archive.',
      'Look at archive_command of the database server, then run barman switch-wal --force --archive.',
    ),
  ],
  [
    'wal_maximum_age',
    noWal(
      'The newest WAL is older than last_wal_maximum_age of Barman’s settings.',
      'Look at archive_command and at barman receive-wal.',
    ),
  ],
  [
    'archiver_errors',
    noWal(
      'WAL arrived that Barman could not archive: there may be a gap.',
      'Look into the folder errors of the server in Barman’s home.',
    ),
  ],
  [
    'continuous_archiving',
    noWal(
      'The database server archives no WAL.',
      'Look at archive_mode and archive_command of the database server.',
    ),
  ],
  [
    'archive_command',
    noWal(
      'The database server has no archive_command.',
      'Set archive_command as Barman’s manual says.',
    ),
  ],
  [
    'archive_mode',
    noWal(
      'The database server does not archive WAL.',
      'Set archive_mode to on and restart the database server.',
    ),
  ],
  [
    'systemid_coherence',
    noWal(
      'The backups are of another database cluster than the one that runs.',
      'Correct conninfo of the server, or begin with an empty folder and take a full backup.',
    ),
  ],
  [
    'failed_backups',
    lessThanWanted(
      'Barman keeps backups that failed. Those that ended well count in spite of them.',
      'Read barman show-backup of each, then delete it.',
    ),
  ],
  [
    'minimum_redundancy_requirements',
    lessThanWanted(
      'Fewer backups are kept than minimum_redundancy of Barman’s settings wants.',
      'Take a backup, and look at the job that takes them.',
    ),
  ],
  [
    'backup_maximum_age',
    lessThanWanted(
      'The last backup is older than last_backup_maximum_age of Barman’s settings.',
      'Look at the job that takes backups.',
    ),
  ],
  [
    'backup_minimum_size',
    lessThanWanted(
      'The last backup is smaller than last_backup_minimum_size of Barman’s settings.',
      'Look what is missing from it.',
    ),
  ],
  [
    'postgresql',
    lessThanWanted(
      'Barman can’t connect to the database server.',
      'Look at conninfo of the server, at the network and at the database server.',
    ),
  ],
  [
    'postgresql_streaming',
    lessThanWanted(
      'Barman can’t connect to the database server for streaming.',
      'Look at streaming_conninfo of the server and at pg_hba.conf.',
    ),
  ],
]);

/** More lines than any release of Barman has. */
const MAX_LINES = 200;

function problemOf(line: string, status: string): BackupProblem[] {
  if (status === 'OK') {
    return [];
  }
  const known = /^[a-z][a-z0-9_]{0,60}$/.test(line);
  const said: Said = LINES.get(line) ?? {
    status: 'warning',
    message: known
      ? `barman check fails at ${line.replaceAll('_', ' ')}.`
      : 'barman check fails at a line that is not known here.',
    remedy: 'Run barman check where the report is made.',
  };
  return [
    {
      id: known ? `barman-${line.replaceAll('_', '-')}` : 'barman-check-failed',
      ...said,
      ...(status !== 'FAILED' && { status: 'unknown' as const }),
    },
  ];
}

/**
 * Understands `barman -f json check`, line by line. Not its exit code: one failed backup of last year keeps that at 1, and hides when
 * WAL stops coming.
 */
export const barmanCheck: BackupReportFormat = {
  format: 'barman-check',
  command: 'barman -f json check all',
  translate: printed =>
    translateToolOutput(printed, documents =>
      byServer(documents, said => {
        const lines = Object.entries(checksSchema.parse(once(said)));
        if (lines.length === 0) {
          throw new ToolOutputError('The check has no lines.');
        }
        return [
          {
            kind: 'checks',
            tool: 'barman',
            problems: lines
              .slice(0, MAX_LINES)
              .flatMap(([line, { status }]) => problemOf(line, status)),
          },
        ];
      }),
    ),
};
