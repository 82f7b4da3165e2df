import {
  askedAt,
  guardrail,
  inputOf,
  level,
  policyOf,
  releasedAt,
  type Situation,
} from './__testUtils__/guardrailInputs';
import { situations } from './__testUtils__/situations';
import { guardrailSchema } from './definition';
import { judgeGuardrail } from './judgeGuardrail';
import { guardrailPolicySchema } from './policy';
import { guardrailVerdictSchema } from './verdict';

const judge = (situation: Situation) =>
  judgeGuardrail(inputOf(situation), policyOf(situation), askedAt(situation));

describe('judgeGuardrail', () => {
  it('has many situations, each of its own name', () => {
    expect(situations.length).toBeGreaterThanOrEqual(60);
    expect(new Set(situations.map(([name]) => name)).size).toBe(
      situations.length,
    );
  });

  it.each(situations)('%s', (_name, situation, status, states) => {
    const verdict = judge(situation);
    expect(guardrailVerdictSchema.parse(verdict)).toEqual(verdict);
    expect({
      status: verdict.status,
      states: verdict.findings.map(({ state }) => state).join(' '),
    }).toEqual({ status, states });
    for (const reason of verdict.reasons) {
      expect(reason.remedy).toBeTruthy();
      expect(reason.evidence).not.toHaveLength(0);
    }
    expect(verdict.reasons).toHaveLength(
      verdict.findings.filter(finding => finding.status !== 'ok').length,
    );
  });

  it('does not count what not everybody has', () => {
    const counts = (onNoData: string) =>
      judge({ guardrail: guardrail({ fail: 1, onNoData }) }).counts;
    expect([counts('ignore'), counts('unknown'), counts('critical')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('freezes what a breach rests on', () => {
    const verdict = judge({
      guardrail: guardrail({ fail: 10, title: 'Lock waits' }),
      minute: level(15, 0),
      asked: 20,
    });
    expect(verdict).toMatchObject({
      findings: [
        {
          asks: 'fail',
          threshold: 10,
          breach: {
            from: '2026-11-20T14:02:00.000Z',
            to: '2026-11-20T14:19:00.000Z',
            worst: 15,
          },
        },
      ],
      measured: {
        source: 'main',
        query: 'value',
        stepSeconds: 60,
        from: '2026-11-20T14:02:00.000Z',
        to: '2026-11-20T14:19:00.000Z',
        until: '2026-11-20T15:00:00.000Z',
        samples: 17,
        missing: 0,
        unusable: 0,
        latest: 15,
      },
      validUntil: '2026-11-20T14:20:30.000Z',
    });
    expect(verdict.reasons[0].message).toBe(
      'Lock waits: above 10 (fail) since 2026-11-20 14:02 UTC, at worst 15. It was so before the release already.',
    );
  });

  it('says what each look saw, and what it could have seen', () => {
    const [finding] = judge({
      guardrail: guardrail({
        kind: 'latency-quantile',
        unit: 'seconds',
        compare: { maxChangePercent: 25 },
      }),
      minute: (m, s) => level(s === 0 && m > 0 ? 1.2 : 0.8, 0.15, 600)(m, s),
      asked: 31,
    }).findings;
    expect(finding.looks).toHaveLength(3);
    for (const look of finding.looks ?? []) {
      expect(look).toMatchObject({ baselines: 4, test: 'shift' });
      expect(look.factor).toBeGreaterThan(1.35);
      expect(look.factor).toBeLessThan(1.65);
      expect(look.detectableFactor).toBeLessThan(1.4);
      expect(look.level).toBeCloseTo(0.01 / 12 / 4, 12);
      expect(look.p).toBeLessThan(look.level);
    }
  });

  it('spends less on each the more guardrails there are', () => {
    const levelOf = (comparedWeight: number, weight = 1) =>
      judge({
        guardrail: guardrail({ weight, compare: { maxChangePercent: 25 } }),
        minute: level(10),
        comparedWeight,
      }).findings[0].looks?.[0].level;
    expect(levelOf(1)).toBe(0.0025);
    expect(levelOf(20)).toBe(0.000125);
    expect(levelOf(20, 4)).toBe(0.0005);
  });

  it('closes with its window', () => {
    const situation = { guardrail: guardrail({ fail: 10 }), minute: level(1) };
    expect(judge({ ...situation, asked: 61 }).validUntil).toBeUndefined();
    expect(judge({ ...situation, asked: 60 }).validUntil).toBe(
      '2026-11-20T15:00:30.000Z',
    );
  });

  it('looks at a time before anything was out', () => {
    const verdict = judge({
      guardrail: guardrail({ fail: 10, compare: { maxChangePercent: 25 } }),
      minute: level(1),
      asked: -30,
    });
    expect(verdict.status).toBe('unknown');
    expect(verdict.validUntil).toBe(
      new Date(releasedAt + 3.5 * 60_000).toISOString(),
    );
  });
});

describe('guardrailSchema', () => {
  const definition = {
    id: 'p95',
    title: 'p95',
    kind: 'gauge',
    unit: 'seconds',
    direction: 'lower-is-better',
    businessProcess: 'store-orders',
    query: { value: 'x' },
    fail: 1,
  };
  it.each([
    ['nothing is asked', { fail: undefined }],
    ['fail comes before warn', { warn: 2 }],
    ['the window is shorter than settling', { settle: 'PT2H' }],
    ['the window has too many steps', { step: 'PT1S' }],
    ['a breach has no room', { minBreachMinutes: 60 }],
    ['a ratio has no whole', { kind: 'ratio' }],
    ['nothing is asked of the metrics', { query: {} }],
    [
      'orders should fall by more than all of them',
      { direction: 'higher-is-better', compare: { maxChangePercent: 150 } },
    ],
    ['there is a word that it does not know', { treshold: 1 }],
  ])('refuses when %s', (_what, change) => {
    expect(guardrailSchema.safeParse(definition).success).toBe(true);
    expect(
      guardrailSchema.safeParse({ ...definition, ...change }).success,
    ).toBe(false);
  });

  it('wants looks in order', () => {
    expect(guardrailPolicySchema.safeParse({ looks: [0.5, 0.1] }).success).toBe(
      false,
    );
  });
});
