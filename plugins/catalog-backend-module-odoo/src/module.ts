import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { ChangeAnnouncer } from './ChangeAnnouncer';
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
      deps: {
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ events, logger, processing }) {
        const announcer = new ChangeAnnouncer({ events, logger });
        processing.addProcessor(
          new OdooEntitiesProcessor({ onChange: ref => announcer.add(ref) }),
        );
      },
    });
  },
});
