import type { CalendarWindow } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { SourceOutcome } from '@odoo-fleet/backstage-plugin-odoo-node';

/** A calendar as its text says it, in one zone. Its windows have no name of a calendar: each declaration gives it its own. */
export interface CalendarExpansion {
  timeZone: string;
  /** Epoch milliseconds; windows are complete from here to `completeUntil`. */
  from: number;
  completeUntil: number;
  windows: Omit<CalendarWindow, 'calendar'>[];
  /** Events that could not be understood. */
  problems: string[];
}

/** One attempt to read a calendar. */
export interface CalendarAttempt {
  calendarKey: string;
  attemptedAt: number;
  status: SourceOutcome<unknown>['status'];
  message?: string;
}

/** How the reading of a calendar stands. */
export interface CalendarReading extends CalendarAttempt {
  /** The last answer, epoch milliseconds; absent when there never was one. */
  answeredAt?: number;
  /** In the zone that was asked for; absent when there is none yet. */
  expansion?: CalendarExpansion;
}

/** What is to be looked up. */
export interface CalendarQuestion {
  calendarKey: string;
  timeZone: string;
}

/** The last good text of a calendar. */
export interface CalendarText {
  /** Absent: it was without events. */
  text?: string;
}

/**
 * What calendars were read to say. An attempt that failed is kept and takes nothing away: the last good text stays beside it, with
 * its age.
 */
export interface CalendarStore {
  /** Keeps an attempt that gave nothing. */
  recordFailure(attempt: CalendarAttempt): Promise<void>;

  /** Keeps an answer, in place of the last one, with what it says in each zone. */
  recordAnswer(
    attempt: CalendarAttempt,
    answer: CalendarText,
    expansions: readonly CalendarExpansion[],
  ): Promise<void>;

  /** Replaces what the last good text says in each zone. */
  replaceExpansions(
    calendarKey: string,
    expansions: readonly CalendarExpansion[],
  ): Promise<void>;

  /** The last good text; absent when it was never read. */
  getText(calendarKey: string): Promise<CalendarText | undefined>;

  /** By `JSON.stringify([calendarKey, timeZone])`; calendars that nobody tried to read are missing. */
  getReadings(
    questions: readonly CalendarQuestion[],
  ): Promise<Map<string, CalendarReading>>;

  /** Forgets calendars that nobody declares any more. */
  keepOnly(calendarKeys: ReadonlySet<string>): Promise<void>;

  /** Attempts of a calendar, newest first. */
  listAttempts(calendarKey: string, limit: number): Promise<CalendarAttempt[]>;

  /** Deletes up to `limit` attempts that were made before; gives how many went. */
  pruneAttempts(before: number, limit: number): Promise<number>;
}

/** Under which a reading is found. */
export function readingKey({
  calendarKey,
  timeZone,
}: CalendarQuestion): string {
  return JSON.stringify([calendarKey, timeZone]);
}
