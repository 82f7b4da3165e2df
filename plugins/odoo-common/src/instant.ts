/** One hour in milliseconds. */
export const HOUR = 3_600_000;

/** One minute in milliseconds. */
export const MINUTE = 60_000;

/** First instant that ISO 8601 with four-digit years can't write. */
const END_OF_FOUR_DIGIT_YEARS = Date.UTC(10_000, 0, 1);

const ZERO = 48;

/** The digits from `start` to `end` as a number; NaN when one of them is none. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN;
  }
  return value;
}

/**
 * Epoch milliseconds of an instant in ISO 8601. The form that `writeInstant` gives is read by hand: a verdict looks at a
 * hundred instants, and `Date.parse` would be half of its time.
 */
export function parseInstant(iso: string): number {
  if (iso.length === 24 && iso[10] === 'T' && iso[23] === 'Z') {
    const year = digits(iso, 0, 4);
    // Date.UTC takes years below 100 for 19xx.
    if (year >= 100) {
      return Date.UTC(
        year,
        digits(iso, 5, 7) - 1,
        digits(iso, 8, 10),
        digits(iso, 11, 13),
        digits(iso, 14, 16),
        digits(iso, 17, 19),
        digits(iso, 20, 23),
      );
    }
  }
  return Date.parse(iso);
}

/** UTC, ISO 8601 with milliseconds: the one form in which instants leave this package, so equal instants have equal bytes. */
export function writeInstant(ms: number): string {
  return new Date(ms).toISOString();
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is in the form of `writeInstant` for certain: leap days and years below 1000 are left to the calendar. */
function isWritten(iso: string): boolean {
  return (
    iso.length === 24 &&
    iso[4] === '-' &&
    iso[7] === '-' &&
    iso[10] === 'T' &&
    iso[13] === ':' &&
    iso[16] === ':' &&
    iso[19] === '.' &&
    iso[23] === 'Z' &&
    digits(iso, 0, 4) >= 1000 &&
    digits(iso, 8, 10) >= 1 &&
    digits(iso, 8, 10) <= (DAYS[digits(iso, 5, 7) - 1] ?? 0) &&
    digits(iso, 11, 13) <= 23 &&
    digits(iso, 14, 16) <= 59 &&
    digits(iso, 17, 19) <= 59 &&
    digits(iso, 20, 23) >= 0
  );
}

/** Any instant of ISO 8601 in the form of `writeInstant`. A fold meets each instant several times, nearly all in that form. */
export function rewriteInstant(iso: string): string {
  return isWritten(iso) ? iso : writeInstant(parseInstant(iso));
}

/** Sentences of a verdict name the same few instants again and again. */
const saidBefore = new Map<number, string>();

/** For sentences: `2026-11-20 14:00 UTC`. No age, no locale, so that a verdict keeps its bytes. */
export function sayInstant(ms: number): string {
  let said = saidBefore.get(ms);
  if (said === undefined) {
    said = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    if (saidBefore.size >= 1000) {
      saidBefore.clear();
    }
    saidBefore.set(ms, said);
  }
  return said;
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
