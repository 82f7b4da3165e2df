import { parseInstant, sayInstant } from '../instant';
import { plainText } from '../plainText';
import type { CalendarState } from './model';

/**
 * Whether a calendar can say at an instant that nothing is frozen.
 *
 * - `current`: yes.
 * - `stale`: it was read too long ago. Windows that it listed still count.
 * - `incomplete`: some of its events could not be understood.
 * - `unreadable`: it was never read.
 *
 * @public
 */
export type CalendarStanding =
  | { status: 'current' }
  | {
      status: 'stale' | 'incomplete' | 'unreadable';
      /** One sentence, with instants and no ages. */
      reason: string;
    };

/**
 * How a calendar stands at `instant` (epoch milliseconds).
 *
 * @public
 */
export function calendarStandingAt(
  state: CalendarState,
  instant: number,
): CalendarStanding {
  const name = plainText(state.name);
  const failure =
    state.failure &&
    `the attempt of ${sayInstant(
      parseInstant(state.failure.at),
    )} failed: ${plainText(state.failure.reason, 300)}`;
  if (state.readAt === undefined) {
    return {
      status: 'unreadable',
      reason: `the calendar '${name}' was never read; ${
        failure ?? 'its first reading is still to come'
      }`,
    };
  }
  if (
    state.staleFrom !== undefined &&
    parseInstant(state.staleFrom) <= instant
  ) {
    return {
      status: 'stale',
      reason: `the calendar '${name}' was last read at ${sayInstant(
        parseInstant(state.readAt),
      )}, and counts as stale from ${sayInstant(
        parseInstant(state.staleFrom),
      )} on${failure ? `; ${failure}` : ''}`,
    };
  }
  const [problem] = state.problems ?? [];
  if (problem !== undefined) {
    const more = state.problems!.length - 1;
    return {
      status: 'incomplete',
      reason: `the calendar '${name}' has events that can't be understood: ${plainText(
        problem,
        200,
      )}${more > 0 ? ` (and ${more} more)` : ''}`,
    };
  }
  return { status: 'current' };
}
