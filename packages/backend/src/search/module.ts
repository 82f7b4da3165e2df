import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  catalogCollatorExtensionPoint,
  defaultCatalogCollatorEntityTransformer,
} from '@backstage/plugin-search-backend-module-catalog';
import { odooSearchFields } from '@odoo-fleet/backstage-plugin-odoo-common';

/**
 * Puts names, addresses, databases and namespaces of tenants and environments into the search index. Here and not in a package of
 * the suite, since the catalog's collator takes one transformer only: it is the portal's to give.
 */
export const searchModuleOdoo = createBackendModule({
  pluginId: 'search',
  moduleId: 'odoo-fields',
  register(env) {
    env.registerInit({
      deps: { collator: catalogCollatorExtensionPoint },
      async init({ collator }) {
        collator.setEntityTransformer(entity => ({
          ...defaultCatalogCollatorEntityTransformer(entity),
          ...odooSearchFields(entity),
        }));
      },
    });
  },
});
