import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** `settings` of a source with the adapter `cloudnative-pg`. */
export const settingsSchema = z
  .object({
    /** Kubernetes cluster, by the name in `kubernetes.clusterLocatorMethods`. */
    cluster: z.string().min(1).max(253),
  })
  .strict();

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().optional(),
  lastTransitionTime: kubernetesInstantSchema,
});

const optionalInstants = z
  .record(z.string(), kubernetesInstantSchema)
  .nullish()
  .transform(record => record ?? {});

/** `Cluster` of postgresql.cnpg.io/v1, as far as it is about backups. */
export const clusterSchema = z.object({
  spec: z.object({
    instances: z.number().int().optional(),
    backup: z
      .object({
        barmanObjectStore: z.looseObject({}).nullish(),
        retentionPolicy: z.string().optional(),
      })
      .nullish(),
    plugins: z
      .array(
        z.object({
          name: z.string(),
          enabled: z.boolean().default(true),
          isWALArchiver: z.boolean().default(false),
          parameters: z.record(z.string(), z.string()).default({}),
        }),
      )
      .nullish()
      .transform(plugins => plugins ?? []),
  }),
  status: z
    .object({
      currentPrimary: z.string().optional(),
      conditions: z.array(conditionSchema).nullish(),
      firstRecoverabilityPoint: kubernetesInstantSchema,
      lastSuccessfulBackup: kubernetesInstantSchema,
      lastFailedBackup: kubernetesInstantSchema,
      firstRecoverabilityPointByMethod: optionalInstants,
      lastSuccessfulBackupByMethod: optionalInstants,
    })
    .optional(),
});

export type CnpgCluster = z.output<typeof clusterSchema>;

/** `Backup`. */
export const backupSchema = z.object({
  spec: z.object({
    cluster: z.object({ name: z.string() }),
    pluginConfiguration: z
      .object({
        name: z.string().optional(),
        parameters: z.record(z.string(), z.string()).nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      method: z.string().optional(),
      startedAt: kubernetesInstantSchema,
      stoppedAt: kubernetesInstantSchema,
    })
    .optional(),
});

/** `ScheduledBackup`. */
export const scheduledBackupSchema = z.object({
  spec: z.object({
    cluster: z.object({ name: z.string() }),
    schedule: z.string(),
    suspend: z.boolean().nullish(),
  }),
  status: z
    .object({
      lastScheduleTime: kubernetesInstantSchema,
      nextScheduleTime: kubernetesInstantSchema,
    })
    .optional(),
});

/** `ObjectStore` of barmancloud.cnpg.io/v1. */
export const objectStoreSchema = z.object({
  spec: z.object({ retentionPolicy: z.string().optional() }),
  status: z
    .object({
      serverRecoveryWindow: z
        .record(
          z.string(),
          z.object({
            firstRecoverabilityPoint: kubernetesInstantSchema,
            lastSuccessfulBackupTime: kubernetesInstantSchema,
            lastFailedBackupTime: kubernetesInstantSchema,
          }),
        )
        .nullish(),
    })
    .optional(),
});

export type CnpgObjectStore = z.output<typeof objectStoreSchema>;

/** A pod of an instance. */
export const podSchema = z.object({
  spec: z.object({ nodeName: z.string().optional() }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string() }))
        .nullish(),
    })
    .optional(),
});
