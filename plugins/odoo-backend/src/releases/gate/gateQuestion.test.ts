import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import { cdevent, deployed, digestOf } from '../__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
  userCredentials,
} from '../__testUtils__/ingestHarness';
import type { GateSettings } from './gateRules';

jest.setTimeout(120_000);

const databases = storeDatabases();
const HOUR = 3_600_000;
const CI = 'https://ci.example.org/acme';
const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';
const ci = machineCredentials('ci');
const fleet = [
  environmentOf('acme-production', [{ source: CI, environmentId: 'prod' }]),
  environmentOf('acme-staging', [{ source: CI, environmentId: 'staging' }]),
  environmentOf('bolt-production', [{ source: CI, environmentId: 'bolt' }]),
];
const commit = 'c0ffee'.padEnd(40, '0');

describe.each(databases.each())('questions to the gate on %s', databaseId => {
  let knex: Database;
  let replica: ReturnType<typeof createReplica>;

  const start = async (gate: Partial<GateSettings> = {}) => {
    knex = await databases.migrated(databaseId);
    replica = createReplica(knex, undefined, gate);
    await replica.project(fleet);
  };

  const iso = (ms: number) => new Date(ms).toISOString();
  const propose = async (
    artifact: string,
    odoo: object = {},
    environmentId = 'prod',
  ) => {
    await replica.post([
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(replica.clock.time - HOUR),
        content: { environment: { id: environmentId }, artifactId: artifact },
        odoo: odoo as {},
      }),
    ]);
    const ref = environmentId === 'prod' ? acme : bolt;
    return (await replica.releases.getLatestAttempt(ref, artifact))!.id;
  };
  const asked = async () => (await knex('gate_decisions').select('id')).length;

  it('give the same answer by release, by digest and by commit', async () => {
    await start();
    const releaseId = await propose(digestOf('a'), { commits: [commit] });
    const answers = [];
    for (const question of [
      { releaseId },
      { environment: acme, digest: digestOf('a') },
      { environment: 'acme-production', commit },
      { environment: acme, commit: commit.slice(0, 7) },
    ]) {
      const { decisionId: _, ...answer } = await replica.gate.ask(question, ci);
      answers.push(answer);
    }
    const [first, ...others] = answers;
    expect(first).toMatchObject({
      releaseId,
      environmentRef: acme,
      artifact: digestOf('a'),
      digest: digestOf('a'),
      decision: 'hold',
      judged: 'hold',
      passes: false,
      personDecisions: [],
    });
    expect(first).not.toHaveProperty('dryRun');
    for (const other of others) {
      expect({ ...other, verdict: first.verdict }).toEqual(first);
    }
  });

  it('by commit need one artifact: an abbreviation in the facts fits, another environment does not count', async () => {
    await start();
    await propose(digestOf('a'), { commits: ['ABCDEF1'.toLowerCase()] });
    await propose(digestOf('b'), { commits: [commit] }, 'bolt');
    await propose(digestOf('d'), { changeRecord: { id: commit } });
    const ask = (id: string) =>
      replica.gate.ask({ environment: acme, commit: id }, ci);
    expect((await ask('abcdef1'.padEnd(40, '9'))).digest).toBe(digestOf('a'));
    const before = await asked();
    await expect(ask(commit)).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('customData.odoo.commits'),
    });

    await propose(digestOf('c'), { commits: ['abcdef1'] });
    await expect(ask('abcdef1')).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /went into 2 artifacts .*(aaaa.*cccc|cccc.*aaaa).*; ask by digest/,
      ),
    });
    expect(await asked()).toBe(before);
  });

  it('about a release that is not the caller’s read as about none', async () => {
    await start();
    const releaseId = await propose(digestOf('a'));
    const refusals = await Promise.all(
      [releaseId, 'no-such-release'].map(id =>
        replica.gate
          .ask({ releaseId: id }, machineCredentials('bolt-ci'))
          .catch(error => String(error).replace(id, 'X')),
      ),
    );
    expect(refusals[0]).toMatch(/^NotFoundError: There is no release/);
    expect(refusals[0]).toBe(refusals[1]);
    expect(await asked()).toBe(0);
  });

  it('about a release that has ended conflict, also when it ends while they are asked', async () => {
    await start();
    const releaseId = await propose(digestOf('a'));
    const at = replica.clock.time - 30 * 60_000;
    const release = await replica.releases.get(releaseId);
    await replica.post([
      deployed('prod', digestOf('a'), { at: iso(at) }),
      deployed('prod', digestOf('b'), { at: iso(at + 1000) }),
    ]);
    await expect(replica.gate.ask({ releaseId }, ci)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('has ended'),
    });

    jest
      .spyOn(replica.releases, 'get')
      .mockResolvedValueOnce({ ...release!, artifact: digestOf('a') });
    await expect(replica.gate.ask({ releaseId }, ci)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('ended while'),
    });
    expect(await asked()).toBe(0);
    // The question is a fact, and would have begun another attempt
    expect(
      await knex('release_events').where('kind', 'gate-answered'),
    ).toHaveLength(0);
    const again = await replica.gate.ask(
      { environment: acme, digest: digestOf('a') },
      ci,
    );
    expect(again.releaseId).not.toBe(releaseId);
  });

  it('on a dry run let through, and keep and show what would have been said', async () => {
    await start({
      environments: [{ environments: [acme], dryRun: true }],
    });
    const question = { environment: acme, digest: digestOf('a') };
    const answer = await replica.gate.ask(question, ci);
    expect(answer).toMatchObject({
      decision: 'proceed',
      judged: 'hold',
      passes: true,
      dryRun: true,
      verdict: { decision: 'hold' },
    });
    const release = await replica.releases.get(answer.releaseId);
    const [judged] = await replica.judge.present(
      [release!],
      replica.clock.now(),
    );
    expect(judged.decisionOfRecord).toMatchObject({
      decision: 'hold',
      dryRun: true,
    });

    const strict = await replica.gate.ask(
      { environment: bolt, digest: digestOf('a') },
      ci,
    );
    expect(strict).toMatchObject({ decision: 'hold', passes: false });
  });

  it('are let through by an override where caution stops, and only while it counts', async () => {
    await start({ caution: 'stop' });
    const releaseId = await propose(digestOf('a'), {
      author: 'jo@acme.example',
      approvers: ['user:default/ada'],
    });
    const passes = async () => {
      const answer = await replica.gate.ask({ releaseId }, ci);
      return [answer.decision, answer.passes];
    };
    expect(await passes()).toEqual(['hold', false]);
    await replica.people.decide(
      'override',
      releaseId,
      {
        digest: digestOf('a'),
        reason: 'The shops would lose more by waiting',
        validMinutes: 60,
      },
      userCredentials('kim'),
    );
    expect(await passes()).toEqual(['caution', true]);
    replica.clock.time += HOUR;
    expect(await passes()).toEqual(['hold', false]);
  });

  it('are logged for ever as they were answered, newest first, page by page', async () => {
    await start();
    const releaseId = await propose(digestOf('a'), {
      author: 'jo@acme.example',
      approvers: ['user:default/ada'],
    });
    const override = await replica.people.decide(
      'override',
      releaseId,
      {
        digest: digestOf('a'),
        reason: 'The shops would lose more by waiting',
        validMinutes: 60,
      },
      userCredentials('kim'),
    );
    const answers = [];
    for (let n = 0; n < 5; n++) {
      // Two at one instant: then the id decides
      replica.clock.time += n === 3 ? 0 : 40 * 60_000;
      answers.push(await replica.gate.ask({ releaseId }, ci));
    }
    expect(answers.map(a => a.personDecisions)).toEqual([
      [override],
      [],
      [],
      [],
      [],
    ]);
    await replica.gate.ask({ environment: bolt, digest: digestOf('b') }, ci);

    const items = [];
    let after: { askedAt: number; id: string } | undefined;
    do {
      const page = await replica.gate.listDecisions(
        { entityRef: acme, limit: 2, ...(after && { after }) },
        ci,
      );
      items.push(...page.items);
      after = page.next;
    } while (after);
    expect(items.map(({ id }) => id)).toEqual(
      [...answers]
        .sort(
          (a, b) =>
            b.askedAt.localeCompare(a.askedAt) ||
            (a.decisionId < b.decisionId ? -1 : 1),
        )
        .map(({ decisionId }) => decisionId),
    );
    const other = await replica.gate.ask(
      { environment: acme, digest: digestOf('c') },
      ci,
    );
    const ofOne = async (one: string, entityRef = acme) =>
      (
        await replica.gate.listDecisions(
          { entityRef, releaseId: one, limit: 100 },
          ci,
        )
      ).items.map(({ id }) => id);
    expect(await ofOne(releaseId)).toEqual(items.map(({ id }) => id));
    expect(await ofOne(other.releaseId)).toEqual([other.decisionId]);
    expect(await ofOne(releaseId, bolt)).toEqual([]);

    const [first] = answers;
    expect(items.at(-1)).toEqual({
      id: first.decisionId,
      askedAt: first.askedAt,
      askedBy: 'ci',
      decision: first.verdict.decision,
      passed: first.passes,
      environmentRef: acme,
      releaseId,
      artifact: digestOf('a'),
      score: first.verdict.score.total,
      reasons: first.verdict.reasons.slice(0, 3),
      personDecisions: [override],
    });
  });
});
