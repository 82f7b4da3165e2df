import type { BackupAdapter } from '@odoo-fleet/backstage-plugin-odoo-node';
import { cloudNativePgAdapter } from './cloudnative-pg';

/** The built-in kinds of backup sources, one a folder. */
export const backupAdapters: readonly BackupAdapter[] = [
  cloudNativePgAdapter,
];
