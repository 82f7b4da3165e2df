import { DateTime } from 'luxon';
import { LOCALE } from '../../time';

/** A stretch of time, epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** A place on the axis with its name. */
export interface Tick {
  at: number;
  /** Percent of the axis. */
  place: number;
  label: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Percent of the axis at which an instant stands, from 0 to 100; outside of the axis, its nearer end. */
export function placeOf(at: number, { from, to }: Span): number {
  if (to <= from) {
    return 100;
  }
  return Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
}

interface Step {
  begin: (first: DateTime) => DateTime;
  next: (tick: DateTime) => DateTime;
  format: string;
}

/** Steps as people reckon: hours of the day, days, weeks from Monday, months. */
function stepFor(length: number): Step {
  if (length <= 2 * DAY) {
    return {
      begin: first => first.startOf('day'),
      next: tick => tick.plus({ hours: 6 }),
      format: 'ccc HH:mm',
    };
  }
  if (length <= 14 * DAY) {
    return {
      begin: first => first.startOf('day'),
      next: tick => tick.plus({ days: 1 }),
      format: 'ccc d',
    };
  }
  if (length <= 70 * DAY) {
    return {
      begin: first => first.startOf('week'),
      next: tick => tick.plus({ weeks: 1 }),
      format: 'd LLL',
    };
  }
  return {
    begin: first => first.startOf('month'),
    next: tick => tick.plus({ months: 1 }),
    format: 'LLL yy',
  };
}

/**
 * Ticks of an axis in the business time zone. Days begin at its midnight, so that one in which the clocks change is as long as it is.
 */
export function ticksOf(span: Span, zone: string): Tick[] {
  const { from, to } = span;
  const { begin, next, format } = stepFor(to - from);
  const ticks: Tick[] = [];
  for (
    let tick = begin(DateTime.fromMillis(from, { zone, locale: LOCALE }));
    tick.isValid && tick.toMillis() <= to;
    tick = next(tick)
  ) {
    if (tick.toMillis() >= from) {
      ticks.push({
        at: tick.toMillis(),
        place: placeOf(tick.toMillis(), span),
        label: tick.toFormat(format),
      });
    }
  }
  return ticks;
}
