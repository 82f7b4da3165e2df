import { expandICalendar } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { SourceOutcome } from '@odoo-fleet/backstage-plugin-odoo-node';

/** What a text that came from a source is: a calendar with events, one without, or none. */
export function outcomeOfText(
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
