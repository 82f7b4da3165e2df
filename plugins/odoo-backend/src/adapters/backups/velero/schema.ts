import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

/** `settings` of a source with the adapter `velero`. */
export const settingsSchema = z
  .object({
    /** Kubernetes cluster, by the name in `kubernetes.clusterLocatorMethods`. */
    cluster: z.string().min(1).max(253),
    /** Where Velero is installed. */
    namespace: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'write a namespace')
      .default('velero'),
  })
  .strict();

const count = z
  .number()
  .int()
  .nullish()
  .transform(value => value ?? 0);

/** `Backup` of velero.io/v1, as far as it is used. */
export const backupSchema = z.object({
  spec: z
    .object({
      storageLocation: z.string().optional(),
      includedNamespaces: z.array(z.string()).nullish(),
    })
    .default({}),
  status: z
    .object({
      phase: z.string().optional(),
      startTimestamp: kubernetesInstantSchema,
      completionTimestamp: kubernetesInstantSchema,
      expiration: kubernetesInstantSchema,
      errors: count,
      volumeSnapshotsAttempted: count,
      volumeSnapshotsCompleted: count,
      csiVolumeSnapshotsAttempted: count,
      csiVolumeSnapshotsCompleted: count,
      backupItemOperationsFailed: count,
    })
    .optional(),
});

export type VeleroBackupStatus = NonNullable<
  z.output<typeof backupSchema>['status']
>;

/** `Schedule`. */
export const scheduleSchema = z.object({
  spec: z.object({
    schedule: z.string(),
    paused: z.boolean().nullish(),
    template: z
      .object({
        ttl: z.string().optional(),
        storageLocation: z.string().optional(),
      })
      .nullish(),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      lastBackup: kubernetesInstantSchema,
    })
    .optional(),
});

/** `Restore`. */
export const restoreSchema = z.object({
  spec: z.object({
    backupName: z.string().optional(),
    scheduleName: z.string().optional(),
    includedNamespaces: z.array(z.string()).nullish(),
    namespaceMapping: z.record(z.string(), z.string()).nullish(),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      startTimestamp: kubernetesInstantSchema,
      completionTimestamp: kubernetesInstantSchema,
    })
    .optional(),
});

/** `BackupStorageLocation`; its credential is the name of a secret and is not looked at. */
export const storageLocationSchema = z.object({
  status: z.object({ phase: z.string().optional() }).optional(),
});
