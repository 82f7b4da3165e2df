import { parseInstant } from '../instant';
import type { RiskContext } from './factors';
import { freezesOfRelease, touchedDomains } from './factors/freezesOfRelease';
import { policyFor, type RiskPolicy } from './policy';
import type { RiskFacts } from './riskFacts';

/** When a release went out, or failed to; absent while it is on its way. */
export function wentOutAt({ release }: RiskFacts): number | undefined {
  const { deployedAt, failedAt } = release.lifecycle;
  const at = deployedAt ?? failedAt;
  return at === undefined ? undefined : parseInstant(at);
}

/** What factors and rules look at: the policy for where the release goes, and the instant that counts. */
export function riskContextOf(
  facts: RiskFacts,
  policy: RiskPolicy,
  now: number,
): RiskContext {
  const touched = touchedDomains(facts.release);
  return {
    facts,
    policy: policyFor(policy, facts),
    releaseInstant: wentOutAt(facts) ?? now,
    freezes: freezesOfRelease(facts),
    ...(touched && { touched }),
  };
}
