import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { EntityContentLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Overview of tenants and environments: the verdict first, on a phone too, and nothing behind a hidden scroll bar. */
export const entityOverviewModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    EntityContentLayoutBlueprint.make({
      name: 'odoo-fleet',
      params: {
        filter: { kind: { $in: [KIND_ODOO_TENANT, KIND_ODOO_ENVIRONMENT] } },
        loader: () => import('./OverviewLayout').then(m => m.OverviewLayout),
      },
    }),
  ],
});
