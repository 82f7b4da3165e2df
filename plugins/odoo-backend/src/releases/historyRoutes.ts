import { releaseHistoryOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OperationRouter } from '../platform/http';
import type { ReleaseHistoryService } from './ReleaseHistoryService';

/** Mounts the operation that says how the last releases went. */
export function mountHistoryRoutes(
  http: OperationRouter,
  history: ReleaseHistoryService,
): void {
  http.handle(
    releaseHistoryOperations.getReleaseHistory,
    { verb: 'releases.read' },
    async ({ query, credentials }) => ({
      body: await history.getHistory(query.entityRef, credentials),
    }),
  );
}
