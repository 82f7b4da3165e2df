import * as fc from 'fast-check';
import { at, digestA } from './__testUtils__/events';
import {
  fact,
  hoursAgo,
  noon,
  riskFacts,
  type Situation,
} from './__testUtils__/riskFacts';
import { nothingKnown, situations } from './__testUtils__/situations';
import { evaluateRisk } from './evaluateRisk';
import type { ReleaseEvent, ReleaseFacts } from './model';
import { defaultRiskPolicy } from './policy';
import {
  releaseTraceSchema,
  type TraceStation,
  type TraceStationId,
} from './trace';
import { traceRelease } from './traceRelease';

/** What only the situations of a station report: without it these stations show what is missing. */
const unreported: Situation['facts'] = {
  changeRecord: undefined,
  testCounts: undefined,
  signature: undefined,
  provenance: undefined,
  vulnerabilities: undefined,
};

function trace(situation: Situation = {}, events: ReleaseEvent[] = []) {
  const facts = riskFacts({
    ...situation,
    facts: { ...unreported, ...situation.facts },
  });
  return traceRelease({
    facts,
    verdict: evaluateRisk(facts, defaultRiskPolicy, noon),
    events,
    now: noon,
  });
}

function station(
  id: TraceStationId,
  situation: Situation = {},
  events: ReleaseEvent[] = [],
) {
  const found = trace(situation, events).find(one => one.id === id);
  if (!found) {
    throw new Error(`no station ${id}`);
  }
  return found;
}

/** Whether a station is done without evidence (a rollout has its instants), or not known without what would fill it. */
const saysTooLittle = ({ id, state, evidence, missing }: TraceStation) =>
  (state === 'done' && id !== 'rollout' && evidence.length === 0) ||
  (state === 'not-known' && missing.length === 0);

const event = (
  kind: ReleaseEvent['kind'],
  occurredAt: string,
  more: Partial<ReleaseEvent> = {},
): ReleaseEvent => ({
  source: 'https://ci.example.org',
  id: `${kind}-1`,
  type: 'dev.cdevents.x.y.0.3.0',
  kind,
  occurredAt,
  facts: {},
  ...more,
});

const verified = fact({ verified: true, identity: 'ci@acme.example' });
const clean = fact({ critical: 0, high: 1, medium: 2, low: 3 });
/** What backups say of one that was taken for this release. */
const bound = (instant: string) => ({
  status: 'known' as const,
  at: instant,
  label: '20261122-110000I',
  evidence: [
    { label: 'backup', source: 'pgbackrest', observedAt: hoursAgo(0.1) },
  ],
});
const out = { deployedAt: hoursAgo(1), rollingOutAt: hoursAgo(1.5) };

