/**
 * The same components for apps on the legacy frontend system.
 *
 * @packageDocumentation
 */
import type { Entity } from '@backstage/catalog-model';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createSearchResultListItemExtension } from '@backstage/plugin-search-react';
import {
  ANNOTATION_ENVIRONMENT,
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { OdooClient } from '@odoo-fleet/backstage-plugin-odoo-common/client';
import { odooApiRef } from './api';
import { isOdooSearchResult } from './catalog/searchResult';
import {
  backupStatusRouteRef,
  eventsRouteRef,
  findingsRouteRef,
  odooRouteRef,
  releaseRiskRouteRef,
  releaseRouteRef,
} from './routes';

/**
 * The plugin, with its API, for legacy apps.
 *
 * @public
 */
export const odooPlugin = createPlugin({
  id: 'odoo',
  routes: {
    odoo: odooRouteRef,
    release: releaseRouteRef,
    events: eventsRouteRef,
    findings: findingsRouteRef,
    releaseRisk: releaseRiskRouteRef,
    backupStatus: backupStatusRouteRef,
  },
  apis: [
    createApiFactory({
      api: odooApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new OdooClient(deps),
    }),
  ],
});

/**
 * Whether an entity has a Release risk: a tenant, an environment, or a Component that names its environment. For the `if` of
 * an `EntityLayout.Route` or an `EntitySwitch.Case`.
 *
 * @public
 */
export function isOdooEntity(entity: Entity): boolean {
  return (
    isOdooTenantEntity(entity) ||
    isOdooEnvironmentEntity(entity) ||
    (entity.kind.toLocaleLowerCase('en-US') === 'component' &&
      entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT] !== undefined)
  );
}

/**
 * Whether an entity has a Backup status: what has a Release risk, and a database or filestore that names its environment. For the
 * `if` of an `EntityLayout.Route` or an `EntitySwitch.Case`.
 *
 * @public
 */
export function hasOdooBackups(entity: Entity): boolean {
  return (
    isOdooEntity(entity) ||
    (entity.kind.toLocaleLowerCase('en-US') === 'resource' &&
      (entity.spec?.type === 'database' || entity.spec?.type === 'filestore') &&
      entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT] !== undefined)
  );
}

/**
 * Content of the tab Release risk; mount it at `/release-risk`, the path that other pages link to.
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

/**
 * Content of the tab Backup status; mount it at `/backup-status`, the path that other pages link to.
 *
 * @public
 */
export const EntityBackupStatusContent = odooPlugin.provide(
  createRoutableExtension({
    name: 'EntityBackupStatusContent',
    mountPoint: backupStatusRouteRef,
    component: () =>
      import('./backups/BackupStatusTab').then(m => m.BackupStatusTab),
  }),
);

/**
 * Overview card with the word, what the worst process would lose now, at most three reasons and a link to the tab.
 *
 * @public
 */
export const EntityBackupStatusCard = odooPlugin.provide(
  createComponentExtension({
    name: 'EntityBackupStatusCard',
    component: {
      lazy: () =>
        import('./backups/BackupStatusCard').then(m => m.BackupStatusCard),
    },
  }),
);

/**
 * Pages of findings, of one release, and of events without an environment; mount it at `/odoo`, the path that the gate's answers link to.
 *
 * @public
 */
export const OdooFleetPage = odooPlugin.provide(
  createRoutableExtension({
    name: 'OdooFleetPage',
    mountPoint: odooRouteRef,
    component: () => import('./OdooPages').then(m => m.OdooPages),
  }),
);

/**
 * Overview card with the verdict word, at most three reasons and a link to the tab.
 *
 * @public
 */
export const EntityReleaseRiskCard = odooPlugin.provide(
  createComponentExtension({
    name: 'EntityReleaseRiskCard',
    component: {
      lazy: () =>
        import('./releases/ReleaseRiskCard').then(m => m.ReleaseRiskCard),
    },
  }),
);

/**
 * Card about a tenant; empty on other kinds.
 *
 * @public
 */
export const OdooTenantAboutCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooTenantAboutCard',
    component: {
      lazy: () =>
        import('./catalog/TenantAboutCard').then(m => m.TenantAboutCard),
    },
  }),
);

