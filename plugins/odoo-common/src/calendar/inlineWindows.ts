import { DateTime, type Zone } from 'luxon';
import type { CalendarWindow, InlineWindow } from './model';
import { rememberedZone } from './rememberedZone';

/** Last instant that ISO 8601 with four-digit years can write. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

interface Span {
  start: number;
  end: number;
}

const withOffset = /(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instants that a written time can mean: one, but two for a local time over which the clocks are set back. In the hour
 * that is skipped in spring the clock's own reading is taken (02:30 becomes 03:30).
 */
function readings(written: string, zone: Zone): number[] {
  const time = DateTime.fromISO(written, { zone });
  return withOffset.test(written)
    ? [time.toMillis()]
    : time.getPossibleOffsets().map(reading => reading.toMillis());
}

function onceSpan(window: { start: string; end: string }, zone: Zone): Span {
  // A time that happens twice is read so that the window is the longer one: better closed an hour too long than open.
  return {
    start: Math.min(...readings(window.start, zone)),
    end: Math.max(...readings(window.end, zone)),
  };
}

/** Start of a day of the year; of the day after it with `dayAfter`. 29 February reads 1 March (`dayAfter`: too) in other years. */
function startOfDay(
  year: number,
  monthDay: string,
  dayAfter: boolean,
  zone: Zone,
): number {
  const [month, day] = monthDay.split('-').map(Number);
  const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  const date = exists
    ? { year, month, day }
    : { year, month: month + 1, day: 1 };
  const start = DateTime.fromObject(date, { zone });
  const wanted = exists && dayAfter ? start.plus({ days: 1 }) : start;
  return wanted.startOf('day').toMillis();
}

function yearlySpans(
  { from, to }: { from: string; to: string },
  zone: Zone,
  fromMs: number,
  toMs: number,
): Span[] {
  const spans: Span[] = [];
  const lastYear = new Date(toMs).getUTCFullYear() + 1;
  // The year before, since its window may reach over the new year.
  for (
    let year = new Date(fromMs).getUTCFullYear() - 1;
    year <= lastYear;
    year++
  ) {
    spans.push({
      start: startOfDay(year, from, false, zone),
      end: startOfDay(from > to ? year + 1 : year, to, true, zone),
    });
  }
  return spans;
}

/**
 * The windows written in a descriptor that touch `[fromMs, toMs)` (epoch milliseconds), as UTC windows, by start. Local times and
 * days are those of `timeZone`, the tenant's business zone, whatever the zone of the machine. Windows are whole: they are not
 * cut at the ends of the range. One that is empty after its local times met a change of the clocks is left out.
 *
 * @throws RangeError when `timeZone` is no IANA time zone.
 * @public
 */
export function expandInlineWindows(
  calendarName: string,
  windows: readonly InlineWindow[],
  timeZone: string,
  fromMs: number,
  toMs: number,
): CalendarWindow[] {
  const zone = rememberedZone(timeZone);
  if (!zone.isValid) {
    throw new RangeError(
      `Calendar '${calendarName}': '${timeZone}' is no IANA time zone; write one such as Europe/Paris`,
    );
  }
  return windows
    .flatMap(window =>
      ('yearly' in window
        ? yearlySpans(window.yearly, zone, fromMs, toMs)
        : [onceSpan(window, zone)]
      )
        .filter(({ start, end }) => start < end && end > fromMs && start < toMs)
        .map(span => ({ window, ...span })),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ window, start, end }) => ({
      calendar: calendarName,
      kind: window.kind ?? 'freeze',
      reason: window.reason,
      start: new Date(start).toISOString(),
      end: new Date(Math.min(end, LAST_INSTANT)).toISOString(),
      ...(window.domains && { domains: window.domains }),
    }));
}
