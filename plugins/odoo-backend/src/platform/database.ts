import { setTimeout } from 'node:timers/promises';
import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** This plugin's database. */
export type Database = Knex;

/** A transaction in it. */
export type DatabaseTransaction = Knex.Transaction;

/** Largest number of rows in one statement, which keeps within the variables that SQLite takes. */
export const MAX_BATCH_ROWS = 500;

/** Where this package's migrations stand, in the repository and in the published package. */
export function migrationsDirectory(): string {
  return resolvePackagePath(
    '@odoo-fleet/backstage-plugin-odoo-backend',
    'migrations',
  );
}

/** Connects to this plugin's database and brings its tables up to date, unless the portal migrates by itself. */
export async function openDatabase(
  database: DatabaseService,
): Promise<Database> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await migrate(knex);
  }
  return knex;
}

/** How long a replica waits for another one that migrates: 120 times half a second. */
const MIGRATION_WAITS = 120;
const MIGRATION_WAIT_MS = 500;

/** Of replicas that start together one migrates; the others wait for it instead of giving up their start. */
async function migrate(knex: Database): Promise<void> {
  for (let waits = 0; ; waits += 1) {
    try {
      await knex.migrate.latest({ directory: migrationsDirectory() });
      return;
    } catch (error) {
      if (waits >= MIGRATION_WAITS || !isAnotherReplicaAtWork(error)) {
        throw error;
      }
      await setTimeout(MIGRATION_WAIT_MS);
    }
  }
}

/** Knex's lock is taken, or another replica has just made the tables of that lock (PostgreSQL 23505 in its own catalog, 42P07). */
function isAnotherReplicaAtWork(error: unknown): boolean {
  const { name, code, table, schema } = Object(error) as Record<
    string,
    unknown
  >;
  return (
    name === 'MigrationLocked' ||
    code === '42P07' ||
    (code === '23505' &&
      (schema === 'pg_catalog' ||
        /^knex_migrations(_lock)?$/.test(String(table))))
  );
}

/** Splits rows into batches of at most {@link MAX_BATCH_ROWS}. */
export function inBatches<T>(rows: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < rows.length; start += MAX_BATCH_ROWS) {
    batches.push(rows.slice(start, start + MAX_BATCH_ROWS));
  }
  return batches;
}
