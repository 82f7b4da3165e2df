/* The portal's catalog on PostgreSQL with the fleet of the benchmark: the suite's kinds, or plain Components, or the projection too. */
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { answerQuestions } from './answerQuestions';
import { entitiesOf, fleet, plainComponents } from './catalogFleet';
import { portalConfig } from './portalConfig';

const tenants = Number(process.env.BENCH_TENANTS);
const declares = process.env.BENCH_DECLARES;

function declared(): Entity[] {
  if (declares === 'components') {
    return plainComponents(entitiesOf(tenants));
  }
  const all = fleet(tenants);
  return [...all.tenants, ...all.environments];
}

/** What is left of the kinds without the entities that follow: the projection reads tenants and environments alone. */
const takeKindsAsTheyAre = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'bench-kinds',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addProcessor({
          getProcessorName: () => 'bench-kinds',
          validateEntityKind: async entity => entity.kind.startsWith('Odoo'),
        });
      },
    });
  },
});

const provideFleet = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'bench-fleet',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addEntityProvider({
          getProviderName: () => 'bench-fleet',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: declared().map(entity => ({
                entity,
                locationKey: 'bench-fleet',
              })),
            }),
        });
      },
    });
  },
});

answerQuestions();
const backend = createBackend();
backend.add(
  mockServices.rootConfig.factory({
    data: {
      ...portalConfig('bench'),
      catalog: {
        rules: [
          { allow: ['Component', 'Resource', 'OdooTenant', 'OdooEnvironment'] },
        ],
        processingInterval: {
          seconds: Number(process.env.BENCH_PROCESSING_SECONDS),
        },
      },
      odoo: {
        // The benchmark starts each refresh itself
        catalog: {
          refresh: { frequency: { hours: 24 }, timeout: { minutes: 10 } },
        },
      },
    },
  }),
);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(provideFleet);
if (declares === 'fleet') {
  backend.add(
    import('@odoo-fleet/backstage-plugin-catalog-backend-module-odoo'),
  );
}
if (declares === 'projection') {
  backend.add(takeKindsAsTheyAre);
  backend.add(import('@odoo-fleet/backstage-plugin-odoo-backend'));
}
backend.start();
