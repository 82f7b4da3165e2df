import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import type { Database } from '../../platform/database';
import { cdevent, deployed, digestOf } from '../__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
  userCredentials,
} from '../__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CI = 'https://ci.example.org/acme';
const production = 'odooenvironment:default/acme-production';
const fleet = [
  environmentOf('acme-production', [{ source: CI, environmentId: 'prod' }]),
  environmentOf('acme-staging', [{ source: CI, environmentId: 'staging' }]),
];
const kim = userCredentials('kim');
const jo = userCredentials('jo');
const ci = machineCredentials('ci');
const reason = 'The shops would lose more by waiting';

describe.each(databases.each())('decisions of people on %s', databaseId => {
  let knex: Database;
  let replica: ReturnType<typeof createReplica>;

  beforeEach(async () => {
    knex = await databases.migrated(databaseId);
    replica = createReplica(knex);
    await replica.project(fleet);
  });

  const iso = (ms: number) => new Date(ms).toISOString();
  const propose = async (
    artifact: string,
    odoo: object = {
      author: 'jo@acme.example',
      approvers: ['user:default/ada'],
    },
  ) => {
    await replica.post([
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(replica.clock.time - HOUR),
        content: { environment: { id: 'prod' }, artifactId: artifact },
        odoo: odoo as {},
      }),
    ]);
    return (await replica.releases.getLatestAttempt(production, artifact))!.id;
  };
  const request = { digest: digestOf('a'), reason, validMinutes: 60 };
  const override = (
    releaseId: string,
    more: Partial<typeof request> = {},
    by = kim,
  ) =>
    replica.people.decide('override', releaseId, { ...request, ...more }, by);
  const rows = async (table: string) => (await knex(table).select()).length;

  it('keeps who, why, for what and until when, and tells the portal in the same transaction', async () => {
    const id = await propose(digestOf('a'));
    const told = await rows('outbox');
    const decision = await override(id);
    expect(decision).toEqual({
      id: expect.any(String),
      kind: 'override',
      releaseId: id,
      environmentRef: production,
      digest: digestOf('a'),
      by: 'user:default/kim',
      reason,
      at: iso(replica.clock.time),
      expiresAt: iso(replica.clock.time + HOUR),
    });
    expect(await rows('outbox')).toBe(told + 1);
    expect((await replica.people.list(id, kim)).items).toEqual([decision]);

    jest
      .spyOn(replica.outbox, 'append')
      .mockRejectedValueOnce(new Error('killed'));
    await expect(override(id)).rejects.toThrow('killed');
    expect(await rows('person_decisions')).toBe(1);
  });

  it('shows what was decided for ever: expired, revoked, and after the release went out', async () => {
    const id = await propose(digestOf('a'));
    const first = await override(id, { validMinutes: 1 });
    replica.clock.time += 2 * MINUTE;
    const second = await override(id);
    replica.clock.time += MINUTE;
    const revoked = await replica.people.revoke(id, second.id, kim);
    expect(revoked).toEqual({
      ...second,
      revokedAt: iso(replica.clock.time),
      revokedBy: 'user:default/kim',
    });
    await replica.post([
      deployed('prod', digestOf('a'), { at: iso(replica.clock.time) }),
    ]);
    expect((await replica.people.list(id, kim)).items).toEqual([
      revoked,
      first,
    ]);
    for (const ended of [first, second]) {
      await expect(
        replica.people.revoke(id, ended.id, kim),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    }
    expect(await rows('person_decision_revocations')).toBe(1);
  });

  it.each([
    ['the author', jo, {}, 'ConflictError', /are the author of this release/],
    [
      'a stranger to the catalog',
      userCredentials('nobody'),
      {},
      'NotAllowedError',
      /are no User of the catalog/,
    ],
    [
      'a machine',
      machineCredentials('ci'),
      {},
      'NotAllowedError',
      /only a person/,
    ],
    [
      'somebody who looked at another digest',
      kim,
      { digest: digestOf('b') },
      'ConflictError',
      /not the one that you looked at/,
    ],
    [
      'somebody who wants two days',
      kim,
      { validMinutes: 2881 },
      'InputError',
      /1440 minutes at most/,
    ],
  ] as const)('refuses %s', async (_, by, more, name, message) => {
    const id = await propose(digestOf('a'));
    await expect(override(id, more, by)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await rows('person_decisions')).toBe(0);
  });

  it.each([
    ['has no author', {}, /author of the release is not known.*Post it as/],
    [
      'has an author whom the catalog does not know',
      { author: 'ghost@acme.example' },
      /«ghost@acme.example» is no User of the catalog/,
    ],
  ])('refuses while the release %s', async (_, odoo, message) => {
    const id = await propose(digestOf('a'), odoo);
    await expect(override(id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(message),
    });
    const { may } = await replica.people.list(id, kim);
    expect(may.override).toEqual({
      allowed: false,
      obstacles: [expect.stringMatching(message)],
    });
  });

  it('refuses a release whose digest is not known, one that went out, and one that ended', async () => {
    const unknown = await propose('pkg:oci/odoo@latest');
    await expect(override(unknown)).rejects.toThrow(/digest is not known/);

    const id = await propose(digestOf('a'));
    const at = replica.clock.time - 30 * MINUTE;
    await replica.post([deployed('prod', digestOf('a'), { at: iso(at) })]);
    await expect(override(id)).rejects.toThrow(/went out already/);
    await replica.post([
      deployed('prod', digestOf('b'), { at: iso(at + MINUTE) }),
    ]);
    await expect(override(id)).rejects.toThrow(/has ended/);
    await expect(override('no-such-release')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('changes what the gate answers, and what is cached, to the millisecond and for this digest alone', async () => {
    const id = await propose(digestOf('a'));
    await propose(digestOf('b'));
    const cached = async () =>
      (await replica.verdicts.get([production])).get(production)?.verdict;
    const ask = (digest: string) =>
      replica.gate.ask({ environment: production, digest }, ci);
    expect((await ask(digestOf('b'))).decision).toBe('hold');
    expect((await ask(digestOf('a'))).decision).toBe('hold');

    const decision = await override(id);
    // Without waiting for the task
    expect((await cached())?.lifted?.[0].decisionId).toBe(decision.id);
    const { clock } = replica;
    const until = clock.time + HOUR;
    for (const [now, decisions] of [
      [clock.time, [decision]],
      [until - 1, [decision]],
      [until, []],
    ] as const) {
      clock.time = now;
      const answer = await ask(digestOf('a'));
      expect(answer.personDecisions).toEqual(decisions);
      expect(answer.decision === 'hold').toBe(decisions.length === 0);
      expect((await ask(digestOf('b'))).decision).toBe('hold');
    }
    const again = await override(id);
    expect((await ask(digestOf('a'))).decision).not.toBe('hold');
    clock.time += 1;
    await replica.people.revoke(id, again.id, kim);
    expect((await ask(digestOf('a'))).decision).toBe('hold');
    expect(await cached()).not.toHaveProperty('lifted');
  });

  it('counts no more once its author turns out to be who decided', async () => {
    const id = await propose(digestOf('a'));
    await override(id);
    const ask = () =>
      replica.gate.ask({ environment: production, digest: digestOf('a') }, ci);
    expect((await ask()).decision).not.toBe('hold');
    replica.clock.time += MINUTE;
    await replica.post([
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(replica.clock.time),
        content: { environment: { id: 'prod' }, artifactId: digestOf('a') },
        odoo: { author: 'user:default/kim' },
      }),
    ]);
    const answer = await ask();
    expect(answer.decision).toBe('hold');
    expect(answer.personDecisions).toEqual([]);
  });

  it('can do nothing about a release that its author approved alone', async () => {
    const id = await propose(digestOf('a'), {
      author: 'jo@acme.example',
      approvers: ['jo@acme.example'],
    });
    await expect(override(id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /^Nobody's decision lifts this: .*approved the release alone.* Have somebody else approve/,
      ),
    });
    // Taken before the approval was known, it lifts nothing either
    const early = await propose(digestOf('b'));
    await override(early, { digest: digestOf('b') });
    replica.clock.time += MINUTE;
    await replica.post([
      cdevent({
        type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
        at: iso(replica.clock.time),
        content: { environment: { id: 'prod' }, artifactId: digestOf('b') },
        odoo: { author: 'jo@acme.example', approvers: ['user:default/jo'] },
      }),
    ]);
    const answer = await replica.gate.ask({ releaseId: early }, ci);
    expect(answer.personDecisions).toHaveLength(1);
    expect(answer.decision).toBe('hold');
  });

  it('names what nobody lifts when somebody tries', async () => {
    const id = await propose(digestOf('a'));
    const judge = replica.judge.judge.bind(replica.judge);
    const broken = {
      id: 'separation-of-duties',
      status: 'critical' as const,
      message: 'The author approved this release alone.',
      remedy: 'Let somebody else approve it.',
      evidence: [],
      effect: 'hold' as const,
      liftableBy: [],
    };
    jest.spyOn(replica.judge, 'judge').mockImplementation(async (list, now) => {
      const judged = await judge(list, now);
      for (const [release, judgement] of judged) {
        judged.set(release, {
          ...judgement,
          verdict: { ...judgement.verdict, decision: 'hold', holds: [broken] },
        });
      }
      return judged;
    });
    for (const kind of ['override', 'executive-sign-off'] as const) {
      await expect(
        replica.people.decide(kind, id, request, kim),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message:
          "Nobody's decision lifts this: The author approved this release alone. Let somebody else approve it.",
      });
    }
    expect(await rows('person_decisions')).toBe(0);
  });

  it('lets one revocation win when two come at once', async () => {
    const id = await propose(digestOf('a'));
    const { id: decisionId } = await override(id);
    const outcomes = await Promise.allSettled(
      [kim, userCredentials('ada')].map(by =>
        replica.people.revoke(id, decisionId, by),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('asks the executives once an hour, and not when they have signed', async () => {
    const id = await propose(digestOf('a'));
    const ask = (by = jo) =>
      replica.signOffRequests.ask(id, 'Prices must change tonight', by);
    const asked = await ask();
    expect((await replica.people.list(id, jo)).signOffRequests).toEqual([
      asked,
    ]);
    await expect(ask(kim)).rejects.toThrow(
      `user:default/jo asked at ${asked.askedAt}`,
    );
    await expect(ask(machineCredentials('ci'))).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    replica.clock.time += HOUR;
    await ask();
    await replica.people.decide('executive-sign-off', id, request, kim);
    replica.clock.time += 59 * MINUTE;
    await expect(ask()).rejects.toThrow(/signed off already/);
    const { may } = await replica.people.list(id, machineCredentials('ci'));
    expect(Object.values(may).map(({ allowed }) => allowed)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
