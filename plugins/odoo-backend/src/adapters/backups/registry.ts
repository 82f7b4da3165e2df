import type { BackupAdapter } from '@odoo-fleet/backstage-plugin-odoo-node';
import { barmanAdapter } from './barman';
import { certManagerAdapter } from './cert-manager';
import { cloudNativePgAdapter } from './cloudnative-pg';
import { externalSecretsAdapter } from './external-secrets';
import { gitConfigurationAdapter } from './git-configuration';
import { kubernetesJobsAdapter } from './kubernetes-jobs';
import { objectStorageAdapter } from './object-storage';
import { pgStatArchiverAdapter } from './pg-stat-archiver';
import { pgbackrestAdapter } from './pgbackrest';
import { prometheusAdapter } from './prometheus';
import { veleroAdapter } from './velero';

/** The built-in kinds of backup sources, one a folder. */
export const backupAdapters: readonly BackupAdapter[] = [
  barmanAdapter,
  cloudNativePgAdapter,
  pgStatArchiverAdapter,
  pgbackrestAdapter,
  certManagerAdapter,
  externalSecretsAdapter,
  kubernetesJobsAdapter,
  veleroAdapter,
  objectStorageAdapter,
  gitConfigurationAdapter,
  prometheusAdapter,
];
