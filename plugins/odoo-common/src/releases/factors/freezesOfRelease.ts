import type { BusinessDomain, FreezeWindow } from '../../calendar';
import { parseInstant } from '../../instant';
import type { RiskFacts } from '../verdict';

/**
 * A freeze that concerns a release.
 *
 * @public
 */
export interface ConcerningFreeze {
  /** Epoch milliseconds; the freeze holds from `start` on and no more at `end`. */
  start: number;
  end: number;
  /** As the calendar lists it. */
  listed: FreezeWindow;
}

/** Domains that the release touches; absent when they are not known, be it for one module only. */
function touchedDomains(
  facts: RiskFacts,
): ReadonlySet<BusinessDomain> | undefined {
  const modules = facts.release.facts.modules?.value;
  if (!modules || modules.some(module => module.domain === undefined)) {
    return undefined;
  }
  return new Set(modules.flatMap(module => module.domain ?? []));
}

/**
 * The freezes of the calendar that concern this release: those of all domains, and those limited to domains that it touches,
 * or may touch because nobody said what it touches. None when the calendar is not known: ask that first.
 */
export function freezesOfRelease(facts: RiskFacts): ConcerningFreeze[] {
  if (facts.calendar.status === 'unknown') {
    return [];
  }
  const touched = touchedDomains(facts);
  return facts.calendar.freezes
    .filter(
      ({ domains }) =>
        !domains || !touched || domains.some(domain => touched.has(domain)),
    )
    .map(listed => ({
      listed,
      start: parseInstant(listed.start),
      end: parseInstant(listed.end),
    }))
    .filter(({ start, end }) => start < end);
}

/** The freeze that holds at `instant`: of several the one that ends last. */
export function freezeAt(
  freezes: readonly ConcerningFreeze[],
  instant: number,
): ConcerningFreeze | undefined {
  let last: ConcerningFreeze | undefined;
  for (const freeze of freezes) {
    if (
      freeze.start <= instant &&
      instant < freeze.end &&
      (!last || freeze.end > last.end)
    ) {
      last = freeze;
    }
  }
  return last;
}

/** The first instant from `instant` on that lies in no freeze: freezes that touch or overlap are one. */
export function freeFrom(
  freezes: readonly ConcerningFreeze[],
  instant: number,
): number {
  let free = instant;
  let holding = freezeAt(freezes, free);
  while (holding) {
    free = holding.end;
    holding = freezeAt(freezes, free);
  }
  return free;
}
