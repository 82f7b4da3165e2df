import type {
  CalendarReader,
  CalendarReadOptions,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import Holidays from 'date-holidays';

const DAY = 86_400_000;

const escapeText = (text: string) =>
  text.replace(/[\\;,]/g, '\\$&').replace(/\s+/g, ' ');

const has = (codes: object | undefined, code: string) =>
  Object.hasOwn(codes ?? {}, code);

/** Date of `2026-12-25 00:00:00` as iCalendar writes it, so many days later. */
function dayOf(date: string, days = 0): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * DAY)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
}

/** Knows the public holidays of a country, or of a part of it. Asks nobody. */
export class PublicHolidaysCalendarReader implements CalendarReader {
  readonly id = 'public-holidays';
  readonly #clock: { now(): number };

  static create({
    clock,
  }: {
    clock: { now(): number };
  }): PublicHolidaysCalendarReader {
    return new PublicHolidaysCalendarReader(clock);
  }

  private constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  async read(
    target: string,
    { from, to, signal }: CalendarReadOptions,
  ): Promise<SourceOutcome<string>> {
    signal.throwIfAborted();
    const observedAt = this.#clock.now();
    const [country, ...parts] = target.split('-');
    const holidays = new Holidays();
    // The library falls back to the country when it does not know the part
    const known =
      parts.length <= 2 &&
      has(holidays.getCountries(), country) &&
      (parts.length < 1 || has(holidays.getStates(country), parts[0])) &&
      (parts.length < 2 ||
        has(holidays.getRegions(country, parts[0]), parts[1]));
    if (!known) {
      return {
        status: 'malformed',
        message:
          'The public holidays of this place are not known: write a country and, if need be, its part by their codes in ISO 3166, such as PT or DE-BY.',
        observedAt,
      };
    }
    holidays.init(country, ...(parts as [string?, string?]));
    const years: number[] = [];
    for (
      let year = new Date(from).getUTCFullYear();
      year <= new Date(to - 1).getUTCFullYear();
      year++
    ) {
      years.push(year);
    }
    const events = years
      .flatMap(year => holidays.getHolidays(year, 'en'))
      .filter(({ type }) => type === 'public')
      .map(({ date, name, start, end }) => {
        const days = Math.max(
          1,
          Math.round((end.getTime() - start.getTime()) / DAY),
        );
        return [
          'BEGIN:VEVENT',
          `UID:${target}-${dayOf(date)}-${escapeText(name)}`,
          `SUMMARY:${escapeText(name)}`,
          'CATEGORIES:HOLIDAY',
          `DTSTART;VALUE=DATE:${dayOf(date)}`,
          `DTEND;VALUE=DATE:${dayOf(date, days)}`,
          'END:VEVENT',
        ].join('\r\n');
      });
    if (events.length === 0) {
      return { status: 'empty', observedAt };
    }
    return {
      status: 'observed',
      value: [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//odoo-fleet//public holidays//EN',
        ...events,
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
      observedAt,
    };
  }
}
