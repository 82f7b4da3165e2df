const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One backup that the schedule of the demonstration has taken. */
export interface TakenBackup {
  type: 'full' | 'diff' | 'incr';
  start: number;
  stop: number;
}

/** A full on Sunday, a differential in every other night, an incremental at noon: kept for so many days. */
const KEPT_DAYS = 22;
const NIGHT_HOUR = 1;
const NOON_HOUR = 11;

const lengths: Record<TakenBackup['type'], number> = {
  full: 14 * 60_000,
  diff: 4 * 60_000,
  incr: 90_000,
};

function take(type: TakenBackup['type'], start: number): TakenBackup {
  return { type, start, stop: start + lengths[type] };
}

/**
 * The backups that exist at an instant, oldest first. They follow the calendar and not the start of the demonstration, so that
 * each night brings another; the oldest is always a full, since what hangs on an expired one goes with it.
 */
export function backupsAt(now: number): TakenBackup[] {
  const taken: TakenBackup[] = [];
  const midnight = Math.floor(now / DAY) * DAY;
  for (let day = midnight - KEPT_DAYS * DAY; day <= midnight; day += DAY) {
    const isSunday = new Date(day).getUTCDay() === 0;
    taken.push(take(isSunday ? 'full' : 'diff', day + NIGHT_HOUR * HOUR));
    taken.push(take('incr', day + NOON_HOUR * HOUR));
  }
  const past = taken.filter(({ stop }) => stop <= now);
  return past.slice(past.findIndex(({ type }) => type === 'full'));
}