/**
 * Card with the environments of a tenant; empty on other kinds.
 *
 * @public
 */
export const OdooTenantEnvironmentsCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooTenantEnvironmentsCard',
    component: {
      lazy: () =>
        import('./catalog/TenantEnvironmentsCard').then(
          m => m.TenantEnvironmentsCard,
        ),
    },
  }),
);

/**
 * Card about an environment; empty on other kinds.
 *
 * @public
 */
export const OdooEnvironmentAboutCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooEnvironmentAboutCard',
    component: {
      lazy: () =>
        import('./catalog/EnvironmentAboutCard').then(
          m => m.EnvironmentAboutCard,
        ),
    },
  }),
);

/**
 * Card with the services and resources of an environment; empty on other kinds.
 *
 * @public
 */
export const OdooEnvironmentPartsCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooEnvironmentPartsCard',
    component: {
      lazy: () =>
        import('./catalog/EnvironmentPartsCard').then(
          m => m.EnvironmentPartsCard,
        ),
    },
  }),
);

/**
 * Card with what an environment claims outside, and whether it is confirmed; empty on other kinds.
 *
 * @public
 */
export const OdooEnvironmentBindingsCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooEnvironmentBindingsCard',
    component: {
      lazy: () => import('./catalog/BindingsCard').then(m => m.BindingsCard),
    },
  }),
);

/**
 * Card with the platform components that an environment shares; empty on other kinds.
 *
 * @public
 */
export const OdooEnvironmentPlatformCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooEnvironmentPlatformCard',
    component: {
      lazy: () =>
        import('./catalog/PlatformComponentsCard').then(
          m => m.PlatformComponentsCard,
        ),
    },
  }),
);

/**
 * Card with what the whole catalog shows to be wrong with a tenant or an environment; empty on other kinds.
 *
 * @public
 */
export const OdooFindingsCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooFindingsCard',
    component: {
      lazy: () => import('./catalog/FindingsCard').then(m => m.FindingsCard),
    },
  }),
);

/**
 * Card with the environment and tenant of a Component or Resource, its role and its health; empty on others.
 *
 * @public
 */
export const OdooServiceAboutCard = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooServiceAboutCard',
    component: {
      lazy: () =>
        import('./catalog/ServiceAboutCard').then(m => m.ServiceAboutCard),
    },
  }),
);

/**
 * Filter of the catalog's list by stage, for `filters` of `CatalogIndexPage`; nothing for kinds without it.
 *
 * @public
 */
export const OdooStagePicker = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooStagePicker',
    component: {
      lazy: () => import('./catalog/catalogFilters').then(m => m.StagePicker),
    },
  }),
);

/**
 * Filter of the catalog's list by hosting, for `filters` of `CatalogIndexPage`; nothing for kinds without it.
 *
 * @public
 */
export const OdooHostingPicker = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooHostingPicker',
    component: {
      lazy: () => import('./catalog/catalogFilters').then(m => m.HostingPicker),
    },
  }),
);

/**
 * Filter of the catalog's list by series of Odoo, for `filters` of `CatalogIndexPage`; nothing for kinds without it.
 *
 * @public
 */
export const OdooSeriesPicker = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooSeriesPicker',
    component: {
      lazy: () => import('./catalog/catalogFilters').then(m => m.SeriesPicker),
    },
  }),
);

/**
 * Filter of the catalog's list by criticality, for `filters` of `CatalogIndexPage`; nothing for kinds without it.
 *
 * @public
 */
export const OdooCriticalityPicker = odooPlugin.provide(
  createComponentExtension({
    name: 'OdooCriticalityPicker',
    component: {
      lazy: () =>
        import('./catalog/catalogFilters').then(m => m.CriticalityPicker),
    },
  }),
);

/**
 * A tenant or an environment among the results of the search page.
 *
 * @public
 */
export const OdooSearchResultListItem = odooPlugin.provide(
  createSearchResultListItemExtension({
    name: 'OdooSearchResultListItem',
    component: () =>
      import('./catalog/OdooSearchResultListItem').then(
        m => m.OdooSearchResultListItem,
      ),
    predicate: isOdooSearchResult,
  }),
);
