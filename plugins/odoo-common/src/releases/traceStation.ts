import type { Evidence } from '../verdict';
import type { Fact, ReleaseEvent } from './model';
import type { RiskFacts } from './riskFacts';
import type { FactorResult, RiskVerdict } from './verdict';

/**
 * What a trace is made of.
 *
 * @public
 */
export interface TraceInput {
  facts: RiskFacts;
  verdict: RiskVerdict;
  /** The events of the release, in any order: they carry the sources of what the lifecycle only dates. */
  events: readonly ReleaseEvent[];
  /** The instant at which it was judged, epoch milliseconds. */
  now: number;
}

/** The facts of a station as its evidence, each once. */
export function evidenceOfFacts(
  facts: readonly (readonly [fact: Fact<unknown> | undefined, label: string])[],
): Evidence[] {
  return facts.flatMap(([fact, label]) =>
    fact
      ? [
          {
            label,
            source: fact.source,
            observedAt: fact.occurredAt,
            ...(fact.url !== undefined && { url: fact.url }),
            eventId: fact.eventId,
          },
        ]
      : [],
  );
}

/** The latest instant of some facts: the one at which the last of them became known. */
export function lastInstant(
  facts: readonly (Fact<unknown> | undefined)[],
): string | undefined {
  return facts
    .flatMap(fact => (fact ? [fact.occurredAt] : []))
    .sort()
    .at(-1);
}

/** What the verdict says of one factor; a station never says better than it. */
export function factorOf(
  verdict: RiskVerdict,
  id: string,
): FactorResult | undefined {
  return verdict.factors.find(factor => factor.id === id);
}

/** The event that brought the release out, or ended the attempt: the earliest of its kind. */
export function rolloutEvent({
  facts,
  events,
}: TraceInput): ReleaseEvent | undefined {
  const { deployedAt, failedAt, rollingOutAt } = facts.release.lifecycle;
  const at = deployedAt ?? failedAt ?? rollingOutAt;
  const time = at && Date.parse(at);
  return events
    .filter(
      ({ kind, occurredAt }) =>
        [
          'deployed',
          'rolled-back',
          'rollout-started',
          'pipeline-finished',
        ].includes(kind) && Date.parse(occurredAt) === time,
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1))[0];
}
