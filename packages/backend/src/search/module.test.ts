import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import searchPlugin from '@backstage/plugin-search-backend';
import catalogCollator from '@backstage/plugin-search-backend-module-catalog';
import pgEngine from '@backstage/plugin-search-backend-module-pg';
import request from 'supertest';
import { searchModuleOdoo } from './module';

/** What the mock has beyond its declared type. */
type TestScheduler = ReturnType<typeof mockServices.scheduler> & {
  factory: typeof mockServices.scheduler.factory;
  waitForTask(id: string): Promise<void>;
};

const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name: 'bora-production', title: 'The shops of Bora' },
  spec: {
    tenant: 'bora-fashion',
    owner: 'group:default/bora-team',
    stage: 'production',
    hosting: 'multi-tenant',
    odoo: { series: '17.0', edition: 'community' },
    url: 'https://erp.bora.example/web',
    kubernetes: { cluster: 'shared-eu', namespace: 'fashion-live' },
    services: [{ role: 'web' }],
    database: { name: 'bora_db' },
  },
};

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'unrelated', description: 'Something else.' },
  spec: { type: 'library', lifecycle: 'experimental', owner: 'guests' },
};

const databases = TestDatabases.create({
  ids: ['POSTGRES_18', 'POSTGRES_17', 'POSTGRES_16', 'POSTGRES_15'],
  disableDocker: true,
});

/** The engine of a portal for one process, and the one that keeps its index in PostgreSQL. */
const engines: [name: string, features: () => Promise<BackendFeature[]>][] = [
  ['Lunr', async () => []],
  ...databases
    .eachSupportedId()
    .map<[string, () => Promise<BackendFeature[]>]>(([id]) => [
      id,
      async () => [
        pgEngine,
        mockServices.database.factory({ knex: await databases.init(id) }),
      ],
    ]),
];

describe.each(engines)('search by %s', (_name, features) => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  const find = async (term: string): Promise<{ document: object }[]> => {
    const answer = await request(server)
      .get('/api/search/query')
      .query({ term });
    return answer.body.results ?? [];
  };

  beforeAll(async () => {
    const scheduler = mockServices.scheduler() as TestScheduler;
    ({ server } = await startTestBackend({
      features: [
        searchPlugin,
        ...(await features()),
        catalogCollator,
        searchModuleOdoo,
        catalogServiceMock.factory({ entities: [environment, component] }),
        scheduler.factory({ skipTaskRunOnStartup: true }),
      ],
    }));
    for (const { id } of await scheduler.getScheduledTasks()) {
      const done = scheduler.waitForTask(id);
      await scheduler.triggerTask(id);
      await done;
    }
  }, 60_000);

  it('has other entities as ever', async () => {
    expect(await find('unrelated')).toHaveLength(1);
  });

  it.each([
    ['name', 'bora-production'],
    ['host', 'erp.bora.example'],
    ['address', 'https://erp.bora.example/web'],
    ['database', 'bora_db'],
    ['namespace', 'fashion-live'],
  ])('finds an environment by its %s', async (_what, term) => {
    const results = await find(term);
    expect(results.map(({ document }) => document)).toEqual([
      expect.objectContaining({
        title: 'The shops of Bora',
        kind: 'OdooEnvironment',
        type: 'multi-tenant',
        lifecycle: 'production',
        location: '/catalog/default/odooenvironment/bora-production',
      }),
    ]);
  });
});
