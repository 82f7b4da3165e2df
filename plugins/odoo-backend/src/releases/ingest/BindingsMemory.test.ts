import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import { deployed, digestOf } from '../__testUtils__/cdevents';
import { createReplica, environmentOf } from '../__testUtils__/ingestHarness';
import { BindingsMemory } from './BindingsMemory';

const CI = 'https://ci.example.org/acme';
const bindings = [{ source: CI, environmentId: 'prod' }];
const none = environmentOf('acme-production', []);
const acme = environmentOf('acme-production', bindings);
const bravo = environmentOf('bravo-production', bindings);

describe('BindingsMemory', () => {
  it('recalls what was read, an empty list as well, and all or nothing', () => {
    const memory = new BindingsMemory();
    const binding = {
      environmentRef: 'e',
      source: 'bound',
      environmentId: 'prod',
    };
    memory.keep(['bound', 'free'], new Map([['bound', [binding]]]));

    expect(memory.recall(['bound', 'free'])).toEqual(
      new Map([
        ['bound', [binding]],
        ['free', []],
      ]),
    );
    expect(memory.recall(['bound', 'never read'])).toBeUndefined();
  });

  it('forgets the source that was read longest ago when there are too many', () => {
    const memory = new BindingsMemory();
    memory.keep(['first', 'second'], new Map());
    memory.keep(['first'], new Map());
    memory.keep(
      Array.from({ length: 1999 }, (_, i) => `source ${i}`),
      new Map(),
    );

    expect(memory.recall(['second'])).toBeUndefined();
    expect(memory.recall(['first'])).toBeDefined();
  });
});

const databases = storeDatabases();

describe.each(databases.each())(
  'what a replica remembers on %s',
  databaseId => {
    let knex: Database;

    beforeAll(async () => {
      knex = await databases.migrated(databaseId);
    });

    beforeEach(async () => {
      await knex('release_events').delete();
      await knex('releases').delete();
    });

    const eventOf = (id: string) => deployed('prod', digestOf('a'), { id });
    const writtenTo = async (id: string) =>
      (
        await knex('release_events')
          .where('event_id', id)
          .select('environment_ref')
      ).map(row => row.environment_ref);

    /** A replica that remembers one state of the bindings, and another that has changed it since. */
    async function remembering(
      before: Parameters<ReturnType<typeof createReplica>['project']>[0],
      after: Parameters<ReturnType<typeof createReplica>['project']>[0],
    ) {
      const other = createReplica(knex);
      await other.project(before);
      const replica = createReplica(knex);
      await replica.post([eventOf('first')]);
      await replica.post([eventOf('second')]);
      await other.project(after);
      return replica;
    }

    it('spares the look-up', async () => {
      const replica = await remembering([acme], [acme]);
      const look = jest.spyOn(replica.environments, 'getBindings');
      await replica.post([eventOf('third')]);

      expect(await writtenTo('third')).toEqual([acme.environmentRef]);
      // The one within the transaction that writes
      expect(look).toHaveBeenCalledTimes(1);
    });

    it('attributes nothing', async () => {
      const replica = await remembering([acme], [none, bravo]);
      await replica.post([eventOf('moved')]);
      expect(await writtenTo('moved')).toEqual([bravo.environmentRef]);
    });

    it('leaves nobody out who was bound meanwhile', async () => {
      const replica = await remembering([none], [acme]);
      const [outcome] = await replica.post([eventOf('bound')]);
      expect(outcome.attribution).toBe('attributed');
      expect(await writtenTo('bound')).toEqual([acme.environmentRef]);
    });

    it('lets nobody in who could write before', async () => {
      const replica = await remembering([acme], [none, bravo]);
      await expect(
        replica.post([eventOf('stolen')], 'acme-ci'),
      ).rejects.toThrow('not your environment');
      expect(await writtenTo('stolen')).toEqual([]);
    });

    it('refuses nobody who may write by now', async () => {
      const replica = await remembering([bravo], [acme]);
      await replica.post([eventOf('handed over')], 'acme-ci');
      expect(await writtenTo('handed over')).toEqual([acme.environmentRef]);
    });
  },
);
