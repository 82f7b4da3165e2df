import { fact, noon, riskFacts } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { defaultRiskPolicy, policyFor, riskPolicySchema } from './policy';

describe('policyFor', () => {
  const base = riskPolicySchema.parse({
    headroomPercent: 40,
    weights: { signature: 1 },
  });
  const policy = riskPolicySchema.parse({
    headroomPercent: 40,
    weights: { signature: 1 },
    overrides: [
      {
        when: { stage: 'production' },
        approversRequired: 2,
        stagingSoakHours: 48,
        weights: { approvals: 4 },
      },
      {
        when: { criticality: 'mission-critical' },
        approversRequired: 3,
        weights: { tests: 3 },
      },
      { when: { hosting: 'dedicated' }, signOffDomains: ['sale'] },
    ],
  });

  it('lays every override that fits over the policy, a later one over an earlier one', () => {
    const at = policyFor(policy, {
      stage: 'production',
      hosting: 'multi-tenant',
      criticality: 'mission-critical',
    });
    expect(at).toEqual({
      ...base,
      approversRequired: 3,
      stagingSoakHours: 48,
      weights: { ...base.weights, approvals: 4, tests: 3 },
    });
    expect(
      policyFor(policy, { stage: 'production', hosting: 'multi-tenant' })
        .approversRequired,
    ).toBe(2);
  });

  it('puts a list in the place of a list', () => {
    expect(
      policyFor(policy, {
        stage: 'staging',
        hosting: 'dedicated',
        criticality: 'standard',
      }),
    ).toEqual({ ...base, signOffDomains: ['sale'] });
  });

  it('leaves the policy alone where none fits, and is itself when there are none', () => {
    expect(
      policyFor(policy, { stage: 'development', hosting: 'multi-tenant' }),
    ).toEqual(base);
    expect(
      policyFor(defaultRiskPolicy, { stage: 'staging', hosting: 'dedicated' }),
    ).toBe(defaultRiskPolicy);
  });

  it('judges a release by the policy for where it goes', () => {
    const lenient = riskPolicySchema.parse({
      thresholds: { caution: 50 },
      overrides: [
        {
          when: { criticality: 'mission-critical' },
          thresholds: { caution: 1, hold: 3 },
        },
      ],
    });
    const judge = (criticality: 'mission-critical' | 'standard') =>
      evaluateRisk(
        riskFacts({ criticality, facts: { changedLines: fact(51) } }),
        lenient,
        noon,
      );
    expect(judge('standard')).toMatchObject({
      decision: 'proceed',
      score: { total: 5, thresholds: { caution: 50, hold: 60 } },
    });
    expect(judge('mission-critical')).toMatchObject({
      decision: 'hold',
      score: { total: 5, thresholds: { caution: 1, hold: 3 } },
    });
  });
});
