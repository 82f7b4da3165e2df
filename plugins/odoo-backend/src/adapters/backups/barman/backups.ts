import type {
  Backup,
  BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  instantOfEpoch,
  ToolOutputError,
  translateToolOutput,
  type BackupReportFormat,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { listSchema, shownBackupSchema, type ShownBackup } from './schema';
import { byServer, once } from './servers';

const RUNNING = ['EMPTY', 'STARTED', 'SYNCING', 'WAITING_FOR_WALS'];

function stateOf(status: string): Pick<Backup, 'state' | 'message'> {
  if (status === 'DONE') {
    return { state: 'clean' };
  }
  if (RUNNING.includes(status)) {
    return status === 'WAITING_FOR_WALS'
      ? {
          state: 'running',
          message:
            'The WAL that makes it consistent has not arrived, so it can’t be restored yet.',
        }
      : { state: 'running' };
  }
  return {
    state: 'failed',
    message:
      status === 'FAILED'
        ? 'Barman says that it failed; barman show-backup says why.'
        : 'Barman calls its state by a word that is not known here.',
  };
}

function typeOf(type: string | null | undefined): Backup['type'] {
  return type === 'incremental' || type === 'snapshot' ? type : 'full';
}

interface BarmanBackup {
  backup_id: string;
  status: string;
  backup_type?: string | null;
  begin?: number | null;
  end?: number | null;
  bytes?: number | null;
}

function backupOf(item: BarmanBackup, takenAt: number): Backup {
  const { begin, end, bytes } = item;
  const ended = item.status === 'DONE' || item.status === 'WAITING_FOR_WALS';
  if (item.status === 'DONE' && typeof end !== 'number') {
    throw new ToolOutputError(
      'A backup that is done does not say when it ended.',
    );
  }
  return {
    // Its id is local time without a zone, so no instant is read out of it
    label: item.backup_id,
    type: typeOf(item.backup_type),
    ...stateOf(item.status),
    ...(typeof begin === 'number' && {
      startedAt: instantOfEpoch(begin, takenAt),
    }),
    ...(ended &&
      typeof end === 'number' && { stoppedAt: instantOfEpoch(end, takenAt) }),
    ...(typeof bytes === 'number' && { sizeBytes: bytes }),
  };
}

/** Oldest first; those that do not say when they ended by their ids, which begin with the date. */
function inOrder(backups: Backup[]): Backup[] {
  return backups.sort((a, b) => {
    if (a.label === b.label) {
      throw new ToolOutputError('A backup is in it twice.');
    }
    return a.label < b.label ? -1 : 1;
  });
}

function observation(backups: Backup[]): BackupObservation {
  return {
    kind: 'backups',
    tool: 'barman',
    backups: inOrder(backups),
    problems: [],
  };
}

/** Understands `barman -f json list-backup`. */
export const barmanListBackup: BackupReportFormat = {
  format: 'barman-list-backup',
  command: 'barman -f json list-backup all',
  translate: printed =>
    translateToolOutput(printed, documents =>
      byServer(documents, said => [
        observation(
          listSchema.parse(once(said)).map(item =>
            backupOf(
              {
                ...item,
                end: item.end_time_timestamp,
                bytes: item.size_bytes,
              },
              printed.takenAt,
            ),
          ),
        ),
      ]),
    ),
};

/** Barman says of each backup which comes before and after: without the first or the last, some are left out. */
function refuseParts(shown: readonly ShownBackup[]): void {
  const ids = new Set(shown.map(item => item.backup_id));
  const done = shown.filter(({ status }) => status === 'DONE');
  const whole = done.every(({ catalog_information: links }) =>
    [links?.previous_backup, links?.next_backup].every(
      link => !link || link.startsWith('-') || ids.has(link),
    ),
  );
  if (done.length === 0 || !whole) {
    throw new ToolOutputError(
      'These are not all backups that there are, and would pass for all: show each of barman list-backup --minimal in one report, or report barman list-backup.',
    );
  }
}

/** Understands `barman -f json show-backup` of every backup of a server, one after the other. */
export const barmanShowBackup: BackupReportFormat = {
  format: 'barman-show-backup',
  command: 'barman -f json show-backup main <each id>',
  translate: printed =>
    translateToolOutput(printed, documents =>
      byServer(documents, said => {
        const shown = said.map(item => shownBackupSchema.parse(item));
        refuseParts(shown);
        return [
          observation(
            shown.map(({ base_backup_information: base, ...item }) =>
              backupOf(
                {
                  ...item,
                  begin: base?.begin_time_timestamp,
                  end: base?.end_time_timestamp,
                  bytes: base?.disk_usage_bytes,
                },
                printed.takenAt,
              ),
            ),
          ),
        ];
      }),
    ),
};
