import type { BusinessDomain } from '../../calendar';
import type { ServiceRole } from '../../catalog';
import type { Evidence } from '../../verdict';
import type { Fact } from '../model';
import type { RiskPolicy } from '../policy';
import type { RiskFacts } from '../riskFacts';
import type { ConcerningFreeze } from './freezesOfRelease';

/**
 * What a factor looks at.
 *
 * @public
 */
export interface RiskContext {
  facts: RiskFacts;
  policy: RiskPolicy;
  /**
   * The instant, in epoch milliseconds, at which the release went out, or failed to; now while it is on its way. Factors
   * compare with this and never with a clock.
   */
  releaseInstant: number;
  /** The freezes of the tenant's calendar that concern this release; none when the calendar is not known. */
  freezes: readonly ConcerningFreeze[];
  /** Business domains that it touches; absent when they are not known, be it for one module only. */
  touched?: ReadonlySet<BusinessDomain>;
}

/**
 * What a factor found. Texts name instants, never ages, and say nothing that time alone changes before `changesAt`.
 *
 * @public
 */
export interface FactorFinding {
  outcome: 'known' | 'unknown' | 'not-applicable';
  /** Part of the weight that counts, 0 to 1; left out when the outcome is not `known`: unknown counts all, the other nothing. */
  share?: number;
  /** What was found. */
  value: string;
  /** What would be fine. */
  threshold: string;
  /** One sentence: what is the case. */
  message: string;
  /** One sentence: what would lower it. */
  remedy?: string;
  evidence?: Evidence[];
  /** Role of the service that it is about, when it is about one. */
  role?: ServiceRole;
  /** Instants (epoch milliseconds) from which this finding may be another although no fact changed. */
  changesAt?: number[];
}

/**
 * One additive part of the score: a question about a release, with a weight in the policy.
 *
 * @public
 */
export interface RiskFactor {
  /** Stable: it is stored with verdicts and linked to. */
  id: string;
  title: string;
  group: 'inherent' | 'readiness';
  weight(policy: RiskPolicy): number;
  evaluate(context: RiskContext): FactorFinding;
}

/** A fact as evidence. */
export function evidenceOf(fact: Fact<unknown>, label: string): Evidence {
  return {
    label,
    source: fact.source,
    observedAt: fact.occurredAt,
    ...(fact.url !== undefined && { url: fact.url }),
    eventId: fact.eventId,
  };
}

/** The finding of a factor that is only asked in production. */
export function onlyInProduction(
  { facts }: RiskContext,
  threshold: string,
): FactorFinding | undefined {
  return facts.stage === 'production'
    ? undefined
    : {
        outcome: 'not-applicable',
        value: facts.stage,
        threshold,
        message: `Not asked of a ${facts.stage} environment, only of production.`,
      };
}

/** The finding about something that no event, and no other capability, has said anything about. */
export function nobodySaid(
  threshold: string,
  message: string,
  remedy: string,
): FactorFinding {
  return { outcome: 'unknown', value: 'not known', threshold, message, remedy };
}

/** The finding about something that this release has no need of. */
export function notNeeded(
  value: string,
  threshold: string,
  message: string,
): FactorFinding {
  return { outcome: 'not-applicable', value, threshold, message };
}

/** Quarter steps: 0 up to the first bound, then 25, 50 and 75 %; all of it above the last. */
export function shareBySteps(
  value: number,
  bounds: readonly [number, number, number, number],
): number {
  const step = bounds.findIndex(bound => value <= bound);
  return step === -1 ? 1 : step / 4;
}
