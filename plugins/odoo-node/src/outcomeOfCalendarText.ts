import { expandICalendar } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { SourceOutcome } from './SourceOutcome';

/**
 * What a text that came from a source of calendars is: one with events, one without, or none. For adapters.
 *
 * @public
 */
export function outcomeOfCalendarText(
  text: string,
  observedAt: number,
): SourceOutcome<string> {
  // A stretch without length: nothing is expanded, only read
  const read = expandICalendar('', text, 'UTC', 0, 0);
  if (read.status === 'malformed') {
    return { status: 'malformed', message: read.message, observedAt };
  }
  return read.events === 0
    ? { status: 'empty', observedAt }
    : { status: 'observed', value: text, observedAt };
}
