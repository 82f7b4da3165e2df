import {
  createFetchedReports,
  type BackupAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { checkPgbackrest } from './check';
import { pgbackrestInfo } from './info';

const formats = [pgbackrestInfo, checkPgbackrest];

/** Repositories of pgBackRest, by what it and check_pgbackrest print. */
export const pgbackrestAdapter: BackupAdapter = {
  id: 'pgbackrest',
  formats,
  createReader: (settings, deps) =>
    createFetchedReports(formats, settings, deps),
};
