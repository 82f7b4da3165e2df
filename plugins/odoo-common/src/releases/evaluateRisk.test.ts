import { at } from './__testUtils__/events';
import {
  fact,
  freeze,
  hoursAgo,
  modules,
  noon,
  riskFacts,
  type Situation,
} from './__testUtils__/riskFacts';
import { nothingKnown, situations } from './__testUtils__/situations';
import { evaluateRisk } from './evaluateRisk';
import { riskFactors } from './factors';
import { defaultRiskPolicy, riskPolicySchema } from './policy';
import { riskFactsSchema } from './riskFacts';
import { riskVerdictSchema } from './verdict';

const judge = (
  situation: Situation = {},
  now = noon,
  policy = defaultRiskPolicy,
) => evaluateRisk(riskFacts(situation), policy, now);

const factor = (id: string, situation: Situation) => {
  const found = judge(situation).factors.find(one => one.id === id);
  return {
    value: found?.value,
    threshold: found?.threshold,
    message: found?.reason.message,
    remedy: found?.reason.remedy,
    evidence: found?.reason.evidence,
  };
};

describe('evaluateRisk', () => {
  it.each(situations)('%s', (_name, situation, ...expected) => {
    const facts = riskFacts(situation);
    expect(riskFactsSchema.parse(facts)).toEqual(facts);
    const verdict = evaluateRisk(facts, defaultRiskPolicy, noon);
    expect(riskVerdictSchema.parse(verdict)).toEqual(verdict);
    const points = verdict.factors
      .filter(one => one.points > 0)
      .map(one => {
        const mark = one.outcome === 'unknown' ? '?' : '';
        return `${one.id}${mark}:${one.points}`;
      })
      .join(' ');
    expect([
      verdict.status,
      verdict.decision,
      verdict.tier?.name,
      verdict.holds.map(hold => hold.id),
      points,
    ]).toEqual(expected);
  });

  it('lists holds, then what asks for caution, then the factors by points', () => {
    const verdict = judge({
      ...nothingKnown,
      calendar: undefined,
      freezes: [freeze(-1, 1)],
      facts: { ...nothingKnown.facts, migrationClass: fact('schema') },
    });
    expect(
      verdict.reasons.slice(0, 9).map(({ id, status }) => `${id} ${status}`),
    ).toEqual([
      'freeze critical',
      'migration-without-knowledge critical',
      'mostly-unknown unknown',
      'checkpoint-unknown unknown',
      'change-size unknown',
      'migration-class warning',
      'domains unknown',
      'staging-same-digest unknown',
      'foundation unknown',
    ]);
    // A rule that says the same stands for the factor; the score still has all of them
    expect(verdict.reasons.map(({ id }) => id)).not.toContain('checkpoint');
    expect(verdict.factors).toHaveLength(riskFactors.length);
    expect(verdict.score).toEqual({
      inherent: 52,
      readiness: 40,
      total: 92,
      unknownWeight: 75,
      applicableWeight: 100,
      thresholds: { caution: 30, hold: 60 },
    });
  });

  it('says of factors that do not apply that they are not asked, and counts nothing', () => {
    const verdict = judge({ ...nothingKnown, stage: 'staging' });
    expect(verdict.reasons.map(({ id }) => id)).toEqual([
      'mostly-unknown',
      'change-size',
    ]);
    expect(verdict.score.applicableWeight).toBe(12);
    expect(
      verdict.factors
        .filter(({ outcome }) => outcome !== 'not-applicable')
        .map(({ id }) => id),
    ).toEqual(['change-size']);
    expect(verdict.factors[0].reason.message).toBe(
      'Not asked of a staging environment, only of production.',
    );
  });

  it('speaks of a freeze with its instants, and of the end of all that follow on it', () => {
    expect(
      factor('release-timing', {
        freezes: [
          freeze(-1, 10),
          freeze(2, 12),
          freeze(12, 14),
          freeze(20, 30),
        ],
      }),
    ).toEqual({
      value: 'in the freeze «Black Friday»',
      threshold:
        'outside every freeze, peak, holiday and maintenance, and not shortly before a freeze',
      message:
        'The release falls into the freeze «Black Friday», from 2026-11-22 11:00 UTC to 2026-11-22 22:00 UTC.',
      remedy: 'Release from 2026-11-23 02:00 UTC on, when no freeze holds.',
      evidence: [
        {
          label: 'calendar trading',
          source: 'odootenant:default/acme',
          observedAt: at('11:30'),
        },
      ],
    });
  });

  it('names the evidence of a fact: source, instant, event and link', () => {
    expect(
      factor('change-size', {
        facts: {
          changedLines: {
            ...fact(1240),
            url: 'https://git.example.org/acme/18.0.1.1',
          },
          modules: fact(modules(7, 'sale')),
        },
      }),
    ).toEqual({
      value: '1,240 lines, 7 modules',
      threshold: 'up to 50 lines and 1 module',
      message: 'The release changes 1,240 lines in 7 modules.',
      remedy:
        'Split the release into smaller ones: 50 lines and 1 module count nothing.',
      evidence: [
        {
          label: '1,240 changed lines',
          source: 'https://ci.example.org',
          observedAt: at('11:00'),
          url: 'https://git.example.org/acme/18.0.1.1',
          eventId: 'e1',
        },
        {
          label: '7 changed modules',
          source: 'https://ci.example.org',
          observedAt: at('11:00'),
          eventId: 'e1',
        },
      ],
    });
  });

  it('says who approved, and who of those named is not known', () => {
    expect(factor('approvals', {})).toMatchObject({
      message: 'Approved by user:default/kim, other than the author.',
      value: '1 approver',
    });
    expect(
      factor('approvals', {
        people: { approvers: ['user:default/jo'], unmapped: ['k.im', 'x'] },
      }),
    ).toMatchObject({
      message:
        'Whether enough people approved is not known: not mapped to one person of the catalog: k.im, x.',
    });
    expect(
      factor('approvals', { people: { approvers: ['user:default/jo'] } }),
    ).toMatchObject({
      message: 'Approved by the author alone.',
      remedy: 'Have 1 more person other than the author approve.',
    });
  });

  it('asks for as many approvers as the policy says', () => {
    const policy = riskPolicySchema.parse({ approversRequired: 2 });
    const approvals = (approvers: string[]) =>
      judge({ people: { approvers } }, noon, policy).factors.find(
        ({ id }) => id === 'approvals',
      );
    expect(approvals(['user:default/kim', 'user:default/kim'])?.points).toBe(5);
    expect(approvals(['user:default/kim'])?.reason.remedy).toBe(
      'Have 1 more person other than the author approve.',
    );
    expect(approvals(['user:default/kim', 'user:default/lou'])?.points).toBe(0);
  });

  it('holds untrusted text down to one short line', () => {
    const { message, value } = factor('release-timing', {
      freezes: [
        {
          ...freeze(-1, 1),
          reason: `# Sales\r\n\u202e<script>\u0000${'💥'.repeat(100)}`,
        },
      ],
    });
    expect(value).toBe(`in the freeze «# Sales <script> ${'💥'.repeat(62)}…»`);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is valid until the first instant at which time alone may change it', () => {
    const validUntil = (situation: Situation, now = noon) =>
      judge(situation, now).validUntil;
    expect(validUntil({ freezes: [freeze(30, 40)] })).toBe(hoursAgo(-6)); // the day before the freeze
    expect(validUntil({ stagingSince: hoursAgo(23) })).toBe(hoursAgo(-1));
    expect(validUntil({ freezes: [freeze(-1, 3)] })).toBe(hoursAgo(-3));
    // The checkpoint of 10:00 counts up to and with 10:00 of the next day.
    expect(validUntil({})).toBe('2026-11-23T10:00:00.001Z');
    // The restore drill of 5 days ago counts for 30 days.
    expect(validUntil({}, noon + 23 * 3_600_000)).toBe(
      '2026-12-17T12:00:00.001Z',
    );
    expect(validUntil({}, noon + 26 * 24 * 3_600_000)).toBe(
      hoursAgo(-24 * 364), // the calendar's horizon less a day
    );
    expect(validUntil({ stage: 'staging' })).toBeUndefined();
  });

  it('changes no more once the release went out, or failed to', () => {
    const outcome = { stagingSince: hoursAgo(23), freezes: [freeze(5, 9)] };
    for (const lifecycle of [
      { deployedAt: hoursAgo(0) },
      { failedAt: hoursAgo(0) },
    ]) {
      const situation = { ...outcome, lifecycle };
      const verdict = judge(situation);
      expect(verdict.validUntil).toBeUndefined();
      expect(judge(situation, noon + 7 * 3_600_000)).toEqual(verdict);
    }
    expect(judge(outcome, noon + 7 * 3_600_000)).not.toEqual(judge(outcome));
  });

  it('carries the version of rules and policy, however the policy was written', () => {
    const version = (policy = defaultRiskPolicy) =>
      judge({}, noon, policy).ruleSetVersion;
    expect(version()).toMatch(/^release-risk-\d+-[0-9a-f]{12}$/);
    const { weights, ...rest } = defaultRiskPolicy;
    expect(version({ ...rest, weights })).toBe(version());
    expect(version({ ...defaultRiskPolicy, stagingSoakHours: 25 })).not.toBe(
      version(),
    );
  });

  it('holds an image of whose signature nobody spoke where the policy asks for it', () => {
    const asking = riskPolicySchema.parse({
      holds: { unreportedSignature: true },
    });
    const held = (
      facts: Situation['facts'],
      policy = asking,
      stage: Situation['stage'] = 'production',
    ) => judge({ stage, facts }, noon, policy).holds.map(({ id }) => id);
    expect(held({ signature: undefined })).toEqual(['signature-unknown']);
    expect(held({ signature: undefined }, defaultRiskPolicy)).toEqual([]);
    expect(held({ signature: undefined }, asking, 'staging')).toEqual([]);
    expect(held({ signature: fact({ verified: true }) })).toEqual([]);
    expect(held({ signature: fact({ verified: false }) })).toEqual([
      'unsigned-digest',
    ]);
  });

  it('goes by the thresholds of the policy', () => {
    const policy = riskPolicySchema.parse({
      thresholds: { caution: 5, hold: 6 },
    });
    const lines = (changedLines: number) =>
      judge({ facts: { changedLines: fact(changedLines) } }, noon, policy)
        .decision;
    expect([lines(50), lines(51), lines(201)]).toEqual([
      'proceed',
      'caution',
      'hold',
    ]);
  });
});
