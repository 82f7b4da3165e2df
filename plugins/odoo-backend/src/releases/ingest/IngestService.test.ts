import fc from 'fast-check';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import {
  cdevent,
  deployed,
  digestOf,
  packageUrl,
} from '../__testUtils__/cdevents';
import { createReplica, environmentOf } from '../__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();

const CI = 'https://ci.example.org/acme';
const CD = 'https://trusted.example.org/cd';
const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString();

const acmeProduction = environmentOf('acme-production', [
  { source: CI, environmentId: 'prod' },
  { source: CD, environmentId: 'prod' },
]);
const acmeStaging = environmentOf('acme-staging', [
  { source: CI, environmentId: 'staging' },
]);
const bravoProduction = environmentOf('bravo-production', [
  { source: 'https://ci.example.org/bravo', environmentId: 'prod' },
]);
const fleet = [acmeProduction, acmeStaging, bravoProduction];

/** Everything that reaches a release by another way: its own events, its artifact, its chain, its neighbours in time. */
const history = [
  cdevent({
    id: 'merged',
    type: 'dev.cdevents.change.merged.0.3.0',
    chainId: 'one',
    at: at(0),
    odoo: { author: 'jo@acme.example', changedLines: 40 },
  }),
  cdevent({
    id: 'packaged',
    type: 'dev.cdevents.artifact.packaged.0.3.0',
    chainId: 'one',
    subjectId: packageUrl(digestOf('a')),
    at: at(1),
  }),
  cdevent({
    id: 'build',
    type: 'dev.cdevents.pipelinerun.finished.0.3.0',
    chainId: 'one',
    content: { outcome: 'success' },
    at: at(2),
  }),
  cdevent({
    id: 'proposed',
    type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
    content: {
      environment: { id: 'prod' },
      artifactId: packageUrl(digestOf('a')),
    },
    at: at(3),
    odoo: { approvers: ['user:default/kim'] },
  }),
  deployed('staging', digestOf('a'), { id: 'staged', at: at(4) }),
  deployed('prod', digestOf('b'), { id: 'b1', at: at(5) }),
  deployed('prod', digestOf('a'), { id: 'a1', at: at(6) }),
  deployed('prod', digestOf('a'), {
    id: 'a1-cd',
    source: CD,
    at: at(6),
    odoo: { changedLines: 41 },
  }),
  deployed('prod', digestOf('b'), {
    id: 'b2',
    at: at(7),
    type: 'dev.cdevents.service.rolledback.0.3.0',
  }),
  deployed('prod', digestOf('a'), { id: 'a2', at: at(8) }),
  deployed('prod', digestOf('c'), { id: 'c1', at: at(9) }),
  cdevent({
    id: 'signed',
    type: 'dev.cdevents.artifact.signed.0.3.0',
    subjectId: packageUrl(digestOf('a')),
    at: at(10),
  }),
];

