import type { Knex } from 'knex';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import {
  DatabaseChangedEnvironmentStore,
  noteChangedEnvironments,
} from './DatabaseChangedEnvironmentStore';
import { FollowUp } from './FollowUp';

describe('FollowUp', () => {
  const databases = storeDatabases();

  describe.each(databases.each())('on %s', id => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.migrated(id);
    });

    const note = (...environmentRefs: string[]) =>
      knex.transaction(tx => noteChangedEnvironments(tx, environmentRefs));

    it('hands on each changed environment until that was done once', async () => {
      const changed = DatabaseChangedEnvironmentStore.create({ knex });
      const onChange = jest.fn(async (_: string[]) => {});
      const followUp = new FollowUp({ changed, onChange });
      await note('b', 'a');
      await note('b');

      onChange.mockRejectedValueOnce(new Error('cut off'));
      await expect(followUp.run()).rejects.toThrow('cut off');
      await followUp.run();
      await followUp.run();
      expect(onChange.mock.calls).toEqual([[['a', 'b']], [['a', 'b']]]);
    });

    it('leaves what changes meanwhile to the next round', async () => {
      const changed = DatabaseChangedEnvironmentStore.create({ knex });
      const onChange = jest.fn(async (refs: string[]) => {
        if (refs.length === 1) {
          await note('a', 'c');
        }
      });
      const followUp = new FollowUp({ changed, onChange });
      await note('a');
      await followUp.run();
      await followUp.run();
      expect(onChange.mock.calls).toEqual([[['a']], [['a', 'c']]]);
    });

    it('keeps no note of what was not changed after all', async () => {
      const changed = DatabaseChangedEnvironmentStore.create({ knex });
      await expect(
        knex.transaction(async tx => {
          await noteChangedEnvironments(tx, ['a']);
          throw new Error('undone');
        }),
      ).rejects.toThrow('undone');
      await expect(changed.list()).resolves.toEqual([]);
    });
  });
});
