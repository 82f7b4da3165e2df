import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import type { FilterPredicate } from '@backstage/filter-predicates';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiShipLine } from '@remixicon/react';
import { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';
import { odooApiRef } from './api';
import { RELEASE_RISK_PATH, releaseRiskRouteRef } from './routes';

const odooApi = ApiBlueprint.make({
  params: define =>
    define({
      api: odooApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new OdooClient(deps),
    }),
});

/** An object, not a function, so that a portal can read and change it in its config. */
const judgedEntities: FilterPredicate = {
  $any: [
    { kind: 'OdooTenant' },
    { kind: 'OdooEnvironment' },
    {
      kind: 'Component',
      'metadata.annotations.odoofleet.io/environment': { $exists: true },
    },
  ],
};

const releaseRiskContent = EntityContentBlueprint.make({
  name: 'release-risk',
  params: {
    path: RELEASE_RISK_PATH,
    title: 'Release risk',
    group: 'deployment',
    routeRef: releaseRiskRouteRef,
    filter: judgedEntities,
    loader: () =>
      import('./releases/ReleaseRiskTab').then(m => <m.ReleaseRiskTab />),
  },
});

/**
 * Odoo Fleet in the portal, for the new frontend system: the Release risk tab, its overview card and the cards about tenants
 * and environments.
 *
 * @public
 */
export const odooPlugin = createFrontendPlugin({
  pluginId: 'odoo',
  title: 'Odoo Fleet',
  icon: <RiShipLine />,
  info: { packageJson: () => import('../package.json') },
  extensions: [odooApi, releaseRiskContent],
});
