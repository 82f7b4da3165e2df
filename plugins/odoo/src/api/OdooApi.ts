import { createApiRef } from '@backstage/frontend-plugin-api';
import type { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';

/**
 * What the components of this plugin ask the backend, always as the person who is signed in.
 *
 * @public
 */
export type OdooApi = Pick<
  OdooClient,
  | 'askForSignOff'
  | 'getBackupStatus'
  | 'getBackupTimeline'
  | 'getCalendar'
  | 'getRelease'
  | 'getReleaseHistory'
  | 'getReleaseRisk'
  | 'listBackupAttempts'
  | 'listBindings'
  | 'listDeadLetters'
  | 'listEnvironments'
  | 'listFindings'
  | 'listGateDecisions'
  | 'listIncidents'
  | 'listPlatformReleases'
  | 'listReleaseDecisions'
  | 'listReleases'
  | 'listRestoreDrills'
  | 'listSeriesSupport'
  | 'listUnattributedEvents'
  | 'listWorkloads'
  | 'overrideRelease'
  | 'revokeReleaseDecision'
  | 'signOffRelease'
>;

/**
 * Reference of the API that the components use. Both frontend systems come with `OdooClient` as its implementation; a portal
 * may put its own in its place.
 *
 * @public
 */
export const odooApiRef = createApiRef<OdooApi>().with({
  id: 'plugin.odoo.api',
  pluginId: 'odoo',
});