describe('traceRelease', () => {
  it('names all nine stations in order, whatever is known', () => {
    for (const [, situation] of situations) {
      expect(trace(situation).map(({ id }) => id)).toEqual([
        'change',
        'build',
        'artifact',
        'approvals',
        'staging',
        'checkpoint',
        'rollout',
        'runtime',
        'business',
      ]);
      expect(() => releaseTraceSchema.parse(trace(situation))).not.toThrow();
    }
  });

  it('says of a release that nobody spoke of what would fill each station, and calls none done', () => {
    for (const one of trace({
      ...nothingKnown,
      artifact: 'registry.example/odoo:latest',
      people: { author: undefined, approvers: undefined },
    })) {
      expect([one.id, one.state]).not.toEqual([one.id, 'done']);
      expect([one.id, saysTooLittle(one)]).toEqual([one.id, false]);
    }
  });

  it.each<
    [
      what: string,
      id: TraceStationId,
      situation: Situation,
      state: string,
      summary: string,
    ]
  >([
    ['change without a record', 'change', {}, 'partly', 'no record'],
    [
      'change with all of it',
      'change',
      {
        facts: {
          changeRecord: fact({ id: 'CHG-7' }),
          commits: fact(['abcdef0123456789']),
        },
      },
      'done',
      'CHG-7',
    ],
    ['no build', 'build', {}, 'not-known', 'not known'],
    [
      'built only',
      'build',
      { facts: { build: fact({ outcome: 'success' as const }) } },
      'partly',
      'built, no tests',
    ],
    [
      'tests of a build whose outcome nobody said',
      'build',
      {
        facts: {
          build: fact({ outcome: 'unknown' as const }),
          tests: fact({ outcome: 'success' as const }),
        },
      },
      'partly',
      'no build known',
    ],
    [
      'built and tested',
      'build',
      {
        facts: {
          build: fact({ outcome: 'success' as const }),
          testCounts: fact({ passed: 1200, failed: 0 }),
        },
      },
      'done',
      '1,200 tests',
    ],
    [
      'one failed test',
      'build',
      {
        facts: {
          build: fact({ outcome: 'success' as const }),
          tests: fact({ outcome: 'success' as const }),
          testCounts: fact({ passed: 1200, failed: 1 }),
        },
      },
      'failed',
      'failed',
    ],
    ['digest alone', 'artifact', {}, 'partly', 'no signature'],
    [
      'a tag, and nothing else',
      'artifact',
      { artifact: 'registry.example/odoo:latest' },
      'not-known',
      'no digest',
    ],
    [
      'signed, says the pipeline',
      'artifact',
      { facts: { signed: fact(true as const), vulnerabilities: clean } },
      'partly',
      'signed, unverified',
    ],
    [
      'verified and scanned',
      'artifact',
      { facts: { signature: verified, vulnerabilities: clean } },
      'done',
      'signed, scanned',
    ],
    [
      'verified, with a critical vulnerability',
      'artifact',
      {
        facts: {
          signature: verified,
          vulnerabilities: fact({ critical: 2, high: 0, medium: 0, low: 0 }),
        },
      },
      'partly',
      '2 critical',
    ],
    [
      'a signature that does not hold',
      'artifact',
      {
        facts: {
          signature: fact({ verified: false }),
          vulnerabilities: clean,
        },
      },
      'failed',
      'signature bad',
    ],
    ['approved', 'approvals', {}, 'done', '1 approved'],
    [
      'approved by the author',
      'approvals',
      {
        facts: { approvers: fact(['jo']) },
        people: { approvers: ['user:default/jo'] },
      },
      'failed',
      'by the author',
    ],
    [
      'approved by somebody whom the catalog does not know',
      'approvals',
      {
        facts: { approvers: fact(['ghost']) },
        people: { approvers: [], unmapped: ['ghost'] },
      },
      'not-known',
      'people not known',
    ],
    [
      'nobody yet',
      'approvals',
      { facts: { approvers: fact([]) }, people: { approvers: [] } },
      'waiting',
      'nobody yet',
    ],
    ['same digest on staging', 'staging', {}, 'done', 'same digest'],
    [
      'same digest since an hour',
      'staging',
      { stagingSince: hoursAgo(1) },
      'partly',
      'same digest',
    ],
    [
      'another digest on staging',
      'staging',
      {
        staging: {
          status: 'known',
          environmentRef: 'odooenvironment:default/acme-staging',
          artifact: `sha256:${'9'.repeat(64)}`,
          deployedAt: hoursAgo(48),
          source: 'ci',
          eventId: 's',
        },
      },
      'failed',
      'another digest',
    ],
    [
      'staging not known',
      'staging',
      { staging: { status: 'unknown', reason: 'the tenant has none' } },
      'not-known',
      'not known',
    ],
    [
      'not asked of staging itself',
      'staging',
      { stage: 'staging' },
      'not-asked',
      'not asked',
    ],
    ['checkpoint', 'checkpoint', {}, 'done', 'before 18.0.1.1'],
    [
      'a checkpoint from after the release',
      'checkpoint',
      { lifecycle: { deployedAt: hoursAgo(5) } },
      'not-known',
      'not known',
    ],
    [
      'an old checkpoint',
      'checkpoint',
      { facts: { checkpoint: fact({ at: hoursAgo(300), label: 'old' }) } },
      'partly',
      'old',
    ],
    [
      'a checkpoint that a backup alone tells of',
      'checkpoint',
      {
        facts: { checkpoint: undefined },
        readiness: { checkpoint: bound(hoursAgo(1)) },
      },
      'done',
      '20261122-110000I',
    ],
    [
      'a posted checkpoint and a later one that a backup tells of',
      'checkpoint',
      { readiness: { checkpoint: bound(hoursAgo(1)) } },
      'done',
      '20261122-110000I',
    ],
    [
      'a checkpoint that a backup told of, and that is not known any more',
      'checkpoint',
      {
        facts: { checkpoint: undefined },
        readiness: {
          checkpoint: { ...bound(hoursAgo(1)), validUntil: hoursAgo(0) },
        },
      },
      'not-known',
      'not known',
    ],
    [
      'a posted checkpoint where nothing can be restored',
      'checkpoint',
      {
        readiness: {
          recoveryPoint: {
            status: 'known',
            process: 'store-orders',
            objectiveMinutes: 5,
            evidence: [],
          },
        },
      },
      'partly',
      'before 18.0.1.1',
    ],
    ['before the rollout', 'rollout', {}, 'waiting', 'not yet'],
    [
      'under way',
      'rollout',
      { lifecycle: { rollingOutAt: hoursAgo(1) } },
      'partly',
      'under way',
    ],
    ['out', 'rollout', { lifecycle: out }, 'done', 'deployed'],
    [
      'taken back',
      'rollout',
      { lifecycle: { ...out, rolledBackAt: hoursAgo(0.5) } },
      'failed',
      'rolled back',
    ],
    [
      'failed',
      'rollout',
      { lifecycle: { failedAt: hoursAgo(1) } },
      'failed',
      'failed',
    ],
    ['not run yet', 'runtime', {}, 'waiting', 'not yet'],
    ['runs untested', 'runtime', { lifecycle: out }, 'not-known', 'not known'],
    [
      'tested before it ran only',
      'runtime',
      {
        lifecycle: out,
        facts: {
          smokeTest: fact(
            { outcome: 'success' as const, method: 'login' as const },
            hoursAgo(2),
          ),
        },
      },
      'not-known',
      'not known',
    ],
    [
      'tested while it runs',
      'runtime',
      {
        lifecycle: out,
        facts: {
          smokeTest: fact(
            { outcome: 'success' as const, method: 'json-rpc' as const },
            hoursAgo(0.5),
          ),
        },
      },
      'done',
      'JSON-RPC passed',
    ],
    [
      'runs, and does not let in',
      'runtime',
      {
        lifecycle: out,
        facts: {
          smokeTest: fact(
            { outcome: 'failure' as const, method: 'login' as const },
            hoursAgo(0.5),
          ),
        },
      },
      'failed',
      'login failed',
    ],
    ['effect before it runs', 'business', {}, 'waiting', 'not yet'],
    [
      'effect of what runs',
      'business',
      { lifecycle: out },
      'not-known',
      'not known',
    ],
  ])('%s', (_what, id, situation, state, summary) => {
    const one = station(id, situation);
    expect([one.state, one.summary]).toEqual([state, summary]);
    expect(saysTooLittle(one)).toBe(false);
  });

  it('measures the build, and not the days until the tests on staging', () => {
    const build = fact(
      { outcome: 'success' as const, startedAt: hoursAgo(60.1) },
      hoursAgo(60),
    );
    const tests = fact({ outcome: 'success' as const }, hoursAgo(40));
    expect(station('build', { facts: { build, tests } })).toMatchObject({
      state: 'done',
      startedAt: hoursAgo(60.1),
      at: hoursAgo(40),
      durationSeconds: 360,
    });
    const odd = fact(
      { outcome: 'success' as const, startedAt: hoursAgo(59) },
      hoursAgo(60),
    );
    expect(station('build', { facts: { build: odd } })).not.toHaveProperty(
      'durationSeconds',
    );
  });

  it('measures the rollout, and names the event that ended it', () => {
    const one = station('rollout', { lifecycle: out }, [
      event('deployed', out.deployedAt, { url: 'https://ci.example.org/7' }),
      event('deployed', hoursAgo(0.2), { id: 'later' }),
    ]);
    expect(one).toMatchObject({
      startedAt: out.rollingOutAt,
      at: out.deployedAt,
      durationSeconds: 1800,
      url: 'https://ci.example.org/7',
      evidence: [{ eventId: 'deployed-1' }],
    });
  });

  it('takes an incident after the deployment for an effect on the business, and one before for none', () => {
    const incident = (when: string) =>
      station('business', { lifecycle: out }, [
        event('incident-detected', when, { label: 'Tills are slow' }),
      ]);
    expect(incident(hoursAgo(0.5))).toMatchObject({
      state: 'failed',
      evidence: [{ label: 'Tills are slow' }],
    });
    expect(incident(hoursAgo(3)).state).toBe('not-known');
  });

  it('says how long staging ran the digest before the release, and how long approval took', () => {
    expect(
      station('staging', {
        stagingSince: hoursAgo(49),
        lifecycle: { deployedAt: hoursAgo(1) },
      }).durationSeconds,
    ).toBe(48 * 3600);
    expect(
      station('approvals', {}, [event('approval-requested', at('10:00'))])
        .durationSeconds,
    ).toBe(3600);
  });

  it('never shows what others wrote but as one line of plain text', () => {
    const one = station('change', {
      facts: { changeRecord: fact({ id: 'CHG\n\u202e7<b>' }) },
    });
    expect(one.summary).toBe('CHG 7<b>');
  });

  it('calls nothing done for the events alone, in whatever order they come', () => {
    const kinds: ReleaseEvent['kind'][] = [
      'deployed',
      'smoke-tested',
      'tests-finished',
      'approval-decided',
      'incident-resolved',
      'rollout-started',
    ];
    const bare: ReleaseFacts = {};
    const facts = riskFacts({
      ...nothingKnown,
      people: { author: undefined, approvers: undefined },
    });
    const release = { ...facts.release, facts: bare };
    const verdict = evaluateRisk(
      { ...facts, release },
      defaultRiskPolicy,
      noon,
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.constantFrom(...kinds),
            hours: fc.integer({ min: 0, max: 50 }),
          }),
          { maxLength: 6 },
        ),
        said => {
          const events = said.map(({ kind, hours }, index) =>
            event(kind, hoursAgo(hours), {
              id: `e${index}`,
              artifact: digestA,
            }),
          );
          const input = { facts: { ...facts, release }, verdict, now: noon };
          const given = traceRelease({ ...input, events });
          expect(given.map(({ state }) => state)).not.toContain('done');
          expect(
            traceRelease({ ...input, events: [...events].reverse() }),
          ).toEqual(given);
        },
      ),
    );
  });
});
