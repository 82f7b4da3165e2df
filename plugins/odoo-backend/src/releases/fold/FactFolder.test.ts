import fc from 'fast-check';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import {
  cdevent,
  deployed,
  digestOf,
  packageUrl,
} from '../__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
} from '../__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();
const CI = 'https://ci.example.org/acme';
const START = Date.UTC(2026, 10, 20, 8);
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
const production = environmentOf('acme-production', [
  { source: CI, environmentId: 'prod' },
]);
const staging = environmentOf('acme-staging', [
  { source: CI, environmentId: 'staging' },
]);
const commit = 'c0ffee'.padEnd(40, '0');

/** Facts that end, part and complete each other's releases, some of them by chain or artifact only. */
const history = [
  cdevent({
    id: 'merged',
    type: 'dev.cdevents.change.merged.0.3.0',
    chainId: 'one',
    at: at(0),
    odoo: { author: 'jo@acme.example' },
  }),
  cdevent({
    id: 'packaged',
    type: 'dev.cdevents.artifact.packaged.0.3.0',
    chainId: 'one',
    subjectId: packageUrl(digestOf('a')),
    at: at(1),
  }),
  deployed('staging', digestOf('a'), { id: 'staged', at: at(2) }),
  deployed('prod', digestOf('a'), { id: 'a1', at: at(3) }),
  deployed('prod', digestOf('b'), { id: 'b1', at: at(4) }),
  deployed('prod', digestOf('a'), { id: 'a2', at: at(5) }),
  deployed('prod', digestOf('c'), { id: 'c1', at: at(6) }),
  cdevent({
    id: 'signed',
    type: 'dev.cdevents.artifact.signed.0.3.0',
    subjectId: packageUrl(digestOf('a')),
    at: at(7),
  }),
];

type Replica = ReturnType<typeof createReplica>;

/** Takes every fact as under load: acknowledged first, folded after. */
function busy(replica: Replica): Replica {
  jest.spyOn(replica.folder, 'isAtWork', 'get').mockReturnValue(true);
  return replica;
}

/** The same, but it goes away before it folds what it acknowledged. */
function dying(replica: Replica): Replica {
  jest.spyOn(replica.folder, 'add').mockImplementation(() => {});
  return busy(replica);
}

