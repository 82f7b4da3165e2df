import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import { cdevent, deployed, digestOf } from '../__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
} from '../__testUtils__/ingestHarness';
import { DatabaseGateDecisionStore } from './DatabaseGateDecisionStore';
import { RetentionTask } from '../ingest/RetentionTask';

jest.setTimeout(120_000);

const databases = storeDatabases();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CI = 'https://ci.example.org/acme';
const production = 'odooenvironment:default/acme-production';
const fleet = [
  environmentOf('acme-production', [{ source: CI, environmentId: 'prod' }]),
  environmentOf('acme-staging', [{ source: CI, environmentId: 'staging' }]),
];
const signal = new AbortController().signal;

describe.each(databases.each())('gate and verdicts on %s', databaseId => {
  let knex: Database;
  let replica: ReturnType<typeof createReplica>;

  beforeEach(async () => {
    knex = await databases.migrated(databaseId);
    replica = createReplica(knex);
    await replica.project(fleet);
  });

  const iso = (ms: number) => new Date(ms).toISOString();
  const ask = (digest: string) =>
    replica.gate.ask(
      { environment: 'acme-production', digest },
      machineCredentials('ci'),
    );
  const present = async (digest: string) => {
    const release = await replica.releases.getLatestAttempt(production, digest);
    const [judged] = await replica.judge.present(
      [release!],
      replica.clock.now(),
    );
    return judged;
  };

  it('freezes each answer; the last one before the rollout is the decision of record', async () => {
    const { clock } = replica;
    const first = await ask(digestOf('a'));
    expect(first.decision).toBe('hold');
    expect((await present(digestOf('a'))).decisionOfRecord?.id).toBe(
      first.decisionId,
    );

    clock.time += HOUR;
    const second = await ask(digestOf('a'));
    expect(second.releaseId).toBe(first.releaseId);
    clock.time += HOUR;
    const rollout = clock.time;
    await replica.post([deployed('prod', digestOf('a'), { at: iso(rollout) })]);
    clock.time += HOUR;
    await ask(digestOf('a'));

    const judged = await present(digestOf('a'));
    expect(judged.decisionOfRecord).toEqual({
      id: second.decisionId,
      askedAt: second.askedAt,
      askedBy: 'ci',
      decision: second.decision,
      verdict: second.verdict,
    });

    // Facts that come later change the verdict now, never the record
    await replica.post([
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(rollout - HOUR),
        content: {
          environment: { id: 'prod' },
          artifactId: digestOf('a'),
        },
        odoo: {
          author: 'jo@acme.example',
          approvers: ['user:default/kim'],
          changedLines: 3,
          modules: [],
          migrationClass: 'none',
        },
      }),
    ]);
    const later = await present(digestOf('a'));
    expect(later.verdict).not.toEqual(judged.verdict);
    expect(later.decisionOfRecord).toEqual(judged.decisionOfRecord);
  });

  it('stores question, release, answer and message together, or none of them', async () => {
    const add = jest
      .spyOn(DatabaseGateDecisionStore.prototype, 'add')
      .mockImplementation(async ({ environmentRef, ...rest }) => {
        // The kill comes last: all else of the transaction is written by now
        throw new Error(`killed before ${environmentRef} ${rest.releaseId}`);
      });
    const [gate, event] = await Promise.allSettled([
      ask(digestOf('a')),
      replica.post([deployed('staging', digestOf('b'))]),
    ]);
    add.mockRestore();
    expect(gate).toMatchObject({ reason: { name: 'ServiceUnavailableError' } });
    // It was written in the same group, and must not be lost for the gate's sake
    expect(event.status).toBe('fulfilled');
    const rows = async (table: string) => (await knex(table).select()).length;
    expect(
      await replica.releases.getLatestAttempt(production, digestOf('a')),
    ).toBeUndefined();
    expect(await rows('release_events')).toBe(1);
    expect(await rows('gate_decisions')).toBe(0);
    expect(await rows('outbox')).toBe(1);

    const answer = await ask(digestOf('a'));
    expect(await rows('release_events')).toBe(2);
    expect(await rows('outbox')).toBe(2);
    expect((await present(digestOf('a'))).decisionOfRecord?.id).toBe(
      answer.decisionId,
    );
  });

  it('answers many at once, each for itself, while events come', async () => {
    const other = createReplica(knex);
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => {
        await replica.post([
          deployed('staging', digestOf('c'), { id: `noise-${n}` }),
        ]);
        return (n % 2 ? replica : other).gate.ask(
          { environment: 'acme-production', digest: digestOf('a') },
          machineCredentials('ci'),
        );
      }),
    );
    const stored: { id: string }[] = await knex('gate_decisions').select('id');
    expect(stored.map(({ id }) => id).sort()).toEqual(
      answers.map(({ decisionId }) => decisionId).sort(),
    );
    expect(await knex('release_events').select('seq')).toHaveLength(60);
  });

  it('judges by staging, calendar, people and the checkpoint of the environment', async () => {
    const { clock } = replica;
    await replica.post([
      deployed('staging', digestOf('a'), { at: iso(clock.time - 30 * HOUR) }),
      cdevent({
        type: 'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
        at: iso(clock.time - HOUR),
        content: {
          environment: { id: 'prod' },
          instant: iso(clock.time - HOUR),
          label: 'nightly',
        },
      }),
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(clock.time - HOUR),
        content: { environment: { id: 'prod' }, artifactId: digestOf('a') },
        odoo: {
          author: 'jo@acme.example',
          approvers: ['user:default/kim', 'nobody'],
          changedLines: 3,
          modules: [],
          migrationClass: 'none',
        },
      }),
    ]);
    const answer = await ask(digestOf('a'));
    const outcomes = new Map(
      answer.verdict.factors.map(({ id, outcome }) => [id, outcome]),
    );
    expect(
      [
        'change-size',
        'release-timing',
        'staging-same-digest',
        'approvals',
        'checkpoint',
      ].map(id => outcomes.get(id)),
    ).toEqual(['known', 'known', 'known', 'known', 'known']);
    expect(answer.decision).toBe(answer.verdict.decision);

    const judgement = [
      ...(
        await replica.judge.judge(
          [
            (await replica.releases.getLatestAttempt(
              production,
              digestOf('a'),
            ))!,
          ],
          clock.now(),
        )
      ).values(),
    ][0];
    expect(judgement.facts).toMatchObject({
      staging: { status: 'known', artifact: digestOf('a') },
      people: {
        author: 'user:default/jo',
        approvers: ['user:default/kim'],
        unmapped: ['nobody'],
      },
      release: { facts: { checkpoint: { value: { label: 'nightly' } } } },
      calendar: { status: 'known', windows: [] },
    });
  });

  it('counts no checkpoint that a rollback could not return to', async () => {
    const { clock } = replica;
    const rollout = clock.time - 5 * HOUR;
    const checkpoint = (instant: number, recorded: number) =>
      cdevent({
        type: 'dev.cdeventsx.odoo-checkpoint.recorded.0.1.0',
        at: iso(recorded),
        content: { environment: { id: 'prod' }, instant: iso(instant) },
      });
    const counted = async () =>
      (await present(digestOf('a'))).release.facts.checkpoint?.value.at;
    await replica.post([
      deployed('prod', digestOf('a'), { at: iso(rollout) }),
      checkpoint(rollout + HOUR, rollout - HOUR),
      checkpoint(rollout - 2 * HOUR, rollout + HOUR),
    ]);
    expect(await counted()).toBeUndefined();
    await replica.post([
      checkpoint(rollout - 4 * HOUR, rollout - 4 * HOUR),
      checkpoint(rollout - 3 * HOUR, rollout - 3 * HOUR),
    ]);
    expect(await counted()).toBe(iso(rollout - 3 * HOUR));
  });

  it('rebuilds an emptied cache to the same bytes, and follows what changes', async () => {
    const { clock } = replica;
    await replica.post([
      deployed('prod', digestOf('a'), { at: iso(clock.time - HOUR) }),
      deployed('staging', digestOf('b'), { at: iso(clock.time - HOUR) }),
    ]);
    await ask(digestOf('b'));
    const cache = () => knex('verdicts').orderBy('entity_ref');
    await replica.verdictTask.run(signal);
    const before = await cache();
    expect(before).toHaveLength(2);

    await replica.verdictTask.run(signal);
    expect(await cache()).toEqual(before);
    await knex('verdicts').delete();
    await replica.verdictTask.run(signal);
    expect(await cache()).toEqual(before);

    clock.time += 30 * HOUR;
    await replica.verdictTask.run(signal);
    expect(await cache()).not.toEqual(before);

    await replica.project([fleet[0]]);
    await replica.verdictTask.run(signal);
    expect(await cache()).toMatchObject([{ entity_ref: production }]);
  });

  it('keeps of the refused only so much of each machine, redacted and cut', async () => {
    for (let n = 0; n < 8; n++) {
      await expect(
        replica.postRaw(
          `{"n":${n},"token":"s3cret-value","pad":"${'x'.repeat(20_000)}"}`,
          { 'content-type': 'application/cloudevents+json' },
        ),
      ).rejects.toMatchObject({ statusCode: 400 });
    }
    const letters = await replica.deadLetters.list(undefined, 100);
    expect(letters.map(({ body }) => body.slice(0, 6))).toEqual([
      '{"n":7',
      '{"n":6',
      '{"n":5',
      '{"n":4',
      '{"n":3',
    ]);
    expect(letters[0]).toMatchObject({ subject: 'ci', status: 400 });
    expect(letters[0].body).toHaveLength(16 * 1024);
    expect(letters[0].bytes).toBeGreaterThan(20_000);
    expect(letters[0].body).not.toContain('s3cret');
  });

  it('forgets what is old, but nothing that a release which stays is folded from', async () => {
    const { clock } = replica;
    const start = clock.time;
    await replica.post([
      deployed('prod', digestOf('a'), { at: iso(start - 5 * HOUR) }),
      deployed('prod', digestOf('b'), { at: iso(start - 4 * HOUR) }),
      deployed('prod', digestOf('a'), { at: iso(start - 3 * HOUR) }),
      deployed('nowhere', digestOf('a')),
      deployed('staging', digestOf('c'), { at: iso(start - 3 * HOUR) }),
      deployed('staging', digestOf('d'), { at: iso(start - 2 * HOUR) }),
    ]);
    const before = await replica.readModel();
    const retention = new RetentionTask({
      events: replica.events,
      deadLetters: replica.deadLetters,
      decisions: replica.decisions,
      clock,
      retention: {
        eventsDays: 30,
        deadLettersDays: 7,
        gateDecisionsDays: 30,
      },
    });
    await retention.run(signal);
    expect(await replica.readModel()).toEqual(before);
    expect(await knex('release_events').select('seq')).toHaveLength(6);

    clock.time += 60 * DAY;
    await retention.run(signal);
    // The one that runs in production keeps both attempts and what parted them; staging keeps what runs
    const events: { artifact: string }[] = await knex('release_events')
      .orderBy('seq')
      .select('artifact');
    expect(events.map(({ artifact }) => artifact)).toEqual(
      ['a', 'b', 'a', 'a', 'd'].map(digestOf),
    );
    await replica.attribution.reattribute([production]);
    expect(
      (await replica.readModel()).filter(({ release }) =>
        release.includes(digestOf('a')),
      ),
    ).toEqual(before.filter(({ release }) => release.includes(digestOf('a'))));
  });
});
