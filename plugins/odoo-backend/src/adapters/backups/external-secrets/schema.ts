import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** `settings` of a source with the adapter `external-secrets`. */
export const settingsSchema = z
  .object({
    /** Kubernetes cluster, by the name in `kubernetes.clusterLocatorMethods`. */
    cluster: z.string().min(1).max(253),
  })
  .strict();

/** `ExternalSecret` of external-secrets.io/v1: what it refers to is not looked at. */
export const externalSecretSchema = z.object({
  spec: z.object({ refreshInterval: z.string().optional() }).default({}),
  status: z
    .object({
      refreshTime: kubernetesInstantSchema,
      conditions: z
        .array(z.object({ type: z.string(), status: z.string() }))
        .nullish(),
    })
    .optional(),
});
