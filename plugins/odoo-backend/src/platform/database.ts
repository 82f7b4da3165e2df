import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** This plugin's database. */
export type Database = Knex;

/** A transaction in it. */
export type DatabaseTransaction = Knex.Transaction;

/** A query that is put together and not sent yet. */
export type DatabaseQuery = Knex.QueryBuilder;

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

/** Any number that nobody else locks in this database; it must stay the same, for old and new replicas to meet. */
const MIGRATION_LOCK = '4410867725317403';

/**
 * Of replicas that start together one migrates, and the others wait for it. Knex has a lock of its own for this, but makes the
 * others fail, can lock itself out for good when its table is made twice at once, and stays locked when its process is killed.
 * In one transaction none of this happens: what was cut off was never done.
 */
async function migrate(knex: Database): Promise<void> {
  const directory = migrationsDirectory();
  if (knex.client.config.client !== 'pg') {
    await knex.migrate.latest({ directory });
    return;
  }
  await knex.transaction(async tx => {
    await tx.raw(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await tx.migrate.latest({ directory });
  });
}

/** Splits rows into batches of at most {@link MAX_BATCH_ROWS}. */
export function inBatches<T>(rows: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < rows.length; start += MAX_BATCH_ROWS) {
    batches.push(rows.slice(start, start + MAX_BATCH_ROWS));
  }
  return batches;
}
