import type { TestDatabaseId } from '@backstage/backend-test-utils';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import { deployed, digestOf } from '../__testUtils__/cdevents';
import { createReplica, environmentOf } from '../__testUtils__/ingestHarness';

jest.setTimeout(60_000);

const databases = storeDatabases();
const [acme, bora] = ['acme', 'bora'].map(name =>
  environmentOf(`${name}-production`, [
    { source: `https://ci.example.org/${name}`, environmentId: 'prod' },
  ]),
);

/** SQLite has one connection: there nobody writes beside anybody. */
const postgres = databases.each().filter(([id]) => id !== 'SQLITE_3');

(postgres.length > 0 ? describe.each(postgres) : describe.skip.each([['']]))(
  'writers of several replicas on %s',
  id => {
    it('wait for each other over one environment, and for nobody over another', async () => {
      const knex = await databases.migrated(id as TestDatabaseId);
      const here = createReplica(knex);
      await here.project([acme, bora]);
      // Each by a replica of its own: one alone would write both in one transaction
      const post = (name: string) =>
        createReplica(knex).post([
          deployed('prod', digestOf(name[0]), {
            source: `https://ci.example.org/${name}`,
          }),
        ]);
      const order: string[] = [];

      let release = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      let began = () => {};
      const isHeld = new Promise<void>(resolve => {
        began = resolve;
      });
      const holder = here.events.transaction(async () => {
        began();
        await held;
        order.push('held');
      }, [acme.environmentRef]);
      await isHeld;

      const waiting = post('acme').then(() => order.push('acme'));
      await post('bora').then(() => order.push('bora'));
      const everywhere = here.events
        .transaction(async () => {
          order.push('everywhere');
        })
        .then(() => undefined);
      release();
      await Promise.all([holder, waiting, everywhere]);
      expect(order.slice(0, 2)).toEqual(['bora', 'held']);
      expect(order.slice(2).sort()).toEqual(['acme', 'everywhere']);
    });
  },
);
