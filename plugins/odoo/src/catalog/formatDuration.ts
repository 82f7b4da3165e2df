import { Duration } from 'luxon';
import { LOCALE } from '../time';

/** «1 hr, 30 min» for an ISO 8601 duration; the text itself when it is none. */
export function formatDuration(iso: string): string {
  const duration = Duration.fromISO(iso, { locale: LOCALE });
  return duration.isValid
    ? duration.toHuman({ unitDisplay: 'short', listStyle: 'narrow' })
    : iso;
}
