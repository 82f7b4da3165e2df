import type { BackupAdapter } from '@odoo-fleet/backstage-plugin-odoo-node';
import { barmanAdapter } from './barman';
import { cloudNativePgAdapter } from './cloudnative-pg';
import { pgStatArchiverAdapter } from './pg-stat-archiver';
import { pgbackrestAdapter } from './pgbackrest';

/** The built-in kinds of backup sources, one a folder. */
export const backupAdapters: readonly BackupAdapter[] = [
  barmanAdapter,
  cloudNativePgAdapter,
  pgStatArchiverAdapter,
  pgbackrestAdapter,
];
