import {
  createFetchedReports,
  type BackupAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { barmanListBackup, barmanShowBackup } from './backups';
import { barmanCheck } from './check';

const formats = [barmanListBackup, barmanShowBackup, barmanCheck];

/** Servers of Barman, by what it prints. */
export const barmanAdapter: BackupAdapter = {
  id: 'barman',
  formats,
  createReader: (settings, deps) =>
    createFetchedReports(formats, settings, deps),
};
