import { formatInstant } from './formatInstant';

/** How sentences of verdicts write instants. */
const SAID = /\b(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}) UTC\b/g;

/**
 * A sentence of a verdict, whose instants are in UTC so that it is the same for everybody, as the business reads it: «2026-11-26
 * 01:00 UTC» becomes «26 Nov 2026, 02:00 Europe/Paris». What is no instant stays as it is.
 */
export function instantsInZone(text: string, zone: string): string {
  return zone === 'UTC'
    ? text
    : text.replace(SAID, (said, day: string, time: string) => {
        const instant = `${day}T${time}:00.000Z`;
        return Number.isNaN(Date.parse(instant))
          ? said
          : formatInstant(instant, zone);
      });
}
