import ICAL from 'ical.js';
import { DateTime, type Zone } from 'luxon';
import { BudgetSpentError, type ExpansionBudget } from './boundedRecurrence';
import {
  instantsOf,
  wallTimeOf,
  zoneOfProperty,
  type WallTime,
} from './icalendarTimes';

/** One time that an event happens; epoch milliseconds. */
export interface Occurrence {
  /** The event itself, or the override that stands in its place. */
  item: ICAL.Component;
  start: number;
  end: number;
}

/** What an event gives. */
export interface Occurrences {
  occurrences: Occurrence[];
  /** What could not be understood. */
  problem?: string;
  /** Instant from which on nothing is known, since the budget was spent. */
  stoppedAt?: number;
}

export interface Stretch {
  tenantZone: Zone;
  fromMs: number;
  toMs: number;
  budget: ExpansionBudget;
}

const DAY = 86_400_000;

/** Longest event: a longer one is a slip of the pen, and the library counts its days one by one. */
const MAX_LENGTH = 400 * DAY;

/** Most dates that a series names one by one, and most rules: the library's time grows with the square of their number. */
const MAX_SINGLE_DATES = 1000;
const MAX_RULES = 4;

const NO_START = 'has no start';
const NO_END = 'has no end, or one that is not after its start';
const TOO_LONG = 'lasts longer than 400 days';
const TOO_MANY_DATES = `names more than ${MAX_SINGLE_DATES} single dates, or more than ${MAX_RULES} rules`;

/** How to get from a start to its end. */
type Length =
  | { kind: 'wall'; milliseconds: number }
  | { kind: 'exact'; milliseconds: number }
  | { kind: 'duration'; days: number; seconds: number };

interface Timing {
  start: ICAL.Time;
  zone: Zone;
  length: Length;
}

function timeOf(property: ICAL.Property | null): ICAL.Time | undefined {
  const value = property?.getFirstValue();
  return value instanceof ICAL.Time ? value : undefined;
}

function lengthOf(
  event: ICAL.Component,
  start: ICAL.Time,
  zone: Zone,
  tenantZone: Zone,
): Length | undefined {
  const endProperty = event.getFirstProperty('dtend');
  const end = timeOf(endProperty);
  if (endProperty && end) {
    const endZone = zoneOfProperty(endProperty, end, tenantZone);
    return endZone.equals(zone)
      ? { kind: 'wall', milliseconds: wallTimeOf(end) - wallTimeOf(start) }
      : {
          kind: 'exact',
          milliseconds:
            Math.max(...instantsOf(wallTimeOf(end), endZone)) -
            Math.min(...instantsOf(wallTimeOf(start), zone)),
        };
  }
  const duration = event.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) {
    const days = duration.weeks * 7 + duration.days;
    const seconds =
      duration.hours * 3600 + duration.minutes * 60 + duration.seconds;
    return duration.isNegative
      ? undefined
      : { kind: 'duration', days, seconds };
  }
  return start.isDate && !endProperty
    ? { kind: 'wall', milliseconds: DAY }
    : undefined;
}

function roughly(length: Length): number {
  return length.kind === 'duration'
    ? length.days * DAY + length.seconds * 1000
    : length.milliseconds;
}

/** The times of an event, or what is wrong with them. */
function timingOf(event: ICAL.Component, tenantZone: Zone): Timing | string {
  const property = event.getFirstProperty('dtstart');
  const start = timeOf(property);
  if (!property || !start || Number.isNaN(wallTimeOf(start))) {
    return NO_START;
  }
  const zone = zoneOfProperty(property, start, tenantZone);
  const length = lengthOf(event, start, zone, tenantZone);
  if (!length || !(roughly(length) > 0)) {
    return NO_END;
  }
  return roughly(length) > MAX_LENGTH ? TOO_LONG : { start, zone, length };
}

/** Where a window that starts when the clocks show `wall` begins and ends; the longer one when that can be read in two ways. */
function spanFrom(
  wall: WallTime,
  { zone, length }: Pick<Timing, 'zone' | 'length'>,
): { start: number; end: number } {
  const starts = instantsOf(wall, zone);
  const start = Math.min(...starts);
  switch (length.kind) {
    case 'wall':
      return {
        start,
        end: Math.max(...instantsOf(wall + length.milliseconds, zone)),
      };
    case 'exact':
      return { start, end: Math.max(...starts) + length.milliseconds };
    default:
      return {
        start,
        end: DateTime.fromMillis(Math.max(...starts), { zone })
          .plus({ days: length.days })
          .plus({ seconds: length.seconds })
          .toMillis(),
      };
  }
}

