const form = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const secondsOf = [604_800, 86_400, 3600, 60, 1];

/** Seconds of an ISO 8601 duration from weeks down to seconds, as descriptors are allowed to write it; absent when it is none. */
export function parseDuration(iso: string): number | undefined {
  const match = form.exec(iso);
  if (!match) {
    return undefined;
  }
  const seconds = secondsOf.reduce(
    (sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0),
    0,
  );
  return seconds > 0 ? seconds : undefined;
}

/** For sentences: `45 s`, `5 min`, `4 h`, `1 h 30 min`, `2 days`: the two largest parts that there are. */
export function sayDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const parts = [
    days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}` : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    whole % 60 > 0 ? `${whole % 60} s` : '',
  ];
  const first = parts.findIndex(part => part !== '');
  return first === -1
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .filter(part => part !== '')
        .join(' ');
}
