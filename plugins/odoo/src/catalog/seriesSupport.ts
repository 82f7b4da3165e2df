import type {
  SeriesSupport,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DateTime } from 'luxon';

/** What is known of the support of one series. */
export interface SupportState {
  status: Extract<VerdictStatus, 'ok' | 'warning' | 'unknown'>;
  /** End of the last day of support, ISO 8601 instant; absent when the portal's config does not list the series. */
  endsAt?: string;
  /** The last day of support, as people write it. */
  date?: string;
}

/**
 * Whether a series is past the last day of its support, at `now` (epoch milliseconds). The day ends with it in `zone`, the
 * tenant's business time zone.
 */
export function supportOf(
  series: string,
  table: readonly SeriesSupport[],
  now: number,
  zone: string,
): SupportState {
  const until = table.find(entry => entry.series === series)?.until;
  if (until === undefined) {
    return { status: 'unknown' };
  }
  const end = DateTime.fromISO(until, { zone }).endOf('day');
  return {
    status: now > end.toMillis() ? 'warning' : 'ok',
    endsAt: end.toUTC().toISO() ?? undefined,
    date: end.toFormat('d LLL yyyy'),
  };
}
