import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { OdooEntitiesProcessor } from './OdooEntitiesProcessor';

/**
 * Teaches the catalog the kinds OdooTenant and OdooEnvironment, what follows from them, and how they relate.
 *
 * @public
 */
export const catalogModuleOdoo = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'odoo',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addProcessor(new OdooEntitiesProcessor());
      },
    });
  },
});
