import { backupOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { decodeCursor } from '../platform/cursor';
import type { OperationRouter } from '../platform/http';
import { toPageBody } from '../platform/page';
import type { BackupReportService } from './BackupReportService';
import type { BackupService } from './BackupService';
import type { BackupTimelineService } from './BackupTimelineService';

/** Largest report: output as long as the schema takes, with what JSON adds to it. */
const MAX_REPORT_BYTES = 12_000_000;

const positionSchema = z
  .object({ occurredAt: z.number().int(), seq: z.number().int().min(0) })
  .strict();

const seqSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Mounts the operations about backups. */
export function mountBackupRoutes(
  http: OperationRouter,
  services: {
    backups: BackupService;
    timelines: BackupTimelineService;
    reports: BackupReportService;
  },
): void {
  const { backups, timelines, reports } = services;

  http.handle(
    backupOperations.getBackupStatus,
    { verb: 'backups.read' },
    async ({ query, credentials }) => ({
      body: await backups.getStatus(query.entityRef, credentials),
    }),
  );

  http.handle(
    backupOperations.getBackupTimeline,
    { verb: 'backups.read' },
    async ({ query, credentials }) => ({
      body: await timelines.getTimeline(query, credentials),
    }),
  );

  http.handle(
    backupOperations.listBackupAttempts,
    { verb: 'backups.read' },
    async ({ query, credentials }) => {
      const beforeSeq = decodeCursor(seqSchema, query.cursor);
      return {
        body: toPageBody(
          await backups.listAttempts(
            { ...query, ...(beforeSeq !== undefined && { beforeSeq }) },
            credentials,
          ),
        ),
      };
    },
  );

  http.handle(
    backupOperations.listRestoreDrills,
    { verb: 'backups.read' },
    async ({ query, credentials }) => {
      const after = decodeCursor(positionSchema, query.cursor);
      return {
        body: toPageBody(
          await backups.listDrills(
            { ...query, ...(after && { after }) },
            credentials,
          ),
        ),
      };
    },
  );

  http.handle(
    backupOperations.reportBackups,
    {
      verb: 'backups.report',
      rateLimit: 'reports',
      maxBodyBytes: MAX_REPORT_BYTES,
    },
    async ({ body, credentials, audit }) => {
      const { source, format, id } = body;
      const event = await audit({
        eventId: 'backup-report',
        severityLevel: 'low',
        meta: { source, format, id },
      });
      try {
        const answer = await reports.report(body, credentials);
        await event.success({
          meta: {
            status: answer.status,
            targets: answer.targets.length,
            refused: answer.refused.length,
          },
        });
        return { body: answer };
      } catch (error) {
        await event.fail({ error: error as Error });
        throw error;
      }
    },
  );
}
