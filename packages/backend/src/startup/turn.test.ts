import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { startupTurn } from './turn';

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15', 'POSTGRES_16', 'POSTGRES_17', 'POSTGRES_18'],
});

/** A replica that asks for its turn; `started` ends it. */
function replica(database: JsonObject) {
  let started = async () => {};
  const logger = mockServices.rootLogger.mock();
  const turn = ServiceFactoryTester.from(startupTurn, {
    dependencies: [
      mockServices.rootConfig.factory({ data: { backend: { database } } }),
      logger.factory,
      createServiceFactory({
        service: coreServices.rootLifecycle,
        deps: {},
        factory: () => ({
          addStartupHook(hook) {
            started = async () => hook();
          },
          addBeforeShutdownHook() {},
          addShutdownHook() {},
        }),
      }),
    ],
  }).getSubject();
  return { turn: Promise.resolve(turn), logger, started: () => started() };
}

describe('startupTurn', () => {
  it('is nobody’s on SQLite, which has one process', async () => {
    const database = { client: 'better-sqlite3', connection: ':memory:' };
    await replica(database).turn;
    await expect(replica(database).turn).resolves.toEqual({});
  });

  it.each(databases.eachSupportedId().filter(([id]) => id !== 'SQLITE_3'))(
    'is taken by one replica after another on %s',
    async id => {
      const knex = await databases.init(id);
      const database = {
        client: 'pg',
        connection: knex.client.config.connection,
      };
      const first = replica(database);
      await first.turn;

      const second = replica(database);
      let secondHasIt = false;
      const waiting = second.turn.then(() => {
        secondHasIt = true;
      });
      while (!second.logger.info.mock.calls.length) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(second.logger.info).toHaveBeenCalledWith(
        'Another replica is starting; waiting for it',
      );
      await new Promise(resolve => setTimeout(resolve, 200));
      expect(secondHasIt).toBe(false);

      await first.started();
      await waiting;
      await second.started();
      const { rows } = await knex.raw(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
      );
      expect(rows).toEqual([{ count: '0' }]);
    },
  );
});
