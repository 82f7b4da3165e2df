import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** `settings` of a source with the adapter `kubernetes-jobs`. */
export const settingsSchema = z
  .object({
    /** Kubernetes cluster, by the name in `kubernetes.clusterLocatorMethods`. */
    cluster: z.string().min(1).max(253),
    /** What the jobs make: dumps, or copies of files as of an instant. */
    makes: z.enum(['dump', 'snapshot']).default('dump'),
  })
  .strict();

/** `CronJob` of batch/v1, as far as it is used. */
export const cronJobSchema = z.object({
  spec: z.object({
    schedule: z.string(),
    suspend: z.boolean().nullish(),
  }),
  status: z
    .object({
      lastScheduleTime: kubernetesInstantSchema,
      lastSuccessfulTime: kubernetesInstantSchema,
    })
    .optional(),
});

/** `Job`. */
export const jobSchema = z.object({
  status: z
    .object({
      startTime: kubernetesInstantSchema,
      completionTime: kubernetesInstantSchema,
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            lastTransitionTime: kubernetesInstantSchema,
          }),
        )
        .nullish(),
    })
    .optional(),
});
