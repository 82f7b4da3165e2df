/** One hour in milliseconds. */
export const HOUR = 3_600_000;

/** One minute in milliseconds. */
export const MINUTE = 60_000;

/** First instant that ISO 8601 with four-digit years can't write. */
const END_OF_FOUR_DIGIT_YEARS = Date.UTC(10_000, 0, 1);

/** Epoch milliseconds of an instant in ISO 8601. */
export function parseInstant(iso: string): number {
  return Date.parse(iso);
}

/** UTC, ISO 8601 with milliseconds: the one form in which instants leave this package, so equal instants have equal bytes. */
export function writeInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** For sentences: `2026-11-20 14:00 UTC`. No age, no locale, so that a verdict keeps its bytes. */
export function sayInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The earliest of the instants that lies after `now`, if there is one that can be written. */
export function earliestAfter(
  now: number,
  candidates: readonly number[],
): number | undefined {
  let earliest: number | undefined;
  for (const candidate of candidates) {
    if (
      candidate > now &&
      candidate < END_OF_FOUR_DIGIT_YEARS &&
      (earliest === undefined || candidate < earliest)
    ) {
      earliest = candidate;
    }
  }
  return earliest;
}
