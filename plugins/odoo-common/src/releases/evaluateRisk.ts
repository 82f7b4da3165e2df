import { earliestAfter, writeInstant } from '../instant';
import { ruleSetVersionOf } from '../ruleSetVersion';
import type { VerdictStatus } from '../verdict';
import { riskFactors, type FactorFinding, type RiskFactor } from './factors';
import { liftHolds, type Lifting } from './liftHolds';
import type { RiskPolicy } from './policy';
import { riskContextOf, wentOutAt } from './riskContext';
import type { RiskFacts } from './riskFacts';
import { riskRules, weighKnowledge } from './riskHolds';
import type { RiskRule } from './riskRule';
import { tierOf } from './tierOf';
import type {
  FactorResult,
  GateDecision,
  RiskHold,
  RiskVerdict,
} from './verdict';

/** Counts up with every change of a rule in code, so that a stored verdict says by which rules it came about. */
const RULES = 'release-risk-3';

function pointsOf(finding: FactorFinding, weight: number): number {
  switch (finding.outcome) {
    case 'unknown':
      return weight;
    case 'known':
      return Math.round(weight * (finding.share ?? 1));
    default:
      return 0;
  }
}

function statusOf(
  finding: FactorFinding,
  points: number,
  policy: RiskPolicy,
): VerdictStatus {
  if (finding.outcome === 'unknown') {
    return 'unknown';
  }
  if (points >= policy.thresholds.hold) {
    return 'critical';
  }
  return points > 0 ? 'warning' : 'ok';
}

function resultOf(
  factor: RiskFactor,
  finding: FactorFinding,
  policy: RiskPolicy,
): FactorResult {
  const weight = factor.weight(policy);
  const points = pointsOf(finding, weight);
  return {
    id: factor.id,
    title: factor.title,
    group: factor.group,
    outcome: finding.outcome,
    points,
    weight,
    value: finding.value,
    threshold: finding.threshold,
    reason: {
      id: factor.id,
      status: statusOf(finding, points, policy),
      message: finding.message,
      ...(finding.remedy !== undefined && { remedy: finding.remedy }),
      evidence: finding.evidence ?? [],
      ...(finding.role !== undefined && { role: finding.role }),
    },
  };
}

function decide(
  { rules, lifted, isScoreLifted }: Lifting,
  total: number,
  { thresholds }: RiskPolicy,
): GateDecision {
  if (
    rules.some(rule => rule.effect === 'hold') ||
    (total >= thresholds.hold && !isScoreLifted)
  ) {
    return 'hold';
  }
  return rules.length > 0 || lifted.length > 0 || total >= thresholds.caution
    ? 'caution'
    : 'proceed';
}

const words: Record<GateDecision, VerdictStatus> = {
  proceed: 'ok',
  caution: 'warning',
  hold: 'critical',
};

function sumPoints(
  factors: readonly FactorResult[],
  group: FactorResult['group'],
): number {
  return factors.reduce(
    (sum, factor) => sum + (factor.group === group ? factor.points : 0),
    0,
  );
}

const holdOf = ({ effect, reason, liftableBy }: RiskRule): RiskHold => ({
  ...reason,
  effect,
  liftableBy: liftableBy === undefined ? [] : [liftableBy],
});

/** What a rule, lifted or not, says in the place of a factor need not be read twice. */
function reasonsOf(
  factors: readonly FactorResult[],
  { rules, lifted }: Lifting,
): RiskVerdict['reasons'] {
  const restated = new Set(
    [...rules, ...lifted.map(({ rule }) => rule)].map(
      ({ restates }) => restates,
    ),
  );
  return [
    ...rules.map(({ reason }) => reason),
    ...lifted.map(({ reason }) => reason),
    ...factors
      .filter(
        factor =>
          factor.outcome !== 'not-applicable' && !restated.has(factor.id),
      )
      .sort((a, b) => b.points - a.points)
      .map(({ reason }) => reason),
  ];
}

/**
 * Judges one release: additive points of the factors, then the rules that no points dilute, then what people lifted of them.
 *
 * Pure: the same facts, policy and `now` (epoch milliseconds) give the same verdict to the byte, and every `now` before
 * `validUntil` gives it too. Until the release went out it is judged at `now`, afterwards at the instant at which it did, so
 * time alone no longer changes its verdict.
 *
 * Decision: a hold that nobody lifted, or at least `thresholds.hold` points: hold. An unknown digest, checkpoint or calendar, a
 * lifted hold, or at least `thresholds.caution` points: caution. Else proceed. When more than half of the weight that applies is
 * unknown, the word is `unknown` and the decision hold, until somebody overrides it.
 *
 * @public
 */
export function evaluateRisk(
  facts: RiskFacts,
  policy: RiskPolicy,
  now: number,
): RiskVerdict {
  const context = riskContextOf(facts, policy, now);
  const { thresholds } = context.policy;
  const findings = new Map(
    riskFactors.map(factor => [factor.id, factor.evaluate(context)]),
  );
  const factors = riskFactors.map(factor =>
    resultOf(factor, findings.get(factor.id)!, context.policy),
  );
  const found = riskRules(context, factors, findings);
  const inherent = sumPoints(factors, 'inherent');
  const readiness = sumPoints(factors, 'readiness');
  const total = inherent + readiness;
  const lifting = liftHolds(context, found.rules, total);
  const decision = decide(lifting, total, context.policy);
  const isMostlyUnknown = found.rules.some(
    ({ reason }) => reason.id === 'mostly-unknown',
  );
  const changesAt =
    wentOutAt(facts) === undefined
      ? earliestAfter(now, [
          ...[...findings.values()].flatMap(({ changesAt: at }) => at ?? []),
          ...found.changesAt,
          ...lifting.changesAt,
        ])
      : undefined;
  return {
    capability: 'release-risk',
    status: isMostlyUnknown ? 'unknown' : words[decision],
    decision,
    tier: tierOf(context, {
      rules: found.rules,
      total,
      findings,
      signOff: lifting.signOff,
    }),
    score: {
      inherent,
      readiness,
      total,
      ...weighKnowledge(factors),
      thresholds: { caution: thresholds.caution, hold: thresholds.hold },
    },
    reasons: reasonsOf(factors, lifting),
    factors,
    holds: lifting.rules.map(holdOf),
    ...(lifting.lifted.length > 0 && {
      lifted: lifting.lifted.map(({ rule, decision: by }) => ({
        hold: holdOf(rule),
        decisionId: by.id,
        kind: by.kind,
        by: by.by,
        until: by.expiresAt,
      })),
    }),
    ruleSetVersion: ruleSetVersionOf(RULES, policy),
    ...(changesAt !== undefined && { validUntil: writeInstant(changesAt) }),
  };
}
