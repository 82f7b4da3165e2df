import type { SourceOutcome } from './SourceOutcome';

/**
 * What is asked of a {@link CalendarReader}.
 *
 * @public
 */
export interface CalendarReadOptions {
  /** First instant that matters, epoch milliseconds. A reader may give more. */
  from: number;
  /** End of what matters, epoch milliseconds. */
  to: number;
  signal: AbortSignal;
}

/**
 * Reads calendars of one sort, as iCalendar text (RFC 5545). It reads with what the portal may read and never with credentials of a
 * person; what the text says becomes windows elsewhere.
 *
 * @remarks
 * Every call ends within a bound of time and takes in no more than a bound of text, whatever the other side does. It rejects only
 * when its signal is aborted, with the signal's reason; everything else is an outcome. `empty` is a calendar that is there, whole,
 * and without events; one that is not there is `unreachable`, since nobody says that it has no freezes. Messages never hold
 * an address, a secret or a text of the source. Held to by `describeCalendarReaderContract` of `./testUtils`.
 *
 * @public
 */
export interface CalendarReader {
  /** Name of the adapter's folder, e.g. `url`. */
  readonly id: string;

  /** Reads one calendar; `target` is what the adapter's README says. */
  read(
    target: string,
    options: CalendarReadOptions,
  ): Promise<SourceOutcome<string>>;
}
