import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import type { FilterPredicate } from '@backstage/filter-predicates';
import {
  CatalogFilterBlueprint,
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';
import { RiShipLine } from '@remixicon/react';
import { odooApiRef } from './api';
import { isOdooSearchResult } from './catalog/searchResult';
import {
  BACKUP_STATUS_PATH,
  backupStatusRouteRef,
  eventsRouteRef,
  findingsRouteRef,
  ODOO_PATH,
  odooRouteRef,
  RELEASE_RISK_PATH,
  releaseRiskRouteRef,
  releaseRouteRef,
} from './routes';

const odooApi = ApiBlueprint.make({
  params: define =>
    define({
      api: odooApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new OdooClient(deps),
    }),
});

const environmentAndParts: FilterPredicate[] = [
  { kind: KIND_ODOO_TENANT },
  { kind: KIND_ODOO_ENVIRONMENT },
  {
    kind: 'Component',
    'metadata.annotations.odoofleet.io/environment': { $exists: true },
  },
];

/** An object, not a function, so that a portal can read and change it in its config. */
const judgedEntities: FilterPredicate = { $any: environmentAndParts };

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

/** What is judged, and the Resources that are backed up. */
const backedUpEntities: FilterPredicate = {
  $any: [
    ...environmentAndParts,
    {
      kind: 'Resource',
      'spec.type': { $in: ['database', 'filestore'] },
      'metadata.annotations.odoofleet.io/environment': { $exists: true },
    },
  ],
};

const backupStatusContent = EntityContentBlueprint.make({
  name: 'backup-status',
  params: {
    path: BACKUP_STATUS_PATH,
    title: 'Backup status',
    routeRef: backupStatusRouteRef,
    filter: backedUpEntities,
    loader: () =>
      import('./backups/BackupStatusTab').then(m => <m.BackupStatusTab />),
  },
});

const backupStatusCard = EntityCardBlueprint.make({
  name: 'backup-status',
  params: {
    type: 'content',
    filter: backedUpEntities,
    loader: () =>
      import('./backups/BackupStatusCard').then(m => <m.BackupStatusCard />),
  },
});

const odooPage = PageBlueprint.make({
  params: {
    path: ODOO_PATH,
    title: 'Odoo Fleet',
    icon: <RiShipLine />,
    routeRef: odooRouteRef,
    noHeader: true,
    loader: () => import('./OdooPages').then(m => <m.OdooPages />),
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

const environmentBindingsCard = EntityCardBlueprint.make({
  name: 'environment-bindings',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_ENVIRONMENT },
    loader: () =>
      import('./catalog/BindingsCard').then(m => <m.BindingsCard />),
  },
});

const environmentPlatformCard = EntityCardBlueprint.make({
  name: 'environment-platform',
  params: {
    type: 'content',
    filter: { kind: KIND_ODOO_ENVIRONMENT },
    loader: () =>
      import('./catalog/PlatformComponentsCard').then(m => (
        <m.PlatformComponentsCard />
      )),
  },
});

const findingsCard = EntityCardBlueprint.make({
  name: 'findings',
  params: {
    type: 'content',
    filter: {
      $any: [{ kind: KIND_ODOO_TENANT }, { kind: KIND_ODOO_ENVIRONMENT }],
    },
    loader: () =>
      import('./catalog/FindingsCard').then(m => <m.FindingsCard />),
  },
});

const serviceAboutCard = EntityCardBlueprint.make({
  name: 'service-about',
  params: {
    type: 'content',
    filter: {
      $any: [{ kind: 'Component' }, { kind: 'Resource' }].map(kind => ({
        $all: [
          kind,
          {
            'metadata.annotations.odoofleet.io/environment': { $exists: true },
          },
        ],
      })),
    },
    loader: () =>
      import('./catalog/ServiceAboutCard').then(m => <m.ServiceAboutCard />),
  },
});

const stageFilter = CatalogFilterBlueprint.make({
  name: 'stage',
  params: {
    loader: () =>
      import('./catalog/catalogFilters').then(m => <m.StagePicker />),
  },
});

const hostingFilter = CatalogFilterBlueprint.make({
  name: 'hosting',
  params: {
    loader: () =>
      import('./catalog/catalogFilters').then(m => <m.HostingPicker />),
  },
});

const seriesFilter = CatalogFilterBlueprint.make({
  name: 'series',
  params: {
    loader: () =>
      import('./catalog/catalogFilters').then(m => <m.SeriesPicker />),
  },
});

const criticalityFilter = CatalogFilterBlueprint.make({
  name: 'criticality',
  params: {
    loader: () =>
      import('./catalog/catalogFilters').then(m => <m.CriticalityPicker />),
  },
});

const searchResultListItem = SearchResultListItemBlueprint.make({
  params: {
    predicate: isOdooSearchResult,
    component: () =>
      import('./catalog/OdooSearchResultListItem').then(
        m => m.OdooSearchResultListItem,
      ),
  },
});

/**
 * Odoo Fleet in the portal, for the new frontend system: the tabs Release risk and Backup status, their overview cards, the page of one release, the cards about tenants,
 * environments and services, and filters and search results of the catalog.
 *
 * @public
 */
export const odooPlugin = createFrontendPlugin({
  pluginId: 'odoo',
  title: 'Odoo Fleet',
  icon: <RiShipLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    odoo: odooRouteRef,
    release: releaseRouteRef,
    events: eventsRouteRef,
    findings: findingsRouteRef,
    releaseRisk: releaseRiskRouteRef,
    backupStatus: backupStatusRouteRef,
  },
  extensions: [
    odooApi,
    odooPage,
    releaseRiskContent,
    releaseRiskCard,
    backupStatusContent,
    backupStatusCard,
    tenantAboutCard,
    tenantEnvironmentsCard,
    environmentAboutCard,
    environmentPartsCard,
    environmentBindingsCard,
    environmentPlatformCard,
    findingsCard,
    serviceAboutCard,
    stageFilter,
    hostingFilter,
    seriesFilter,
    criticalityFilter,
    searchResultListItem,
  ],
});
