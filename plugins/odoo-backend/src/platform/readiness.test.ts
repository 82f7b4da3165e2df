import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import createKnex from 'knex';
import request from 'supertest';
import odooPlugin, { odooReadinessServiceRef } from '..';
import { storeDatabases } from './__testUtils__/testDatabases';
import { openDatabase, type Database } from './database';
import { DatabaseReadinessStore } from './DatabaseReadinessStore';
import { DatabaseReadiness, type ReadinessStore } from './readiness';

const PROJECTION = 'odoo-catalog-projection';

function create(store: Partial<ReadinessStore>) {
  const logger = mockServices.logger.mock();
  const readiness = DatabaseReadiness.create({
    store: {
      countPendingMigrations: async () => 0,
      lastSuccess: async () => 1,
      markSucceeded: async () => {},
      ...store,
    },
    logger,
    tasks: [{ id: PROJECTION, reason: 'Nothing has been read yet.' }],
  });
  return { readiness, logger };
}

// Databases are made and migrated; on a busy machine that takes a while
jest.setTimeout(60_000);

describe('DatabaseReadiness', () => {
  const databases = storeDatabases();

  it('says no secret of a database that fails, and tells a change once', async () => {
    const lastSuccess = jest
      .fn()
      .mockRejectedValueOnce(new Error('password secret refused at 10.0.0.1'))
      .mockRejectedValueOnce(new Error('password secret refused at 10.0.0.1'))
      .mockResolvedValue(1);
    const { readiness, logger } = create({ lastSuccess });

    for (const reasons of [
      ['The database does not answer.'],
      ['The database does not answer.'],
      [],
      [],
    ]) {
      await expect(readiness.reasons()).resolves.toEqual(reasons);
    }
    expect(logger.warn.mock.calls).toEqual([
      ['Not ready: The database does not answer.'],
    ]);
    expect(logger.info.mock.calls).toEqual([['Ready']]);
  });

  it('asks a database that hangs one question, however often it is probed, and recovers with it', async () => {
    let answer = (_: number) => {};
    const lastSuccess = jest.fn(
      () =>
        new Promise<number>(resolve => {
          answer = resolve;
        }),
    );
    const { readiness } = create({ lastSuccess });

    await expect(
      Promise.all([readiness.reasons(), readiness.reasons()]),
    ).resolves.toEqual([
      ['The database does not answer in time.'],
      ['The database does not answer in time.'],
    ]);
    expect(lastSuccess).toHaveBeenCalledTimes(1);
    answer(1);
    await new Promise(resolve => setImmediate(resolve));
    const next = readiness.reasons();
    await new Promise(resolve => setImmediate(resolve));
    answer(1);
    await expect(next).resolves.toEqual([]);
  });

  describe.each(databases.each())('on %s', id => {
    it('waits for migrations, then for the first success of a task on any replica', async () => {
      const knex = await databases.empty(id);
      const store = DatabaseReadinessStore.create({ knex });
      const { readiness } = create({
        countPendingMigrations: () => store.countPendingMigrations(),
        lastSuccess: task => store.lastSuccess(task),
      });

      await expect(readiness.reasons()).resolves.toEqual([
        expect.stringMatching(/^\d+ migration\(s\) of the database wait/),
      ]);
      await openDatabase({ getClient: async () => knex });
      await expect(readiness.reasons()).resolves.toEqual([
        'Nothing has been read yet.',
      ]);
      const replica = DatabaseReadinessStore.create({ knex });
      await replica.markSucceeded(PROJECTION, 1_795_000_000_000);
      await replica.markSucceeded(PROJECTION, 1_795_000_000_001);
      await expect(readiness.reasons()).resolves.toEqual([]);
      await expect(store.lastSuccess(PROJECTION)).resolves.toBe(
        1_795_000_000_001,
      );
    });

    it('answers anybody who asks the plugin, and the portal, what keeps it from serving', async () => {
      const knex = await databases.empty(id);
      const { server, probe } = await start(knex);

      await request(server)
        .get('/api/odoo/health/readiness')
        .expect(503, {
          status: 'error',
          reasons: ['Tenants and environments have not been read yet.'],
        });
      await expect(probe()).resolves.toHaveLength(1);

      await DatabaseReadinessStore.create({ knex }).markSucceeded(
        PROJECTION,
        1,
      );
      await request(server)
        .get('/api/odoo/health/readiness')
        .expect(200, { status: 'ok' });
      await expect(probe()).resolves.toEqual([]);

      await knex.destroy();
      await request(server)
        .get('/api/odoo/health/readiness')
        .expect(503, {
          status: 'error',
          reasons: ['The database does not answer.'],
        });
    });
  });

  it.each(databases.each().filter(([id]) => id !== 'SQLITE_3'))(
    'lets replicas on %s that start together migrate once',
    async id => {
      const first = await databases.empty(id);
      const { connection } = first.client.config;
      const others = [1, 2, 3, 4, 5].map(() =>
        createKnex({ client: 'pg', connection }),
      );
      try {
        await Promise.all(
          [first, ...others].map(knex =>
            openDatabase({ getClient: async () => knex }),
          ),
        );
        const rows = await first('knex_migrations').select('name', 'batch');
        expect(new Set(rows.map(row => row.name)).size).toBe(rows.length);
        expect(new Set(rows.map(row => row.batch))).toEqual(new Set([1]));
        await expect(
          DatabaseReadinessStore.create({
            knex: first,
          }).countPendingMigrations(),
        ).resolves.toBe(0);
      } finally {
        await Promise.all(others.map(knex => knex.destroy()));
      }
    },
  );
});

/** The plugin with a scheduler that runs nothing, so that the catalog is not read. */
async function start(knex: Database) {
  let probe = async (): Promise<string[]> => ['not started'];
  const { server } = await startTestBackend({
    features: [
      odooPlugin,
      createBackendPlugin({
        pluginId: 'prober',
        register(env) {
          env.registerInit({
            deps: {
              readiness: odooReadinessServiceRef,
              logger: coreServices.logger,
            },
            async init({ readiness }) {
              probe = () => readiness.reasons();
            },
          });
        },
      }),
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      mockServices.database.factory({ knex }),
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost:3000' } },
      }),
    ],
  });
  return { server, probe: () => probe() };
}
