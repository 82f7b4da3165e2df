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
import {
  ANNOTATION_ENVIRONMENT,
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
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
