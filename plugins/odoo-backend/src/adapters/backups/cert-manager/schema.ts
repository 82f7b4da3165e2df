import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** `settings` of a source with the adapter `cert-manager`. */
export const settingsSchema = z
  .object({
    /** Kubernetes cluster, by the name in `kubernetes.clusterLocatorMethods`. */
    cluster: z.string().min(1).max(253),
  })
  .strict();

/** `Certificate` of cert-manager.io/v1: the secret that it names is not looked at. */
export const certificateSchema = z.object({
  status: z
    .object({
      notAfter: kubernetesInstantSchema,
      conditions: z
        .array(z.object({ type: z.string(), status: z.string() }))
        .nullish(),
    })
    .optional(),
});
