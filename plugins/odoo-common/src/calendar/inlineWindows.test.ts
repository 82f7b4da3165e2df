import fc from 'fast-check';
import { expandInlineWindows } from './inlineWindows';
import {
  calendarWindowSchema,
  inlineWindowSchema,
  type InlineWindow,
} from './model';

const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2027, 0, 1);
const expand = (
  freeze: unknown,
  zone = 'Europe/Paris',
  [a, b]: [number, number] = [from, to],
) =>
  expandInlineWindows(
    'trading',
    [inlineWindowSchema.parse(freeze)],
    zone,
    a,
    b,
  ).map(({ start, end }) => [start, end]);
const once = (start: string, end: string) => ({ reason: 'sales', start, end });
const yearly = (first: string, last: string) => ({
  reason: 'peak',
  yearly: { from: first, to: last },
});

describe('expandInlineWindows', () => {
  it.each([
    [
      'summer',
      once('2026-06-24T06:00', '2026-06-24T20:00'),
      'Europe/Paris',
      ['2026-06-24T04:00:00.000Z', '2026-06-24T18:00:00.000Z'],
    ],
    [
      'winter',
      once('2026-11-27T06:00', '2026-11-30T23:00:30'),
      'Europe/Paris',
      ['2026-11-27T05:00:00.000Z', '2026-11-30T22:00:30.000Z'],
    ],
    [
      'west',
      once('2026-11-27T00:00', '2026-11-28T00:00'),
      'America/New_York',
      ['2026-11-27T05:00:00.000Z', '2026-11-28T05:00:00.000Z'],
    ],
    [
      'own offset',
      once('2026-11-27T06:00:00+09:00', '2026-11-27T06:00:00Z'),
      'Europe/Paris',
      ['2026-11-26T21:00:00.000Z', '2026-11-27T06:00:00.000Z'],
    ],
    [
      'whole hour that happens twice',
      once('2026-10-25T02:00', '2026-10-25T02:30'),
      'Europe/Paris',
      ['2026-10-25T00:00:00.000Z', '2026-10-25T01:30:00.000Z'],
    ],
    [
      'own offset in the hour that happens twice',
      once('2026-10-25T02:15:00+02:00', '2026-10-25T02:45:00+02:00'),
      'Europe/Paris',
      ['2026-10-25T00:15:00.000Z', '2026-10-25T00:45:00.000Z'],
    ],
    [
      'from inside the skipped hour',
      once('2026-03-29T02:30', '2026-03-29T05:00'),
      'Europe/Paris',
      ['2026-03-29T01:30:00.000Z', '2026-03-29T03:00:00.000Z'],
    ],
    [
      'day of 23 hours',
      yearly('03-29', '03-29'),
      'Europe/Paris',
      ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ],
    [
      'day without midnight',
      yearly('03-29', '03-29'),
      'Asia/Beirut',
      ['2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
    ],
    [
      'both days inclusive',
      yearly('11-20', '11-30'),
      'Europe/Paris',
      ['2026-11-19T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ],
  ])('%s', (_name, freeze, zone, expected) => {
    expect(expand(freeze, zone)).toEqual([expected]);
  });

  it('leaves out a freeze that a change of the clocks made empty', () => {
    // 02:30 becomes 03:30 in spring, so this ends where it starts.
    expect(expand(once('2026-03-29T02:30', '2026-03-29T03:30'))).toEqual([]);
    expect(expand(once('2026-03-28T02:30', '2026-03-28T03:30'))).toHaveLength(
      1,
    );
  });

  it('crosses the new year, also when it began before the range', () => {
    expect(expand(yearly('12-20', '01-05'), 'UTC')).toEqual([
      ['2025-12-20T00:00:00.000Z', '2026-01-06T00:00:00.000Z'],
      ['2026-12-20T00:00:00.000Z', '2027-01-06T00:00:00.000Z'],
    ]);
  });

  it('finds the first day of a year that has begun in the zone and not yet in UTC', () => {
    expect(
      expand(yearly('01-01', '01-01'), 'Asia/Tokyo', [
        Date.UTC(2026, 11, 31, 16),
        Date.UTC(2026, 11, 31, 17),
      ]),
    ).toEqual([['2026-12-31T15:00:00.000Z', '2027-01-01T15:00:00.000Z']]);
  });

  it('takes 29 February for itself only', () => {
    const range: [number, number] = [from, Date.UTC(2029, 0, 1)];
    expect(expand(yearly('02-29', '02-29'), 'UTC', range)).toEqual([
      ['2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ]);
    expect(expand(yearly('02-10', '02-29'), 'UTC')).toEqual([
      ['2026-02-10T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ]);
    expect(expand(yearly('02-29', '03-02'), 'UTC')).toEqual([
      ['2026-03-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    ]);
  });

  it('keeps what touches the range, whole, and leaves out the rest', () => {
    const range: [number, number] = [
      Date.UTC(2026, 5, 24, 12),
      Date.UTC(2026, 5, 24, 13),
    ];
    expect(
      expand(once('2026-06-24T06:00', '2026-06-24T20:00'), 'UTC', range),
    ).toHaveLength(1);
    expect(
      expand(once('2026-06-24T06:00', '2026-06-24T12:00'), 'UTC', range),
    ).toEqual([]);
    expect(
      expand(once('2026-06-24T13:00', '2026-06-24T20:00'), 'UTC', range),
    ).toEqual([]);
  });

  it('refuses a zone that is none', () => {
    expect(() => expandInlineWindows('x', [], 'Paris', from, to)).toThrow(
      /'Paris' is no IANA/,
    );
  });

  it('gives sorted, valid windows for whatever the schema takes', () => {
    const two = (max: number, min = 0) =>
      fc.integer({ min, max }).map(n => String(n).padStart(2, '0'));
    const local = fc
      .tuple(
        fc.integer({ min: 2025, max: 2027 }),
        two(12, 1),
        two(31, 1),
        two(23),
        two(59),
      )
      .map(([y, m, d, h, i]) => `${y}-${m}-${d}T${h}:${i}`);
    const monthDay = fc
      .tuple(two(12, 1), two(31, 1))
      .map(([m, d]) => `${m}-${d}`);
    const freeze = fc
      .oneof(
        fc.record({ reason: fc.constant('r'), start: local, end: local }),
        fc.record({
          reason: fc.constant('r'),
          yearly: fc.record({ from: monthDay, to: monthDay }),
        }),
      )
      .filter(
        f => inlineWindowSchema.safeParse(f).success,
      ) as fc.Arbitrary<InlineWindow>;
    const zone = fc.constantFrom(
      'Europe/Paris',
      'America/Havana',
      'Asia/Beirut',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    );
    fc.assert(
      fc.property(
        fc.array(freeze, { maxLength: 5 }),
        zone,
        (freezes, timeZone) => {
          const windows = expandInlineWindows('c', freezes, timeZone, from, to);
          const starts = windows.map(w => w.start);
          expect(starts).toEqual([...starts].sort());
          for (const window of windows) {
            expect(calendarWindowSchema.parse(window)).toEqual(window);
            expect(window.start < window.end).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('inlineWindowSchema', () => {
  it.each([
    [once('2026-06-24T06:00', '2026-06-24T06:00:00'), /ends before it starts/],
    [
      once('2026-06-24T06:00:00+02:00', '2026-06-24T04:00:00Z'),
      /ends before it starts/,
    ],
    [
      once('2026-06-24T06:00', '2026-06-24T07:00Z'),
      /write start and end alike/,
    ],
    [once('2026-02-30T06:00', '2026-03-24T07:00'), /no such date and time/],
    [once('2026-02-03T24:00', '2026-03-24T07:00'), /no such date and time/],
    [once('0206-02-03T20:00', '2026-03-24T07:00'), /years 2000/],
    [once('tomorrow', '2026-03-24T07:00'), /write a date and time such as/],
    [yearly('02-30', '03-01'), /day of the year/],
    [yearly('11-31', '12-01'), /day of the year/],
  ])('refuses %j', (freeze, message) => {
    const { error } = inlineWindowSchema.safeParse(freeze);
    expect(error?.issues.map(issue => issue.message).join()).toMatch(message);
  });
});