describe.each(databases.each())('facts that wait on %s', databaseId => {
  let knex: Database;

  beforeAll(async () => {
    knex = await databases.migrated(databaseId);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const replicaAt = (now: number) => createReplica(knex, now);
  const marks = async () => (await knex('unfolded_events').select()).length;

  async function emptied(now = START): Promise<Replica> {
    for (const table of [
      'release_events',
      'unfolded_events',
      'contradictory_events',
      'releases',
      'gate_decisions',
      'outbox',
    ]) {
      await knex(table).delete();
    }
    const replica = replicaAt(now);
    await replica.project([production, staging]);
    return replica;
  }

  async function folded(): Promise<unknown[]> {
    const replica = await emptied();
    await replica.post(history);
    expect(await marks()).toBe(0);
    return replica.readModel();
  }

  it('are acknowledged, then folded, and told of', async () => {
    const expected = await folded();
    const replica = busy(await emptied());
    const outcomes = await replica.post(history);
    expect(outcomes.map(({ result }) => result)).toEqual(
      history.map(() => 'stored'),
    );
    expect(await knex('releases').select('id')).toEqual([]);
    expect(await knex('outbox').select('topic')).toEqual([]);
    expect(await marks()).toBe(history.length);

    expect(await replica.readModel()).toEqual(expected);
    expect(await marks()).toBe(0);
    const told = await knex('outbox').pluck('payload');
    expect(
      new Set(told.map(payload => JSON.parse(payload).environmentRef)),
    ).toEqual(new Set([production.environmentRef, staging.environmentRef]));
    expect(await replica.post(history)).toMatchObject(
      history.map(() => ({ result: 'duplicate' })),
    );
    expect(await marks()).toBe(0);
  });

  it('wait when a crowd sends them at once, and not when few do', async () => {
    const few = await emptied();
    await Promise.all(history.slice(0, -1).map(fact => few.post([fact])));
    expect(await marks()).toBe(0);

    const crowded = await emptied();
    await Promise.all(history.map(fact => crowded.post([fact])));
    expect(await marks()).toBe(history.length);
    await crowded.folder.rest();
    expect(await marks()).toBe(0);
  });

  it('end as the same releases whoever folds what, and whenever', async () => {
    const expected = await folded();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(history, {
          minLength: history.length,
          maxLength: history.length,
        }),
        fc.array(
          fc.constantFrom('at once', 'busy', 'other busy', 'dying', 'settle'),
          { minLength: history.length, maxLength: history.length },
        ),
        async (order, ways) => {
          const quiet = await emptied();
          const [one, other] = [busy(replicaAt(START)), busy(replicaAt(START))];
          const lost = dying(replicaAt(START));
          for (const [index, event] of order.entries()) {
            const way = ways[index];
            const takers: Record<string, Replica> = {
              'at once': quiet,
              'other busy': other,
              dying: lost,
            };
            await (takers[way] ?? one).post([event]);
            if (way === 'settle') {
              await quiet.folder.settle(production.environmentRef);
            }
          }
          await Promise.all([one.folder.rest(), other.folder.rest()]);
          await replicaAt(START + 6_000).folder.foldLeftBehind();
          expect(await quiet.readModel()).toEqual(expected);
          expect(await marks()).toBe(0);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('are folded by another replica when theirs goes away', async () => {
    const expected = await folded();
    await dying(await emptied()).post(history);
    expect(await marks()).toBe(history.length);

    // It may still be at it
    await replicaAt(START + 1_000).folder.foldLeftBehind();
    expect(await marks()).toBe(history.length);

    const other = replicaAt(START + 6_000);
    await other.folder.foldLeftBehind();
    expect(await marks()).toBe(0);
    expect(await other.readModel()).toEqual(expected);
  });

  it('count for a question to the gate that is asked after them, whoever took them', async () => {
    const taker = dying(await emptied());
    await taker.post([
      cdevent({
        id: 'proposed',
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        content: {
          environment: { id: 'prod' },
          artifactId: packageUrl(digestOf('a')),
        },
        at: at(0),
        odoo: { commits: [commit] },
      }),
      deployed('staging', digestOf('b'), { id: 'elsewhere', at: at(0) }),
    ]);
    const answer = await replicaAt(START + 60_000).gate.ask(
      { environment: production.environmentRef, commit },
      machineCredentials('ci'),
    );
    expect(answer.artifact).toBe(digestOf('a'));
    // What concerns another environment alone goes on waiting
    expect(await marks()).toBe(1);
  });

  it('that cannot be folded keep their mark and hold up no other', async () => {
    const replica = busy(await emptied());
    const findPairs = Object.getPrototypeOf(replica.events).findPairs;
    jest
      .spyOn(Object.getPrototypeOf(replica.events), 'findPairs')
      .mockImplementation(async function findOrFail(
        this: unknown,
        ...args: unknown[]
      ) {
        const [{ spans }] = args as [{ spans: { environmentRef: string }[] }];
        if (
          spans.some(
            ({ environmentRef }) => environmentRef === staging.environmentRef,
          )
        ) {
          throw new Error('poisoned');
        }
        return findPairs.apply(this, args);
      });
    await replica.post([
      deployed('staging', digestOf('a'), { id: 'poison', at: at(0) }),
      deployed('prod', digestOf('a'), { id: 'sound', at: at(0) }),
    ]);
    expect(await replica.readModel()).toMatchObject([
      { environment_ref: production.environmentRef },
    ]);
    expect(await marks()).toBe(1);
    expect(replica.logger.error).toHaveBeenCalledTimes(1);
  });
});
