import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import type { FilterPredicate } from '@backstage/filter-predicates';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';
import { RiShipLine } from '@remixicon/react';
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
    { kind: KIND_ODOO_TENANT },
    { kind: KIND_ODOO_ENVIRONMENT },
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
    routeRef: releaseRiskRouteRef,
    filter: judgedEntities,
    loader: () =>
      import('./releases/ReleaseRiskTab').then(m => <m.ReleaseRiskTab />),
  },
});

const releaseRiskCard = EntityCardBlueprint.make({
  name: 'release-risk',
  params: {
    type: 'content',
    filter: judgedEntities,
    loader: () =>
      import('./releases/ReleaseRiskCard').then(m => <m.ReleaseRiskCard />),
  },
});

const tenantAboutCard = EntityCardBlueprint.make({
  name: 'tenant-about',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_TENANT },
    loader: () =>
      import('./catalog/TenantAboutCard').then(m => <m.TenantAboutCard />),
  },
});

const tenantEnvironmentsCard = EntityCardBlueprint.make({
  name: 'tenant-environments',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_TENANT },
    loader: () =>
      import('./catalog/TenantEnvironmentsCard').then(m => (
        <m.TenantEnvironmentsCard />
      )),
  },
});

const environmentAboutCard = EntityCardBlueprint.make({
  name: 'environment-about',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_ENVIRONMENT },
    loader: () =>
      import('./catalog/EnvironmentAboutCard').then(m => (
        <m.EnvironmentAboutCard />
      )),
  },
});

const environmentPartsCard = EntityCardBlueprint.make({
  name: 'environment-parts',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_ENVIRONMENT },
    loader: () =>
      import('./catalog/EnvironmentPartsCard').then(m => (
        <m.EnvironmentPartsCard />
      )),
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
  routes: { releaseRisk: releaseRiskRouteRef },
  extensions: [
    odooApi,
    releaseRiskContent,
    releaseRiskCard,
    tenantAboutCard,
    tenantEnvironmentsCard,
    environmentAboutCard,
    environmentPartsCard,
  ],
});
