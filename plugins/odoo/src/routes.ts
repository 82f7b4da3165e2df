import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** Mount point of the Release risk tab on an entity page. */
export const releaseRiskRouteRef = createRouteRef({ id: 'odoo-release-risk' });

/** Path of the Release risk tab below an entity's page, in both frontend systems. */
export const RELEASE_RISK_PATH = '/release-risk';

/** Mount point of the Backup status tab on an entity page. */
export const backupStatusRouteRef = createRouteRef({
  id: 'odoo-backup-status',
});

/** Path of the Backup status tab below an entity's page, in both frontend systems. */
export const BACKUP_STATUS_PATH = '/backup-status';

/** Mount point of the plugin's own pages. */
export const odooRouteRef = createRouteRef({ id: 'odoo' });

/** Path of the plugin's own pages, which the gate's links to a release begin with. */
export const ODOO_PATH = '/odoo';

/** Page of one release. */
export const releaseRouteRef = createSubRouteRef({
  id: 'odoo-release',
  parent: odooRouteRef,
  path: '/releases/:releaseId',
});

/** What the whole fleet shows to be wrong. */
export const findingsRouteRef = createSubRouteRef({
  id: 'odoo-findings',
  parent: odooRouteRef,
  path: '/findings',
});

/** What pipelines sent and no environment took. */
export const eventsRouteRef = createSubRouteRef({
  id: 'odoo-events',
  parent: odooRouteRef,
  path: '/events',
});
