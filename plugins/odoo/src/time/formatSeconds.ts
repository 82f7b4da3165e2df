import { Duration } from 'luxon';
import { LOCALE } from './formatInstant';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** «48 sec», «6 min, 12 sec», «2 hr, 5 min», «3 days, 4 hr»: a length in its two largest units. */
export function formatSeconds(seconds: number): string {
  const rounded = Math.round(seconds);
  const units = (): [string, number][] => {
    if (rounded >= DAY) {
      return [
        ['days', Math.floor(rounded / DAY)],
        ['hours', Math.floor((rounded % DAY) / HOUR)],
      ];
    }
    if (rounded >= HOUR) {
      return [
        ['hours', Math.floor(rounded / HOUR)],
        ['minutes', Math.floor((rounded % HOUR) / MINUTE)],
      ];
    }
    return [
      ['minutes', Math.floor(rounded / MINUTE)],
      ['seconds', rounded % MINUTE],
    ];
  };
  const parts = units().filter(([, count]) => count > 0);
  return Duration.fromObject(
    Object.fromEntries(parts.length > 0 ? parts : [['seconds', 0]]),
    { locale: LOCALE },
  ).toHuman({ unitDisplay: 'short', listStyle: 'narrow' });
}