const isCancelled = (event: ICAL.Component) =>
  String(event.getFirstPropertyValue('status') ?? '').toLocaleUpperCase(
    'en-US',
  ) === 'CANCELLED';

function hasTooManyDates(event: ICAL.Component): boolean {
  const singleDates = ['rdate', 'exdate']
    .flatMap(name => event.getAllProperties(name))
    // Name, parameters and type stand before the values
    .reduce((sum, property) => sum + property.toJSON().length - 3, 0);
  return (
    singleDates > MAX_SINGLE_DATES ||
    event.getAllProperties('rrule').length > MAX_RULES
  );
}

const DAYS_OF_FREQUENCY: Readonly<Record<string, number | undefined>> = {
  DAILY: 1,
  WEEKLY: 7,
};

/**
 * Where to begin with a series: a daily or weekly one that does not count its dates is the same from any of its periods on, so
 * those that are long over are passed by.
 */
function beginOf(
  master: ICAL.Component,
  start: ICAL.Time,
  longBefore: WallTime,
): ICAL.Time {
  const rules = master.getAllProperties('rrule');
  const rule = rules[0]?.getFirstValue();
  const days =
    rules.length === 1 && rule instanceof ICAL.Recur && !rule.count
      ? DAYS_OF_FREQUENCY[rule.freq]
      : undefined;
  if (days === undefined) {
    return start;
  }
  const period = days * (rule as ICAL.Recur).interval;
  const passed = Math.floor((longBefore - wallTimeOf(start)) / (period * DAY));
  if (!(passed > 0)) {
    return start;
  }
  const begin = start.clone();
  begin.adjust(passed * period, 0, 0, 0);
  return begin;
}

/**
 * When an event happens between two instants, with the overrides of its series in place.
 *
 * @throws BudgetSpentError when its rule costs too much; whatever else the library throws at what it can't read.
 */
export function occurrencesOf(
  master: ICAL.Component,
  overrides: readonly ICAL.Component[],
  stretch: Stretch,
): Occurrences {
  const { tenantZone, fromMs, toMs, budget } = stretch;
  if (isCancelled(master)) {
    return { occurrences: [] };
  }
  if (hasTooManyDates(master)) {
    return { occurrences: [], problem: TOO_MANY_DATES };
  }
  const timings = new Map<ICAL.Component, Timing>();
  for (const event of [master, ...overrides]) {
    const timing = timingOf(event, tenantZone);
    if (typeof timing === 'string') {
      return { occurrences: [], problem: timing };
    }
    timings.set(event, timing);
  }
  const touches = ({ start, end }: { start: number; end: number }) =>
    start < end && end > fromMs && start < toMs;
  const masterTiming = timings.get(master)!;
  const event = new ICAL.Event(master, {
    strictExceptions: true,
    exceptions: [...overrides],
  });
  if (!event.isRecurring()) {
    const span = spanFrom(wallTimeOf(masterTiming.start), masterTiming);
    return { occurrences: touches(span) ? [{ item: master, ...span }] : [] };
  }

  const occurrences: Occurrence[] = [];
  // An override may be moved from beyond the stretch into it, so the overrides are looked at by themselves as well
  const seen = new Set<ICAL.Component>();
  // No zone is more than a day from UTC
  const longBefore = fromMs - roughly(masterTiming.length) - 2 * DAY;
  const iterator = event.iterator(
    beginOf(master, masterTiming.start, longBefore),
  );
  for (let next = iterator.next(); next; next = iterator.next()) {
    budget.occurrences--;
    if (wallTimeOf(next) < longBefore && budget.occurrences >= 0) {
      continue;
    }
    const regular = spanFrom(wallTimeOf(next), masterTiming);
    if (regular.start >= toMs) {
      break;
    }
    if (budget.occurrences < 0) {
      if (regular.start < fromMs) {
        throw new BudgetSpentError();
      }
      return { occurrences, stoppedAt: regular.start };
    }
    const details = event.getOccurrenceDetails(next);
    const item = details.item.component;
    seen.add(item);
    if (isCancelled(item)) {
      continue;
    }
    const span = spanFrom(
      wallTimeOf(details.startDate),
      timings.get(item) ?? masterTiming,
    );
    if (touches(span)) {
      occurrences.push({ item, ...span });
    }
  }
  for (const override of overrides) {
    const timing = timings.get(override)!;
    const span = spanFrom(wallTimeOf(timing.start), timing);
    if (!seen.has(override) && !isCancelled(override) && touches(span)) {
      occurrences.push({ item: override, ...span });
    }
  }
  return { occurrences };
}
