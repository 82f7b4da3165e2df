import { DateTime } from 'luxon';
import { z } from 'zod';
import { parseInstant, writeInstant } from '../instant';
import {
  calendarWindowKindSchema,
  calendarWindowSchema,
  type CalendarWindow,
  type CalendarWindowKind,
} from './model';
import { rememberedZone } from './rememberedZone';

/**
 * One hour of a week, as the clocks of the tenant's zone show it.
 *
 * @public
 */
export const calendarCellSchema = z
  .object({
    /** 0 is Monday. */
    day: z.number().int().min(0).max(6),
    hour: z.number().int().min(0).max(23),
    /** `skipped`: the clocks go forward over it, so it does not happen. `twice`: they go back over it, so it lasts two hours. */
    occurs: z.enum(['once', 'skipped', 'twice']),
    /** Worst kind that holds in any part of it; absent when nothing does. */
    kind: calendarWindowKindSchema.optional(),
    /** Places in the list `windows` of what holds in any part of it, worst first. */
    windows: z.array(z.number().int().min(0)),
  })
  .strict();

/** @public */
export type CalendarCell = z.infer<typeof calendarCellSchema>;

/**
 * A week in hours, Monday to Sunday, with what calendars declare for each.
 *
 * @public
 */
export const calendarWeekSchema = z
  .object({
    timeZone: z.string(),
    /** Its Monday, as a date of the zone. */
    monday: z.iso.date(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    /** Windows that touch the week, whole, by start. */
    windows: z.array(calendarWindowSchema),
    /** 168 of them, by day and hour. */
    cells: z.array(calendarCellSchema).length(168),
  })
  .strict();

/** @public */
export type CalendarWeek = z.infer<typeof calendarWeekSchema>;

const badness: Record<CalendarWindowKind, number> = {
  freeze: 3,
  maintenance: 2,
  peak: 1,
  holiday: 0,
};

interface Hour {
  day: number;
  hour: number;
  occurs: CalendarCell['occurs'];
  start: number;
  end: number;
}

/** The 168 hours that clocks in the zone can show in a week, with the instants during which they show them. */
function hoursOf(monday: DateTime): Hour[] {
  return Array.from({ length: 168 }, (_, index) => {
    const day = Math.floor(index / 24);
    const hour = index % 24;
    const date = monday.plus({ days: day });
    const shown = { year: date.year, month: date.month, day: date.day, hour };
    // The zone is asked by quarters: some change their clocks by half an hour, and none by less than a quarter
    const quarters = [0, 15, 30, 45].flatMap(minute =>
      DateTime.fromObject({ ...shown, minute }, { zone: monday.zone })
        .getPossibleOffsets()
        .filter(time => time.hour === hour && time.minute === minute)
        .map(time => time.toMillis()),
    );
    return {
      day,
      hour,
      occurs: occurrence(quarters.length),
      start: Math.min(...quarters),
      end: Math.max(...quarters) + 15 * 60_000,
    };
  });
}

function occurrence(quarters: number): CalendarCell['occurs'] {
  if (quarters === 0) {
    return 'skipped';
  }
  return quarters > 4 ? 'twice' : 'once';
}

/**
 * The week, in the tenant's zone, that holds the instant `at` (epoch milliseconds), hour by hour with the windows that hold
 * in any part of the hour. Hours are those that the clocks show: one that is skipped in spring is there and says so, one that comes
 * twice in autumn stands for both.
 *
 * @throws RangeError when `timeZone` is no IANA time zone.
 * @public
 */
export function weekHours(
  windows: readonly CalendarWindow[],
  timeZone: string,
  at: number,
): CalendarWeek {
  const zone = rememberedZone(timeZone);
  if (!zone.isValid) {
    throw new RangeError(`'${timeZone}' is no IANA time zone`);
  }
  const monday = DateTime.fromMillis(at, { zone }).startOf('week');
  const start = monday.toMillis();
  const end = monday.plus({ weeks: 1 }).startOf('day').toMillis();
  const touching = windows
    .map(listed => ({
      listed,
      start: parseInstant(listed.start),
      end: parseInstant(listed.end),
    }))
    .filter(window => window.start < end && window.end > start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const worstFirst = touching
    .map((window, index) => ({ ...window, index }))
    .sort(
      (a, b) =>
        badness[b.listed.kind] - badness[a.listed.kind] || a.index - b.index,
    );
  return {
    timeZone,
    monday: monday.toISODate()!,
    start: writeInstant(start),
    end: writeInstant(end),
    windows: touching.map(({ listed }) => listed),
    cells: hoursOf(monday).map(hour => {
      const holding = worstFirst.filter(
        window => window.start < hour.end && window.end > hour.start,
      );
      const [worst] = holding;
      return {
        day: hour.day,
        hour: hour.hour,
        occurs: hour.occurs,
        ...(worst && { kind: worst.listed.kind }),
        windows: holding.map(({ index }) => index),
      };
    }),
  };
}
