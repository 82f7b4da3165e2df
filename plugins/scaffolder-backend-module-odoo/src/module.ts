import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createValidateDescriptorsAction } from './validateDescriptors';

/**
 * Registers the suite's scaffolder actions.
 *
 * @public
 */
export const scaffolderModuleOdoo = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'odoo',
  register(env) {
    env.registerInit({
      deps: { actions: scaffolderActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions(createValidateDescriptorsAction());
      },
    });
  },
});
