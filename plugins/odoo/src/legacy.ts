/**
 * The same components for apps on the legacy frontend system.
 *
 * @packageDocumentation
 */
import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';
import { odooApiRef } from './api';
import { releaseRiskRouteRef } from './routes';

/**
 * The plugin, with its API, for legacy apps.
 *
 * @public
 */
export const odooPlugin = createPlugin({
  id: 'odoo',
  routes: { releaseRisk: releaseRiskRouteRef },
  apis: [
    createApiFactory({
      api: odooApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new OdooClient(deps),
    }),
  ],
});

/**
 * Content of the tab Release risk; mount it at `/release-risk`.
 *
 * @public
 */
export const EntityReleaseRiskContent = odooPlugin.provide(
  createRoutableExtension({
    name: 'EntityReleaseRiskContent',
    mountPoint: releaseRiskRouteRef,
    component: () =>
      import('./releases/ReleaseRiskTab').then(m => m.ReleaseRiskTab),
  }),
);
