import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  createFetchedReports,
  instantOfText,
  ToolOutputError,
  translateToolOutput,
  type BackupAdapter,
  type BackupReportFormat,
  type ToolOutputPart,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { archiverRowSchema } from './schema';

/** A segment, a part of one, a backup label or a time line's history; nothing else is repeated. */
const ARCHIVED = /^[0-9A-F]{8}[0-9A-F.a-z]{0,56}$/;

function walName(name: string | null | undefined): string | undefined {
  return name && ARCHIVED.test(name) ? name : undefined;
}

function understandRow(document: unknown, takenAt: number): BackupObservation {
  // `json_agg` gives a list of the view's one row, `row_to_json` the row
  const row = archiverRowSchema.parse(
    Array.isArray(document) && document.length === 1 ? document[0] : document,
  );
  const archivedAt = row.last_archived_time
    ? instantOfText(row.last_archived_time, takenAt)
    : undefined;
  const failedAt = row.last_failed_time
    ? instantOfText(row.last_failed_time, takenAt)
    : undefined;
  const archivedWal = walName(row.last_archived_wal);
  const failedWal = walName(row.last_failed_wal);
  return {
    kind: 'archiver',
    // In one second both may have happened, and what is retried comes later
    failing:
      failedAt !== undefined &&
      (archivedAt === undefined ||
        Date.parse(failedAt) >= Date.parse(archivedAt)),
    ...(archivedAt && { lastArchivedAt: archivedAt }),
    ...(archivedWal && { lastArchivedWal: archivedWal }),
    ...(failedAt && { lastFailedAt: failedAt }),
    ...(failedWal && { lastFailedWal: failedWal }),
    failedCount: row.failed_count,
  };
}

/** Understands the view `pg_stat_archiver` of a PostgreSQL server as JSON. */
const pgStatArchiver: BackupReportFormat = {
  format: 'pg-stat-archiver',
  command: 'psql -XAtc "select row_to_json(a) from pg_stat_archiver a"',
  translate: printed =>
    translateToolOutput(printed, (documents): ToolOutputPart[] => {
      const { id, takenAt } = printed;
      if (id === undefined) {
        throw new ToolOutputError(
          'pg_stat_archiver does not say whose it is: send the stanza or server as id.',
        );
      }
      if (documents.length !== 1) {
        throw new ToolOutputError('Report the row of pg_stat_archiver once.');
      }
      return [{ id, understand: () => [understandRow(documents[0], takenAt)] }];
    }),
};

/** What the database server itself says about the archiving of its WAL. */
export const pgStatArchiverAdapter: BackupAdapter = {
  id: 'pg-stat-archiver',
  formats: [pgStatArchiver],
  createReader: (settings, deps) =>
    createFetchedReports([pgStatArchiver], settings, deps),
};
