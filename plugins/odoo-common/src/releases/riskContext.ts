import { parseInstant } from '../instant';
import { domainOfChange } from './domainOfModule';
import type { RiskContext } from './factors';
import { freezesOfRelease } from './factors/freezesOfRelease';
import { policyFor, type RiskPolicy } from './policy';
import type { RiskFacts } from './riskFacts';

/** When a release went out, or failed to; absent while it is on its way. */
export function wentOutAt({ release }: RiskFacts): number | undefined {
  const { deployedAt, failedAt } = release.lifecycle;
  const at = deployedAt ?? failedAt;
  return at === undefined ? undefined : parseInstant(at);
}

function touchedBy({ release }: RiskFacts): RiskContext['touched'] {
  const domains = release.facts.modules?.value.map(domainOfChange);
  if (!domains || domains.includes(undefined)) {
    return undefined;
  }
  return new Set(domains.flatMap(domain => domain ?? []));
}

/** What factors and rules look at: the policy for where the release goes, and the instant that counts. */
export function riskContextOf(
  facts: RiskFacts,
  policy: RiskPolicy,
  now: number,
): RiskContext {
  const touched = touchedBy(facts);
  return {
    facts,
    policy: policyFor(policy, facts),
    releaseInstant: wentOutAt(facts) ?? now,
    freezes: freezesOfRelease(facts),
    ...(touched && { touched }),
  };
}
