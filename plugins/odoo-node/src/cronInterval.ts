const NAMES: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'sun mon tue wed thu fri sat'.split(' ').map((name, i) => [name, i]),
    'jan feb mar apr may jun jul aug sep oct nov dec'
      .split(' ')
      .map((name, i) => [name, i + 1]),
  ].flat() as [string, number][],
);

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

const DAY_SECONDS = 86_400;
/** Ten years with all sorts of months, and with eight years between two 29 Februaries, since 2100 has none. */
const FIRST_DAY = Date.UTC(2096, 0, 1);
const LAST_DAY = Date.UTC(2106, 0, 1);

interface Field {
  values: ReadonlySet<number>;
  /** A star stands for no wish at all, which decides how days of the month and of the week go together. */
  any: boolean;
}

function parseNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : NAMES[text.toLowerCase()];
}

function parseField(
  text: string,
  least: number,
  most: number,
): Field | undefined {
  const values = new Set<number>();
  let any = false;
  for (const part of text.split(',')) {
    const [range, step = '1', ...more] = part.split('/');
    const every = Number(step);
    const star = range === '*' || range === '?';
    const [from, to, ...rest] = star
      ? [least, most]
      : range.split('-').map(parseNumber);
    // `5/10` means from five on
    const last = to ?? (part.includes('/') ? most : from);
    if (
      more.length ||
      rest.length ||
      !/^\d{1,4}$/.test(step) ||
      every < 1 ||
      from === undefined ||
      last === undefined ||
      (range.includes('-') && to === undefined) ||
      from < least ||
      last > most ||
      from > last
    ) {
      return undefined;
    }
    any ||= star && every === 1;
    for (let value = from; value <= last; value += every) {
      values.add(value);
    }
  }
  return { values, any };
}

/** `1h30m`, as Go writes a duration; seconds. */
function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)];
  if (!parts.length || parts.map(([part]) => part).join('') !== text) {
    return undefined;
  }
  const seconds = parts.reduce(
    (sum, [, count, unit]) =>
      sum + Number(count) * { h: 3600, m: 60, s: 1 }[unit as 'h' | 'm' | 's'],
    0,
  );
  return seconds > 0 ? seconds : undefined;
}

/** Longest time between two runs, over years that have all sorts of months. */
function longestGap(
  days: (instant: Date) => boolean,
  times: readonly number[],
): number | undefined {
  const within = times
    .slice(1)
    .reduce((most, time, i) => Math.max(most, time - times[i]), 0);
  let longest = 0;
  let last: number | undefined;
  for (let day = FIRST_DAY; day < LAST_DAY; day += DAY_SECONDS * 1000) {
    if (days(new Date(day))) {
      const first = day / 1000 + times[0];
      longest = Math.max(
        longest,
        within,
        last === undefined ? 0 : first - last,
      );
      last = day / 1000 + times[times.length - 1];
    }
  }
  return longest || undefined;
}

/**
 * The longest time between two runs that a cron schedule means, in seconds: what is older than that has missed one. For adapters.
 *
 * @remarks
 * Five fields as Kubernetes CronJobs and Velero take them; six, with seconds first, as CloudNativePG does; `@daily` and its kin;
 * `@every 6h`; a time zone before it (`CRON_TZ=Europe/Paris`) changes nothing. A day on which clocks go back may take an hour more.
 *
 * @returns undefined for what is no schedule, or one that never runs.
 * @public
 */
export function cronIntervalSeconds(schedule: string): number | undefined {
  const text = schedule.trim().replace(/^(CRON_)?TZ=\S+\s+/, '');
  if (text.length > 200) {
    return undefined;
  }
  if (text.startsWith('@every ')) {
    return parseDuration(text.slice('@every '.length).trim());
  }
  const fields = (DESCRIPTORS[text.toLowerCase()] ?? text).split(/\s+/);
  const six = fields.length === 5 ? ['0', ...fields] : fields;
  if (six.length !== 6) {
    return undefined;
  }
  const bounds: readonly (readonly [number, number])[] = [
    [0, 59],
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
  ];
  const parsed = six.map((field, i) =>
    parseField(field, bounds[i][0], bounds[i][1]),
  );
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = parsed;
  if (!second || !minute || !hour || !dayOfMonth || !month || !dayOfWeek) {
    return undefined;
  }
  const times = [...hour.values]
    .flatMap(h =>
      [...minute.values].flatMap(m =>
        [...second.values].map(s => h * 3600 + m * 60 + s),
      ),
    )
    .sort((a, b) => a - b);
  // As cron always did: when both are restricted, either will do
  const either = !dayOfMonth.any && !dayOfWeek.any;
  return longestGap(day => {
    const inMonth = dayOfMonth.values.has(day.getUTCDate());
    const weekday = day.getUTCDay();
    const inWeek =
      dayOfWeek.values.has(weekday) ||
      (weekday === 0 && dayOfWeek.values.has(7));
    return (
      month.values.has(day.getUTCMonth() + 1) &&
      (either ? inMonth || inWeek : inMonth && inWeek)
    );
  }, times);
}
