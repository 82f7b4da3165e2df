import {
  catalogOperations,
  type SeriesSupport,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { decodeCursor } from '../platform/cursor';
import type { OperationRouter } from '../platform/http';
import { toPageBody } from '../platform/page';
import type { CatalogFactsService } from './CatalogFactsService';
import type { CatalogService } from './CatalogService';

const afterSchema = z.string().max(300);
const placeSchema = z
  .object({
    environmentRef: z.string().max(300),
    position: z.number().int().min(0),
  })
  .strict();
const findingIdSchema = z.string().max(64);

const verb = 'releases.read';

/** Mounts the operations about tenants and environments. */
export function mountCatalogRoutes(
  http: OperationRouter,
  services: {
    catalog: CatalogService;
    facts: CatalogFactsService;
    seriesSupport: readonly SeriesSupport[];
  },
): void {
  const { catalog, facts, seriesSupport } = services;

  http.handle(
    catalogOperations.listEnvironments,
    { verb },
    async ({ query, credentials }) => {
      const { cursor, ...filter } = query;
      return {
        body: toPageBody(
          await catalog.listEnvironments(
            { ...filter, after: decodeCursor(afterSchema, cursor) },
            credentials,
          ),
        ),
      };
    },
  );

  http.handle(
    catalogOperations.listBindings,
    { verb },
    async ({ query: { cursor, ...query }, credentials }) => {
      const after = decodeCursor(placeSchema, cursor);
      return {
        body: toPageBody(
          await facts.listBindings({ ...query, after }, credentials),
        ),
      };
    },
  );

  http.handle(
    catalogOperations.listFindings,
    { verb },
    async ({ query: { cursor, ...query }, credentials }) => {
      const after = decodeCursor(findingIdSchema, cursor);
      return {
        body: toPageBody(
          await facts.listFindings({ ...query, after }, credentials),
        ),
      };
    },
  );

  http.handle(
    catalogOperations.listWorkloads,
    { verb },
    async ({ query: { cursor, ...query }, credentials }) => {
      const after = decodeCursor(placeSchema, cursor);
      return {
        body: toPageBody(
          await facts.listWorkloads({ ...query, after }, credentials),
        ),
      };
    },
  );

  http.handle(catalogOperations.listSeriesSupport, { verb }, async () => ({
    body: { items: [...seriesSupport] },
  }));
}
