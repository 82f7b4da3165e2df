import { DateTime } from 'luxon';

/** The texts of this plugin are British English; numbers and dates go with them. */
export const LOCALE = 'en-GB';

const steps: [
  limitSeconds: number,
  unit: Intl.RelativeTimeFormatUnit,
  seconds: number,
][] = [
  [59.5 * 60, 'minute', 60],
  [36 * 3600, 'hour', 3600],
  [60 * 86400, 'day', 86400],
  [Infinity, 'month', 30.44 * 86400],
];

const relative = new Intl.RelativeTimeFormat(LOCALE, {
  style: 'short',
  numeric: 'auto',
});

/** «4 min ago», «in 2 hr», «now»: the distance from `now` (epoch milliseconds) to an ISO 8601 instant. */
export function formatAge(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  if (Math.abs(seconds) < 45) {
    return relative.format(0, 'second');
  }
  const [, unit, length] =
    steps.find(([limit]) => Math.abs(seconds) < limit) ??
    steps[steps.length - 1];
  return relative.format(Math.round(seconds / length), unit);
}

/** «22 Nov 2026, 14:02 Europe/Paris». */
export function formatInstant(instant: string, zone: string): string {
  const local = DateTime.fromISO(instant, { zone, locale: LOCALE });
  return `${local.toFormat('d LLL yyyy, HH:mm')} ${zone}`;
}

/** «17:34» of the business day that holds `now` (epoch milliseconds), «20 Nov, 17:34» of this year, else with the year. */
export function formatShortInstant(
  instant: string,
  zone: string,
  now: number,
): string {
  const local = DateTime.fromISO(instant, { zone, locale: LOCALE });
  const today = DateTime.fromMillis(now, { zone });
  if (local.hasSame(today, 'day')) {
    return local.toFormat('HH:mm');
  }
  return local.toFormat(
    local.hasSame(today, 'year') ? 'd LLL, HH:mm' : 'd LLL yyyy, HH:mm',
  );
}

/** The same instant in the business zone and in UTC, for a tooltip. */
export function formatBothZones(instant: string, zone: string): string {
  const utc = `${DateTime.fromISO(instant, { zone: 'utc' }).toFormat(
    'd LLL yyyy, HH:mm:ss',
  )} UTC`;
  return zone === 'UTC' ? utc : `${formatInstant(instant, zone)} · ${utc}`;
}
