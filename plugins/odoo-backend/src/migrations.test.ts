import { readdirSync } from 'node:fs';
import type { Knex } from 'knex';
import { migrationsDirectory } from './platform/database';
import { storeDatabases } from './platform/testDatabases';

/** Writes rows as the tables stand before a migration and after it, and says what must have become of them. */
interface MigrationCase {
  /** Rows that stand when the migration runs. */
  seedBefore?(knex: Knex): Promise<void>;
  /** Holds that the migration kept them, then writes rows that the way down has to bear. */
  afterUp(knex: Knex): Promise<void>;
  afterDown(knex: Knex): Promise<void>;
}

async function expectNoTables(knex: Knex, ...tables: string[]): Promise<void> {
  for (const table of tables) {
    await expect(knex.schema.hasTable(table)).resolves.toBe(false);
  }
}

const environment = {
  environment_ref: 'odooenvironment:default/acme-production',
  tenant_ref: 'odootenant:default/acme',
  owner_ref: 'group:default/fashion',
  title: 'Acme',
  stage: 'production',
  hosting: 'dedicated',
  series: '18.0',
  bindings: '[]',
};

const cases: Record<string, MigrationCase> = {
  '20261122000000_catalog_projection.js': {
    async afterUp(knex) {
      await knex('tenants').insert({
        tenant_ref: 'odootenant:default/acme',
        owner_ref: 'group:default/fashion',
        title: 'Acme',
        criticality: 'standard',
        time_zone: 'Europe/Paris',
      });
      await knex('environments').insert(environment);
      await expect(knex('environments').insert(environment)).rejects.toThrow(
        /unique/i,
      );
      await knex('event_bindings').insert({
        environment_ref: environment.environment_ref,
        position: 0,
        source: 'ci',
        environment_id: 'prod',
      });
      await knex('people').insert([
        { identifier: 'jo', user_ref: 'user:default/jo' },
        { identifier: 'jo', user_ref: 'user:default/joanna' },
      ]);
    },
    afterDown: knex =>
      expectNoTables(
        knex,
        'tenants',
        'environments',
        'event_bindings',
        'people',
      ),
  },
  '20261122000100_outbox.js': {
    async afterUp(knex) {
      const message = {
        message_id: 'a',
        topic: 'odoo.release',
        payload: '{}',
        created_at_ms: 1_795_000_000_000,
      };
      await knex('outbox').insert(message);
      await expect(knex('outbox').insert(message)).rejects.toThrow(/unique/i);
      const [row] = await knex('outbox').select('*');
      expect(Number(row.created_at_ms)).toBe(1_795_000_000_000);
      expect(Number(row.claimed_until_ms)).toBe(0);
    },
    afterDown: knex => expectNoTables(knex, 'outbox'),
  },
};

const files = readdirSync(migrationsDirectory())
  .filter(file => file.endsWith('.js'))
  .sort();

describe('migrations', () => {
  const databases = storeDatabases();

  it('have a case each', () => {
    expect(Object.keys(cases).sort()).toEqual(files);
  });

  describe.each(databases.each())('on %s', id => {
    it('go up over seeded rows, and down again', async () => {
      const knex = await databases.empty(id);
      const directory = migrationsDirectory();
      for (const file of files) {
        await cases[file]?.seedBefore?.(knex);
        await knex.migrate.up({ directory, name: file });
        await cases[file]?.afterUp(knex);
      }
      for (const file of [...files].reverse()) {
        await knex.migrate.down({ directory, name: file });
        await cases[file]?.afterDown(knex);
      }
      for (const file of files) {
        await knex.migrate.up({ directory, name: file });
      }
    });
  });
});
