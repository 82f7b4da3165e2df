/* The suite's backend as it stands, with real authentication of a machine's token, on PostgreSQL; only the catalog is in memory. */
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { answerQuestions } from './answerQuestions';
import { createBareHandler } from './bareHandler';
import { portalConfig } from './portalConfig';
import {
  BENCH_ENVIRONMENTS,
  benchSource,
  benchEnvironmentName,
} from './workload';

const apiVersion = 'odoofleet.io/v1alpha1';

const tenant = {
  apiVersion,
  kind: 'OdooTenant',
  metadata: { namespace: 'default', name: 'bench' },
  spec: {
    owner: 'group:default/bench',
    criticality: 'standard',
    timeZone: 'Europe/Paris',
    calendars: [{ name: 'trading', windows: [] }],
  },
};

const environments = Array.from({ length: BENCH_ENVIRONMENTS }, (_, index) => ({
  apiVersion,
  kind: 'OdooEnvironment',
  metadata: {
    namespace: 'default',
    name: benchEnvironmentName(index),
    annotations: { 'backstage.io/managed-by-location': 'file:/bench.yaml' },
  },
  spec: {
    tenant: 'odootenant:default/bench',
    owner: 'group:default/bench',
    stage: 'production',
    hosting: 'multi-tenant',
    odoo: { series: '17.0', edition: 'enterprise' },
    kubernetes: { cluster: 'bench', namespace: benchEnvironmentName(index) },
    services: [{ role: 'web' }],
    database: { name: 'bench' },
    bindings: [
      {
        source: benchSource(index),
        environmentId: benchEnvironmentName(index),
      },
    ],
  },
}));

/** The bare handler once more, as a plugin's route behind the portal's check of the token: what a portal costs without the suite. */
const barePlugin = createBackendPlugin({
  pluginId: 'bench',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpAuth, httpRouter }) {
        const bare = await createBareHandler(process.env.BENCH_BARE_URL);
        const router = express.Router();
        router.post(
          '/events',
          (req, _res, next) => {
            httpAuth
              .credentials(req, { allow: ['user', 'service'] })
              .then(() => next(), next);
          },
          express.json({ type: () => true, limit: '1mb' }),
          bare.handle,
        );
        httpRouter.use(router);
      },
    });
  },
});

answerQuestions();
const backend = createBackend();
backend.add(
  mockServices.rootConfig.factory({
    data: {
      ...portalConfig('bench-pipeline'),
      odoo: {
        claims: [
          {
            locations: ['file:/bench.yaml'],
            pipelines: [{ source: '*', environmentIds: ['*'] }],
          },
        ],
        machines: [
          {
            subject: process.env.BENCH_SUBJECT ?? 'bench-pipeline',
            environments: ['*'],
            verbs: ['events.write', 'gate.ask', 'releases.read'],
          },
        ],
        // The benchmark is one sender; what it measures is the way to the database, not the limit
        rateLimit: {
          ingest: { perMinute: 100_000_000 },
          gate: { perMinute: 100_000_000 },
        },
      },
    },
  }),
);
backend.add(
  catalogServiceMock.factory({ entities: [tenant, ...environments] }),
);
backend.add(import('@odoo-fleet/backstage-plugin-odoo-backend'));
backend.add(barePlugin);
backend.start();