/** The same with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      )
    : value;
}

describe.each(databases.each())('ingest on %s', databaseId => {
  let knex: Database;

  beforeAll(async () => {
    knex = await databases.migrated(databaseId);
  });

  async function emptied() {
    for (const table of [
      'release_events',
      'contradictory_events',
      'releases',
      'gate_decisions',
      'verdicts',
      'dead_letters',
      'outbox',
    ]) {
      await knex(table).delete();
    }
    const replica = createReplica(knex);
    await replica.project(fleet);
    return replica;
  }

  it('ends with the same releases whatever the order, the batches and the repetitions', async () => {
    const reference = await emptied();
    await reference.post(history);
    const expected = await reference.readModel();
    expect(expected).toHaveLength(6);

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(history, {
          minLength: history.length,
          maxLength: history.length,
        }),
        fc.array(fc.integer({ min: 1, max: 5 }), {
          minLength: 12,
          maxLength: 12,
        }),
        fc.subarray(history),
        async (order, sizes, again) => {
          const replica = await emptied();
          const rest = [...order];
          const batches: object[][] = [];
          for (const size of sizes) {
            batches.push(rest.splice(0, size));
          }
          const requests = batches.filter(batch => batch.length > 0);
          // Some one after the other, some at once
          const [first, ...others] = requests;
          await replica.post(first);
          await Promise.all(others.map(batch => replica.post(batch)));
          if (again.length > 0) {
            await replica.post(again);
          }
          expect(await replica.readModel()).toEqual(expected);
        },
      ),
      { numRuns: databaseId === 'SQLITE_3' ? 25 : 15 },
    );
  });

  it('brings facts of the chain, the artifact and the better source to the release', async () => {
    const replica = await emptied();
    await replica.post(history);
    const release = await replica.releases.getLatestAttempt(
      acmeProduction.environmentRef,
      digestOf('a'),
    );
    expect(release).toMatchObject({
      attempt: 2,
      facts: {
        author: { value: 'jo@acme.example', eventId: 'merged' },
        packaged: { value: true },
        signed: { value: true },
        build: { value: { outcome: 'success' } },
      },
      lifecycle: { deployedAt: at(8), supersededAt: at(9) },
    });
    const current = await replica.releases.getCurrent([
      acmeProduction.environmentRef,
    ]);
    expect([...current.values()]).toMatchObject([{ digest: digestOf('c') }]);
  });

  it('loses nothing when two replicas write about one environment', async () => {
    const one = await emptied();
    await one.post(history);
    const expected = await one.readModel();

    const left = await emptied();
    const right = createReplica(knex);
    await Promise.all(
      history.map((event, index) => (index % 2 ? left : right).post([event])),
    );
    expect(await left.readModel()).toEqual(expected);
  });

  it('stores a repetition once and keeps a contradiction apart', async () => {
    const replica = await emptied();
    const event = deployed('prod', digestOf('a'), { id: 'same', at: at(1) });
    const other = deployed('prod', digestOf('b'), { id: 'same', at: at(1) });
    const results = async (...batches: object[][]) =>
      (await Promise.all(batches.map(batch => replica.post(batch)))).map(
        outcomes => outcomes.map(({ result }) => result),
      );
    expect(await results([event])).toEqual([['stored']]);
    const before = await replica.readModel();
    // Written with other white space and another order of keys: the same facts
    expect(
      await replica.postRaw(JSON.stringify(reversed(event), null, 3), {
        'content-type': 'application/cloudevents+json',
      }),
    ).toMatchObject([{ result: 'duplicate' }]);
    expect(await results([event], [other], [other, event])).toEqual([
      ['duplicate'],
      ['contradictory'],
      ['contradictory', 'duplicate'],
    ]);
    expect(await replica.readModel()).toEqual(before);
    expect(await knex('contradictory_events').select('raw')).toHaveLength(1);

    const fresh = deployed('prod', digestOf('c'), { id: 'twice', at: at(2) });
    const freshOther = deployed('prod', digestOf('d'), {
      id: 'twice',
      at: at(2),
    });
    expect(await results([fresh, freshOther, fresh])).toEqual([
      ['stored', 'contradictory', 'duplicate'],
    ]);
  });

  it('attributes what came before its binding, in both directions', async () => {
    const replica = await emptied();
    await replica.post(history);
    const expected = await replica.readModel();

    const later = await emptied();
    await later.project([bravoProduction]);
    const outcomes = await later.post(history);
    expect(new Set(outcomes.map(({ attribution }) => attribution))).toEqual(
      new Set(['unattributed']),
    );
    expect(await later.readModel()).toEqual([]);
    await later.project(fleet);
    expect(await later.readModel()).toEqual(expected);

    // A second claim on the same id: neither of the two has it now
    await later.project([
      ...fleet,
      environmentOf('bravo-staging', [{ source: CI, environmentId: 'prod' }]),
    ]);
    const claimed = await later.lists.listUnattributed(undefined, 100);
    expect(claimed).not.toEqual([]);
    await later.project(fleet);
    expect(await later.readModel()).toEqual(expected);
  });

  it('never hands a machine’s old facts to an environment that it may not write to', async () => {
    const replica = await emptied();
    const source = 'https://ci.example.org/bravo';
    const [outcome] = await replica.post(
      [deployed('staging', digestOf('a'), { source, id: 'planted' })],
      'acme-ci',
    );
    expect(outcome.attribution).toBe('unattributed');
    await replica.project([
      ...fleet,
      environmentOf('bravo-staging', [{ source, environmentId: 'staging' }]),
    ]);
    expect(await replica.readModel()).toEqual([]);
    expect(await replica.lists.listUnattributed(undefined, 10)).toMatchObject([
      { reason: 'sender-not-permitted' },
    ]);
  });

  it('refuses a neighbour’s facts of every scope and stores nothing of the request', async () => {
    const replica = await emptied();
    const own = deployed('prod', digestOf('a'), { id: 'own' });
    const foreign = [
      deployed('prod', digestOf('a'), {
        source: 'https://ci.example.org/bravo',
      }),
      cdevent({
        source: 'https://ci.example.org/bravo',
        type: 'dev.cdevents.artifact.signed.0.3.0',
        subjectId: packageUrl(digestOf('a')),
      }),
      cdevent({
        source: 'https://ci.example.org/bravo',
        type: 'dev.cdevents.change.merged.0.3.0',
        chainId: 'one',
      }),
    ];
    for (const event of foreign) {
      await expect(replica.post([own, event], 'acme-ci')).rejects.toThrow(
        'not your environment',
      );
    }
    expect(await knex('release_events').select('seq')).toEqual([]);
    expect(await replica.deadLetters.list(undefined, 10)).toHaveLength(3);
  });

  it('takes a fact of artifact scope only where its source is bound', async () => {
    const replica = await emptied();
    await replica.project([
      ...fleet.filter(({ title }) => title !== 'bravo-production'),
      environmentOf('bravo-production', [
        { source: 'https://ci.example.org/bravo', environmentId: 'prod' },
      ]),
    ]);
    await replica.post([
      deployed('prod', digestOf('a'), { id: 'acme' }),
      deployed('prod', digestOf('a'), {
        id: 'bravo',
        source: 'https://ci.example.org/bravo',
      }),
      cdevent({
        id: 'sign',
        type: 'dev.cdevents.artifact.signed.0.3.0',
        subjectId: packageUrl(digestOf('a')),
      }),
    ]);
    const [acme, bravo] = await Promise.all(
      [acmeProduction, bravoProduction].map(({ environmentRef }) =>
        replica.releases.getLatestAttempt(environmentRef, digestOf('a')),
      ),
    );
    expect(acme?.facts.signed).toBeDefined();
    expect(bravo?.facts.signed).toBeUndefined();
  });

  it('answers 503 and keeps nothing when the database fails, and no request fails another', async () => {
    const replica = await emptied();
    const insert = jest
      .spyOn(Object.getPrototypeOf(replica.events), 'insertEvents')
      .mockImplementation(async () => {
        throw new Error('disk full');
      });
    await expect(
      replica.post([deployed('prod', digestOf('a'))]),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    insert.mockRestore();

    const original = Object.getPrototypeOf(replica.events).insertEvents;
    jest
      .spyOn(Object.getPrototypeOf(replica.events), 'insertEvents')
      .mockImplementation(async function insertOrFail(
        this: unknown,
        ...args: unknown[]
      ) {
        const [records] = args as [{ event: { id: string } }[]];
        if (records.some(({ event }) => event.id === 'poison')) {
          throw new Error('poisoned');
        }
        return original.apply(this, args);
      });
    const settled = await Promise.allSettled(
      ['one', 'poison', 'two'].map(id =>
        replica.post([deployed('prod', digestOf('a'), { id })]),
      ),
    );
    jest.restoreAllMocks();
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await knex('release_events').select('event_id')).toHaveLength(2);
  });

  it('tells of each changed release once, in the transaction of its facts', async () => {
    const replica = await emptied();
    await replica.post([deployed('prod', digestOf('a'), { id: 'told' })]);
    const told = await knex('outbox').select('topic', 'payload');
    expect(told).toEqual([
      { topic: 'odoo.release', payload: expect.any(String) },
    ]);
    expect(JSON.parse(told[0].payload)).toEqual({
      environmentRef: acmeProduction.environmentRef,
      releaseId: expect.stringMatching(/^rel-/),
    });
    await replica.post([deployed('prod', digestOf('a'), { id: 'told' })]);
    expect(await knex('outbox').select('topic')).toHaveLength(1);
  });
});
