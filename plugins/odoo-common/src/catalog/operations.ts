import { z } from 'zod';
import { operation } from '../operation';
import { hostingSchema, stageSchema } from './environment';

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
        cursor: z.string().max(500).optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      })
      .strict(),
    response: z
      .object({
        items: z.array(environmentSummarySchema),
        nextCursor: z.string().optional(),
      })
      .strict(),
  }),
};
