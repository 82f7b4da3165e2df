import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import createKnex from 'knex';
import { migrationsDirectory, type Database } from '../database';

const POSTGRES_IDS: TestDatabaseId[] = [
  'POSTGRES_15',
  'POSTGRES_16',
  'POSTGRES_17',
  'POSTGRES_18',
];

/**
 * A database in memory for each plugin of a test backend, closed when that stops. The manager of Backstage 1.55 means to close its
 * own ones and throws before it does, so their pools keep a jest worker alive.
 */
export const closingDatabases = createServiceFactory({
  service: coreServices.database,
  deps: { lifecycle: coreServices.lifecycle },
  factory({ lifecycle }) {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    lifecycle.addShutdownHook(() => knex.destroy());
    return {
      async getClient() {
        await knex.raw('PRAGMA foreign_keys = ON');
        return knex;
      },
    };
  },
});

/** The databases that a store is tested on: SQLite, and each PostgreSQL that the environment names a server for. */
export interface StoreDatabases {
  /** Rows for `describe.each` and `it.each`. */
  each(): [TestDatabaseId][];
  /** An empty database without tables. */
  empty(id: TestDatabaseId): Promise<Database>;
  /** An empty database with all tables. */
  migrated(id: TestDatabaseId): Promise<Database>;
}

/**
 * Call it once at the top of a test file. PostgreSQL takes part when BACKSTAGE_TEST_DATABASE_POSTGRESnn_CONNECTION_STRING is set;
 * with ODOO_REQUIRE_POSTGRES=1 its absence fails the file instead of skipping it, so that CI can't be green without it.
 */
export function storeDatabases(): StoreDatabases {
  const named = POSTGRES_IDS.filter(
    id =>
      process.env[
        `BACKSTAGE_TEST_DATABASE_${id.replace('_', '')}_CONNECTION_STRING`
      ],
  );
  if (named.length === 0 && process.env.ODOO_REQUIRE_POSTGRES === '1') {
    throw new Error(
      'No PostgreSQL to test on: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING (or 16, 17, 18), or unset ODOO_REQUIRE_POSTGRES',
    );
  }
  const databases = TestDatabases.create({ ids: ['SQLITE_3', ...named] });

  return {
    each: () => databases.eachSupportedId(),
    empty: id => databases.init(id),
    async migrated(id) {
      const knex = await databases.init(id);
      await knex.migrate.latest({ directory: migrationsDirectory() });
      return knex;
    },
  };
}
