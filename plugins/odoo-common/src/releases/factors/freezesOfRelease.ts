import type {
  BusinessDomain,
  CalendarWindow,
  CalendarWindowKind,
} from '../../calendar';
import { parseInstant } from '../../instant';
import { domainOfChange } from '../domainOfModule';
import type { Release } from '../model';
import type { RiskFacts } from '../riskFacts';

/**
 * A window of a calendar that concerns a release.
 *
 * @public
 */
export interface ConcerningWindow {
  /** Epoch milliseconds; the window holds from `start` on and no more at `end`. */
  start: number;
  end: number;
  /** As the calendar lists it. */
  listed: CalendarWindow;
}

/**
 * A freeze that concerns a release.
 *
 * @public
 */
export type ConcerningFreeze = ConcerningWindow;

/**
 * Domains that a release touches; absent when they are not known, be it for one module only.
 *
 * @public
 */
export function touchedDomains({
  facts,
}: Pick<Release, 'facts'>): ReadonlySet<BusinessDomain> | undefined {
  const domains = facts.modules?.value.map(domainOfChange);
  return domains?.every(domain => domain !== undefined)
    ? new Set(domains)
    : undefined;
}

/**
 * Of these windows the ones that concern a release: those of all domains, and those limited to domains that it touches, or may
 * touch because nobody said what it touches.
 *
 * @public
 */
export function concerningWindows(
  windows: readonly CalendarWindow[],
  touched: ReadonlySet<BusinessDomain> | undefined,
): ConcerningWindow[] {
  return windows
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

/**
 * The windows of one kind that concern this release. None when the calendar is not known: ask that first.
 *
 * @public
 */
export function windowsOfRelease(
  { calendar, release }: Pick<RiskFacts, 'calendar' | 'release'>,
  kind: CalendarWindowKind,
): ConcerningWindow[] {
  return calendar.status === 'unknown'
    ? []
    : concerningWindows(
        calendar.windows.filter(window => window.kind === kind),
        touchedDomains(release),
      );
}

/** The freezes that concern this release. None when the calendar is not known: ask that first. */
export function freezesOfRelease(facts: RiskFacts): ConcerningFreeze[] {
  return windowsOfRelease(facts, 'freeze');
}

/** The window that holds at `instant`: of several the one that ends last. */
export function freezeAt(
  freezes: readonly ConcerningWindow[],
  instant: number,
): ConcerningWindow | undefined {
  let last: ConcerningWindow | undefined;
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

/** The first instant from `instant` on that lies in no window: windows that touch or overlap are one. */
export function freeFrom(
  freezes: readonly ConcerningWindow[],
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
