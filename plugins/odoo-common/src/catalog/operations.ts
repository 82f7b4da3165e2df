import { z } from 'zod';
import { operation } from '../operation';
import { entityRefParameter, pageOf, pageParameters } from '../paging';
import { bindingSchema } from './bindings';
import { hostingSchema, stageSchema } from './environment';
import { findingKindSchema, findingSchema } from './findings';
import { workloadSchema } from './workloads';

const paging = pageParameters({ most: 500, unlessSaid: 100 });
const ofEntity = z
  .object({ entityRef: entityRefParameter, ...paging })
  .strict();

/**
 * An environment as the backend's projection of the catalog has it.
 *
 * @public
 */
export const environmentSummarySchema = z
  .object({
    environmentRef: z.string(),
    tenantRef: z.string(),
    ownerRef: z.string(),
    title: z.string(),
    stage: stageSchema,
    hosting: hostingSchema,
    series: z.string(),
  })
  .strict();

/** @public */
export type EnvironmentSummary = z.infer<typeof environmentSummarySchema>;

/**
 * Until when a series of Odoo gets fixes, as the portal's config says.
 *
 * @public
 */
export const seriesSupportSchema = z
  .object({
    series: z.string(),
    /** Last day of the vendor's standard support, ISO 8601 date. */
    until: z.iso.date(),
  })
  .strict();

/** @public */
export type SeriesSupport = z.infer<typeof seriesSupportSchema>;

/**
 * The REST operations about tenants and environments.
 *
 * @public
 */
export const catalogOperations = {
  listEnvironments: operation({
    method: 'get',
    path: '/environments',
    summary: 'Environments that the caller may see, by reference',
    query: z
      .object({
        tenant: z.string().max(300).optional(),
        stage: stageSchema.optional(),
        hosting: hostingSchema.optional(),
        ...paging,
      })
      .strict(),
    response: pageOf(environmentSummarySchema),
  }),
  listBindings: operation({
    method: 'get',
    path: '/bindings',
    summary:
      'What the environments of an entity claim outside, and whether the other side confirms it',
    query: ofEntity,
    response: pageOf(bindingSchema),
  }),
  listFindings: operation({
    method: 'get',
    path: '/findings',
    summary:
      'What only the whole catalog shows to be wrong: of an entity, or of everything that the caller may see',
    query: z
      .object({
        entityRef: entityRefParameter.optional(),
        kind: findingKindSchema.optional(),
        ...paging,
      })
      .strict(),
    response: pageOf(findingSchema),
  }),
  listWorkloads: operation({
    method: 'get',
    path: '/workloads',
    summary: 'Workloads of the environments of an entity, as last seen',
    query: ofEntity,
    response: pageOf(workloadSchema),
  }),
  listSeriesSupport: operation({
    method: 'get',
    path: '/series-support',
    summary: 'Until when each series of Odoo is supported',
    response: z.object({ items: z.array(seriesSupportSchema) }).strict(),
  }),
};
