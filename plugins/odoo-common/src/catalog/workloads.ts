import { z } from 'zod';
import { verdictStatusSchema } from '../verdict';
import { serviceRoleSchema } from './environment';

/**
 * A workload of an environment as its cluster had it at the last look. Read through a confirmed namespace only.
 *
 * @public
 */
export const workloadSchema = z
  .object({
    environmentRef: z.string(),
    /** The role that it runs; absent for one that no service of the environment accounts for. */
    role: serviceRoleSchema.optional(),
    cluster: z.string(),
    namespace: z.string(),
    kind: z.enum(['Deployment', 'StatefulSet']),
    /** Absent for a service that has no workload in the cluster. */
    name: z.string().optional(),
    desired: z.number().int().optional(),
    ready: z.number().int().optional(),
    /** Images of its containers. */
    images: z.array(z.string()),
    /** ok: all replicas ready. warning: some. critical: none, or the workload is missing. unknown: the cluster was not read. */
    status: verdictStatusSchema,
    message: z.string(),
    /** When the cluster was read, UTC; absent when it never was. */
    observedAt: z.iso.datetime().optional(),
  })
  .strict();

/** @public */
export type Workload = z.infer<typeof workloadSchema>;
