import { createHmac } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import eventsPlugin from '@backstage/plugin-events-backend';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import createKnex from 'knex';
import { githubSource } from '../releases/__testUtils__/githubBodies';
import type { Database } from '../platform/database';
import odooPlugin from '..';

/** What GitHub signs with. */
export const secret = 'the secret that GitHub signs with';

/** The value of `X-Hub-Signature-256`. */
export const sign = (body: string | Buffer, key = secret) =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: 'acme-production',
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': 'file:/acme.yaml' },
  },
  spec: {
    tenant: 'acme',
    owner: 'fashion',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [
      { source: githubSource, environmentId: 'production' },
      { source: 'https://ci.example.org/acme', environmentId: 'production' },
    ],
    kubernetes: { cluster: 'shared-eu', namespace: 'acme-production' },
    services: [{ role: 'web' }],
    database: { name: 'acme' },
  },
};

/** The part of the portal's module that checks signatures; the module loads its parts by import(), which jest can't. */
const { default: githubWebhook } = jest.requireActual<{
  default: BackendFeature;
}>(
  resolve(
    dirname(require.resolve('@backstage/plugin-events-backend-module-github')),
    'service/eventsModuleGithubWebhook.cjs.js',
  ),
);

/** Our plugin's database, and one in memory for the plugin of the events. */
const databasesOf = (knex: Database) =>
  createServiceFactory({
    service: coreServices.database,
    deps: {
      plugin: coreServices.pluginMetadata,
      lifecycle: coreServices.lifecycle,
    },
    factory({ plugin, lifecycle }) {
      if (plugin.getId() === 'odoo') {
        return { getClient: async () => knex };
      }
      const own = createKnex({
        client: 'better-sqlite3',
        connection: ':memory:',
        useNullAsDefault: true,
      });
      lifecycle.addShutdownHook(() => own.destroy());
      return { getClient: async () => own };
    },
  });

/** A portal with the real way in for GitHub's webhooks, whose environment binds a repository and a pipeline. */
export function startSignedPortal(
  knex: Database,
  {
    signed = true,
    verbs = ['events.write', 'gate.ask'],
    features = [] as BackendFeature[],
  } = {},
) {
  return startTestBackend({
    features: [
      odooPlugin,
      eventsPlugin,
      githubWebhook,
      databasesOf(knex),
      eventsServiceFactory,
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
      catalogServiceMock.factory({ entities: [environment] }),
      ...features,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          integrations: { github: [{ host: 'github.com', token: 'portal' }] },
          events: {
            useEventBus: 'never',
            ...(signed && { modules: { github: { webhookSecret: secret } } }),
          },
          odoo: {
            github: { machine: 'github' },
            rateLimit: { ingest: { perMinute: 100_000_000 } },
            machines: [
              {
                subject: 'github',
                environments: ['odooenvironment:default/acme-*'],
                verbs,
              },
              {
                subject: 'external:test-service',
                environments: ['*'],
                verbs,
              },
            ],
            claims: [
              {
                locations: ['file:/acme.yaml'],
                pipelines: [{ source: '*', environmentIds: ['production'] }],
              },
            ],
          },
        },
      }),
    ],
  });
}
