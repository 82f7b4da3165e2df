import fc from 'fast-check';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import { DatabaseSurroundingsStore } from './DatabaseSurroundingsStore';

jest.setTimeout(60_000);

const databases = storeDatabases();
const environments = ['acme', 'bora'].map(
  name => `odooenvironment:default/${name}-production`,
);
const limit = 4;

/** Thirty releases of each environment, some of which were seen in the same instant. */
const rows = environments.flatMap(environmentRef =>
  Array.from({ length: 30 }, (_, index) => ({
    environment_ref: environmentRef,
    id: `rel-${environmentRef}-${(index * 7) % 30}`,
    artifact: `sha256:${index}`,
    attempt: 1,
    first_seen_at: Math.floor(index / 2) * 10,
    standing: 1,
    standing_at: 0,
    release: JSON.stringify({ id: `${environmentRef} ${index}` }),
  })),
);

/** The same, looked for in the simplest way. */
const expected = (environmentRef: string, before: number) =>
  rows
    .filter(
      row =>
        row.environment_ref === environmentRef && row.first_seen_at <= before,
    )
    .sort((a, b) => b.first_seen_at - a.first_seen_at || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ release }) => JSON.parse(release));

describe('DatabaseSurroundingsStore', () => {
  describe.each(databases.each())('on %s', id => {
    let knex: Database;

    beforeAll(async () => {
      knex = await databases.migrated(id);
      await knex('releases').insert(rows);
    });

    it('lists the last releases before each instant, however the questions lie', async () => {
      const store = DatabaseSurroundingsStore.create({ database: knex });
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              environmentRef: fc.constantFrom(...environments, 'nowhere'),
              before: fc.integer({ min: -5, max: 160 }),
            }),
            { maxLength: 12 },
          ),
          async questions => {
            expect(await store.listSeenBefore(questions, limit)).toEqual(
              questions.map(({ environmentRef, before }) =>
                expected(environmentRef, before),
              ),
            );
          },
        ),
        { numRuns: 60 },
      );
    });

    it('asks once for a page of releases that follow each other', async () => {
      const store = DatabaseSurroundingsStore.create({ database: knex });
      const statements: string[] = [];
      knex.on('query', ({ sql }) => statements.push(sql));
      await store.listSeenBefore(
        [140, 140, 130, 130].map(before => ({
          environmentRef: environments[0],
          before,
        })),
        limit,
      );
      knex.removeAllListeners('query');
      expect(statements).toHaveLength(1);
    });
  });
});
