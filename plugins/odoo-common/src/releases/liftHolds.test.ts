import {
  decision,
  freeze,
  hoursAgo,
  incident,
  noon,
  riskFacts,
  type Situation,
} from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { defaultRiskPolicy, riskPolicySchema } from './policy';

const judge = (situation: Situation, now = noon, policy = defaultRiskPolicy) =>
  evaluateRisk(riskFacts(situation), policy, now);

const overridden: Situation = {
  around: { incidents: [incident()], decisions: [decision('override')] },
};

describe('what people lift', () => {
  it('stays listed, with who, until when and why', () => {
    const verdict = judge(overridden);
    expect(verdict).toMatchObject({
      decision: 'caution',
      status: 'warning',
      holds: [],
      lifted: [
        {
          hold: { id: 'open-incident', effect: 'hold', status: 'critical' },
          decisionId: 'd-override',
          kind: 'override',
          by: 'user:default/kim',
          until: hoursAgo(-3),
        },
      ],
    });
    expect(verdict.reasons[0]).toMatchObject({
      id: 'open-incident',
      status: 'warning',
      message:
        'An incident is open on the environment: «tills offline» since 2026-11-22 11:00 UTC. Lifted by an override of user:default/kim until 2026-11-22 15:00 UTC: «the tills cannot print».',
    });
    expect(judge({}).lifted).toBeUndefined();
  });

  it('holds again from the instant at which the decision ends', () => {
    expect(judge(overridden).validUntil).toBe(hoursAgo(-3));
    expect(judge(overridden, noon + 3 * 3_600_000 - 1).decision).toBe(
      'caution',
    );
    expect(judge(overridden, noon + 3 * 3_600_000).decision).toBe('hold');
    // Nothing counted before it was decided
    const before = judge(overridden, noon - 3_600_000 - 1);
    expect(before.lifted).toBeUndefined();
    expect(before.validUntil).toBe(hoursAgo(1));
  });

  it('lifts the points by an override, and says so', () => {
    const policy = riskPolicySchema.parse({
      thresholds: { caution: 1, hold: 2 },
    });
    expect(judge({}, noon, policy).decision).toBe('hold');
    const verdict = judge(
      { around: { decisions: [decision('override')] } },
      noon,
      policy,
    );
    expect(verdict).toMatchObject({
      decision: 'caution',
      tier: { name: 'high' },
      lifted: [{ hold: { id: 'score' } }],
    });
    expect(verdict.reasons[0].message).toContain(
      'The score is 2 points; 2 points hold.',
    );
    expect(
      judge(
        { around: { decisions: [decision('executive-sign-off')] } },
        noon,
        policy,
      ).decision,
    ).toBe('hold');
  });

  it('says of every hold by which decision it can be lifted', () => {
    const { holds } = judge({
      artifact: 'odoo:18.0',
      people: { approvers: ['user:default/jo'] },
      freezes: [freeze(-1, 1), freeze(-1, 1, ['sale'])],
      around: { incidents: [incident()] },
    });
    expect(
      holds.map(({ id, effect, liftableBy }) => [id, effect, liftableBy]),
    ).toEqual([
      ['separation-of-duties', 'hold', []],
      ['digest-unknown', 'hold', []],
      ['domain-freeze', 'hold', ['executive-sign-off']],
      ['freeze', 'hold', ['override']],
      ['open-incident', 'hold', ['override']],
    ]);
  });

  it('takes of two decisions the one that lasts longer', () => {
    const verdict = judge({
      around: {
        incidents: [incident()],
        decisions: [
          decision('override'),
          decision('override', { id: 'longer', expiresAt: hoursAgo(-9) }),
        ],
      },
    });
    expect(verdict.lifted?.map(({ decisionId }) => decisionId)).toEqual([
      'longer',
    ]);
  });

  it('asks for the evidence of a tier, sign-off included', () => {
    const required = (situation: Situation) =>
      Object.fromEntries(
        judge({
          freezes: [freeze(-1, 1, ['sale'])],
          ...situation,
        }).tier!.requires.map(({ id, status }) => [id, status]),
      );
    expect(required({})).toMatchObject({
      approvals: 'ok',
      'migration-rehearsal': 'ok',
      'executive-sign-off': 'critical',
    });
    expect(
      required({
        facts: { testCounts: undefined, changeRecord: undefined },
        people: { approvers: [] },
        around: { decisions: [decision('executive-sign-off')] },
      }),
    ).toMatchObject({
      approvals: 'critical',
      tests: 'unknown',
      'change-record': 'unknown',
      'executive-sign-off': 'ok',
    });
  });
});
