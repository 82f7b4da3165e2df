import { earliestAfter, parseInstant, writeInstant } from '../instant';
import type { VerdictStatus } from '../verdict';
import {
  riskFactors,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factors';
import { freezesOfRelease } from './factors/freezesOfRelease';
import type { RiskPolicy } from './policy';
import { shortHash } from './releaseId';
import { riskRules, weighKnowledge, type RiskRule } from './riskHolds';
import type { RiskFacts } from './riskFacts';
import type { FactorResult, GateDecision, RiskVerdict } from './verdict';

/** Counts up with every change of a rule in code, so that a stored verdict says by which rules it came about. */
const RULES_VERSION = 1;

/** The policy hashed last, as text: one backend judges thousands of releases by one policy. */
let hashedLast = { policy: '', version: '' };

function ruleSetVersion(policy: RiskPolicy): string {
  const written = JSON.stringify(policy);
  if (written !== hashedLast.policy) {
    hashedLast = { policy: written, version: hashPolicy(policy) };
  }
  return hashedLast.version;
}

function hashPolicy(policy: RiskPolicy): string {
  // Keys in order: the same policy has the same version however it was written down.
  const text = JSON.stringify(policy, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return `release-risk-${RULES_VERSION}-${shortHash(text, 12)}`;
}

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
    },
  };
}

function decide(
  rules: readonly RiskRule[],
  total: number,
  { thresholds }: RiskPolicy,
): GateDecision {
  if (rules.some(rule => rule.effect === 'hold') || total >= thresholds.hold) {
    return 'hold';
  }
  return rules.length > 0 || total >= thresholds.caution
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

/**
 * Judges one release: additive points of the factors, then the rules that no points dilute.
 *
 * Pure: the same facts, policy and `now` (epoch milliseconds) give the same verdict to the byte, and every `now` before
 * `validUntil` gives it too. Until the release went out it is judged at `now`, afterwards at the instant at which it did, so
 * time alone no longer changes its verdict.
 *
 * Decision: a hold, or at least `thresholds.hold` points: hold. An unknown digest, checkpoint or calendar, or at least
 * `thresholds.caution` points: caution. Else proceed. When more than half of the weight that applies is unknown, the word is
 * `unknown` and the decision hold.
 *
 * @public
 */
export function evaluateRisk(
  facts: RiskFacts,
  policy: RiskPolicy,
  now: number,
): RiskVerdict {
  const { deployedAt, failedAt } = facts.release.lifecycle;
  const wentOutAt = deployedAt ?? failedAt;
  const context: RiskContext = {
    facts,
    policy,
    releaseInstant: wentOutAt === undefined ? now : parseInstant(wentOutAt),
    freezes: freezesOfRelease(facts),
  };
  const findings = riskFactors.map(factor => factor.evaluate(context));
  const factors = riskFactors.map((factor, index) =>
    resultOf(factor, findings[index], policy),
  );
  const rules = riskRules(context, factors);
  const inherent = sumPoints(factors, 'inherent');
  const readiness = sumPoints(factors, 'readiness');
  const decision = decide(rules, inherent + readiness, policy);
  const isMostlyUnknown = rules.some(
    ({ reason }) => reason.id === 'mostly-unknown',
  );
  const changesAt =
    wentOutAt === undefined
      ? earliestAfter(
          now,
          findings.flatMap(finding => finding.changesAt ?? []),
        )
      : undefined;
  const holds = rules.map(({ reason }) => reason);
  return {
    capability: 'release-risk',
    status: isMostlyUnknown ? 'unknown' : words[decision],
    decision,
    score: {
      inherent,
      readiness,
      total: inherent + readiness,
      ...weighKnowledge(factors),
      thresholds: {
        caution: policy.thresholds.caution,
        hold: policy.thresholds.hold,
      },
    },
    reasons: [
      ...holds,
      ...factors
        .filter(
          factor =>
            factor.outcome !== 'not-applicable' &&
            // A rule that says the same takes the place of the factor's reason; the factor still stands in the score
            !rules.some(({ restates }) => restates === factor.id),
        )
        .sort((a, b) => b.points - a.points)
        .map(({ reason }) => reason),
    ],
    factors,
    holds,
    ruleSetVersion: ruleSetVersion(policy),
    ...(changesAt !== undefined && { validUntil: writeInstant(changesAt) }),
  };
}
