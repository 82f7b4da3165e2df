import { catalogOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../platform/cursor';
import type { OperationRouter } from '../platform/http';
import type { CatalogService } from './CatalogService';

const afterSchema = z.string().max(300);

/** Mounts the operations about tenants and environments. */
export function mountCatalogRoutes(
  http: OperationRouter,
  service: CatalogService,
): void {
  http.handle(
    catalogOperations.listEnvironments,
    { verb: 'releases.read' },
    async ({ query, credentials }) => {
      const { cursor, ...filter } = query;
      const { items, more } = await service.listEnvironments(
        { ...filter, after: decodeCursor(afterSchema, cursor) },
        credentials,
      );
      const last = items.at(-1);
      return {
        body: {
          items,
          ...(more && last
            ? { nextCursor: encodeCursor(last.environmentRef) }
            : {}),
        },
      };
    },
  );
}
