import { parseInstant, sayInstant } from '../instant';
import { plainText, sayCount } from '../plainText';
import type { RiskContext } from './factors';
import { personDecisionsInForce, type PersonDecision } from './personDecisions';
import type { RiskRule } from './riskRule';
import type { RiskReason } from './verdict';

/** What people's decisions left of the rules. */
export interface Lifting {
  /** The rules that still count. */
  rules: RiskRule[];
  /** The holds that were lifted, each with the reason as it is now read. */
  lifted: { rule: RiskRule; decision: PersonDecision; reason: RiskReason }[];
  /** The points alone hold no more. */
  isScoreLifted: boolean;
  /** The executive's sign-off that counts, if there is one. */
  signOff: PersonDecision | undefined;
  /** Instants (epoch milliseconds) from which another decision may count. */
  changesAt: number[];
}

function liftedReason(
  { reason }: RiskRule,
  { kind, by, expiresAt, reason: why }: PersonDecision,
): RiskReason {
  const what = kind === 'override' ? 'an override' : 'a sign-off';
  return {
    ...reason,
    // What nobody knows stays unknown, whoever lifts the hold
    status: reason.status === 'unknown' ? 'unknown' : 'warning',
    message: `${reason.message} Lifted by ${what} of ${plainText(
      by,
      120,
    )} until ${sayInstant(parseInstant(expiresAt))}: «${plainText(why, 200)}».`,
  };
}

function scoreRule(total: number, hold: number): RiskRule {
  return {
    effect: 'hold',
    liftableBy: 'override',
    reason: {
      id: 'score',
      status: 'critical',
      message: `The score is ${sayCount(total, 'point')}; ${sayCount(
        hold,
        'point',
      )} hold.`,
      evidence: [],
    },
  };
}

/**
 * Takes off the rules what people lifted: an override every hold that it may, an executive's sign-off those at a peak alone.
 * What is lifted stays listed.
 */
export function liftHolds(
  { facts, policy, releaseInstant }: RiskContext,
  rules: readonly RiskRule[],
  total: number,
): Lifting {
  const { release, people, decisions } = facts;
  const inForce = personDecisionsInForce(
    decisions,
    {
      id: release.id,
      ...(release.digest !== undefined && { digest: release.digest }),
      ...(people.author !== undefined && { author: people.author }),
    },
    releaseInstant,
  ).sort(
    (a, b) =>
      parseInstant(b.expiresAt) - parseInstant(a.expiresAt) ||
      (a.id < b.id ? -1 : 1),
  );
  const counting = (kind: PersonDecision['kind'] | undefined) =>
    inForce.find(decision => decision.kind === kind);
  const { hold } = policy.thresholds;
  const isScoreLifted = total >= hold && counting('override') !== undefined;
  const left: RiskRule[] = [];
  const lifted: Lifting['lifted'] = [];
  for (const rule of isScoreLifted
    ? [...rules, scoreRule(total, hold)]
    : rules) {
    const decision =
      rule.effect === 'hold' ? counting(rule.liftableBy) : undefined;
    if (decision) {
      lifted.push({ rule, decision, reason: liftedReason(rule, decision) });
    } else {
      left.push(rule);
    }
  }
  return {
    rules: left,
    lifted,
    isScoreLifted,
    signOff: counting('executive-sign-off'),
    changesAt: decisions.flatMap(({ at, expiresAt, revokedAt }) =>
      [at, expiresAt, ...(revokedAt === undefined ? [] : [revokedAt])].map(
        parseInstant,
      ),
    ),
  };
}
