import { platformOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OperationRouter } from '../platform/http';
import type { PlatformFactsService } from './PlatformFactsService';

/** Mounts the operations about incidents and about work on platform components. */
export function mountPlatformRoutes(
  http: OperationRouter,
  facts: PlatformFactsService,
): void {
  http.handle(
    platformOperations.listIncidents,
    { verb: 'releases.read' },
    async ({ query, credentials }) => ({
      body: await facts.listIncidents(query.entityRef, credentials),
    }),
  );
  http.handle(
    platformOperations.listPlatformReleases,
    { verb: 'releases.read' },
    async ({ query, credentials }) => ({
      body: await facts.listPlatformReleases(query.entityRef, credentials),
    }),
  );
}
