import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expandICalendar, MAX_ICALENDAR_LENGTH } from './icalendar';
import { calendarWindowSchema } from './model';

const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2028, 0, 1);
const fixture = (name: string) =>
  readFileSync(resolve(__dirname, '__fixtures__', name), 'utf8');
const file = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap(lines => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const expand = (
  text: string,
  zone = 'Europe/Paris',
  [a, b]: [number, number] = [from, to],
) => {
  const expanded = expandICalendar('trading', text, zone, a, b);
  if (expanded.status === 'malformed') {
    throw new Error(expanded.message);
  }
  return expanded;
};
const spans = (...of: Parameters<typeof expand>) =>
  expand(...of).windows.map(w => [w.start, w.end]);
/** Seconds and the year are the same in each of these. */
const brief = (...of: Parameters<typeof expand>) =>
  spans(...of).map(span => span.map(at => at.slice(5, 16)).join(' '));

describe('expandICalendar', () => {
  const retail = [
    ['peak', '10-03T08:00 10-03T18:00', undefined],
    ['peak', '10-10T08:00 10-10T18:00', undefined],
    // 17 October is excluded; 24 October moved to the Sunday; the clocks go back on the 25th
    ['peak', '10-25T11:00 10-25T17:00', undefined],
    ['peak', '10-31T09:00 10-31T19:00', undefined],
    ['freeze', '11-22T23:00 11-30T23:00', ['pricing']],
    ['freeze', '12-24T17:00 12-26T23:00', undefined],
  ];
  const summarised = (text: string) =>
    expand(text).windows.map(({ kind, start, end, domains }) => [
      kind,
      `${start.slice(5, 16)} ${end.slice(5, 16)}`,
      domains,
    ]);

  it.each(['autumn.ics', 'autumn-exchange.ics', 'autumn-windows-zone.ics'])(
    'reads %s, however its zones, exclusions and ends are written',
    name => {
      const text = fixture(name);
      expect(summarised(text)).toEqual(retail);
      expect(expand(text)).toMatchObject({
        problems: [],
        events: 4,
        completeUntil: to,
      });
    },
  );

  it('gives the same whatever the zone of the machine', () => {
    // Its program and not its library, which refuses to run inside jest
    const bundled = execFileSync(
      require.resolve('esbuild/bin/esbuild'),
      ['--bundle', '--platform=node', '--loader=ts', '--log-level=error'],
      {
        cwd: __dirname,
        maxBuffer: 64 * 1024 * 1024,
        encoding: 'utf8',
        input: `
          import { expandICalendar } from './icalendar';
          import { readFileSync } from 'node:fs';
          const give = name => expandICalendar('trading', readFileSync(name, 'utf8'), 'Europe/Paris', ${from}, ${to});
          process.stdout.write(JSON.stringify({
            offset: new Date(${from}).getTimezoneOffset(),
            expanded: process.argv.slice(2).map(give),
          }));
        `,
      },
    );
    const names = ['autumn.ics', 'autumn-exchange.ics'].map(name =>
      resolve(__dirname, '__fixtures__', name),
    );
    const runs = ['UTC', 'America/New_York', 'Asia/Tokyo'].map(zone =>
      JSON.parse(
        execFileSync(process.execPath, ['-', ...names], {
          input: bundled,
          env: { TZ: zone },
          encoding: 'utf8',
        }),
      ),
    );
    expect(runs.map(run => run.offset)).toEqual([0, 300, -540]);
    const here = names.map(name =>
      expandICalendar(
        'trading',
        readFileSync(name, 'utf8'),
        'Europe/Paris',
        from,
        to,
      ),
    );
    for (const run of runs) {
      expect(run.expanded).toEqual(here);
    }
  }, 60_000);

  it.each([
    ['Europe/Paris', '03-28T23:00 03-29T22:00'],
    ['America/New_York', '03-29T04:00 03-30T04:00'],
    ['Asia/Beirut', '03-28T22:00 03-29T21:00'],
  ])('takes whole days for days of %s', (zone, expected) => {
    const day = file(['UID:a', 'DTSTART;VALUE=DATE:20260329']);
    expect(brief(day, zone)).toEqual([expected]);
  });

  it.each([
    ['DTEND:20261025T023000', '10-25T00:00 10-25T01:30'],
    ['DURATION:PT30M', '10-25T00:00 10-25T01:30'],
    ['DTEND;TZID=America/New_York:20261025T000000', '10-25T00:00 10-25T05:00'],
    ['DURATION:P1D', '10-25T00:00 10-26T01:00'],
  ])(
    'lets a window of an hour that comes twice be the longer: %s',
    (end, expected) => {
      const event = ['UID:a', 'DTSTART:20261025T020000', end];
      expect(brief(file(event))).toEqual([expected]);
    },
  );

  it('leaves out a window that the change of the clocks made empty', () => {
    const event = (day: string) =>
      file(['UID:a', `DTSTART:${day}T023000`, `DTEND:${day}T033000`]);
    expect(expand(event('20260329'))).toMatchObject({
      windows: [],
      problems: [],
    });
    expect(expand(event('20260328')).windows).toHaveLength(1);
  });

  it.each([
    [undefined, 'freeze', undefined],
    ['CATEGORIES:Freeze', 'freeze', undefined],
    ['CATEGORIES:PEAK,Point of Sale,stock', 'peak', ['point-of-sale', 'stock']],
    ['CATEGORIES:POINT_OF_SALE', 'freeze', ['point-of-sale']],
    ['CATEGORIES:holiday,MAINTENANCE', 'maintenance', undefined],
    ['CATEGORIES:PEAK,FREEZE', 'freeze', undefined],
    ['CATEGORIES:Promotion,pricng', 'freeze', undefined],
    ['CATEGORIES:PEAK\r\nCATEGORIES:SALE', 'peak', ['sale']],
  ])('takes %j for %s of %j', (categories, kind, domains) => {
    const [window] = expand(
      file([
        'UID:a',
        'DTSTART;VALUE=DATE:20260329',
        'SUMMARY:Sales\\, and more',
        ...(categories ? [categories] : []),
      ]),
    ).windows;
    expect(window).toEqual({
      calendar: 'trading',
      kind,
      reason: 'Sales, and more',
      start: '2026-03-28T23:00:00.000Z',
      end: '2026-03-29T22:00:00.000Z',
      ...(domains && { domains }),
    });
  });

  it('leaves out what is cancelled, whole or one date of it', () => {
    const daily = [
      'UID:a',
      'DTSTART:20260601T100000Z',
      'DTEND:20260601T110000Z',
      'RRULE:FREQ=DAILY;COUNT=3',
    ];
    const one = [
      'UID:a',
      'RECURRENCE-ID:20260602T100000Z',
      'DTSTART:20260602T100000Z',
      'DTEND:20260602T110000Z',
      'STATUS:CANCELLED',
    ];
    expect(expand(file([...daily, 'STATUS:CANCELLED'])).windows).toEqual([]);
    expect(brief(file(daily, one))).toEqual([
      '06-01T10:00 06-01T11:00',
      '06-03T10:00 06-03T11:00',
    ]);
  });

  it('sees an override that was moved into the stretch from beyond it', () => {
    const weekly = [
      'UID:a',
      'DTSTART:20260601T100000Z',
      'DTEND:20260601T110000Z',
      'RRULE:FREQ=WEEKLY',
    ];
    const moved = [
      'UID:a',
      'RECURRENCE-ID:20260629T100000Z',
      'DTSTART:20260603T100000Z',
      'DTEND:20260603T110000Z',
    ];
    const june: [number, number] = [Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 7)];
    expect(brief(file(weekly, moved), 'UTC', june)).toEqual([
      '06-01T10:00 06-01T11:00',
      '06-03T10:00 06-03T11:00',
    ]);
  });

  it('does not take the override of another series for its own', () => {
    const series = (uid: string, hour: number) => [
      `UID:${uid}`,
      `DTSTART:20260601T${hour}0000Z`,
      `DTEND:20260601T${hour + 1}0000Z`,
      'RRULE:FREQ=DAILY;COUNT=2',
    ];
    const override = [
      'UID:b',
      'RECURRENCE-ID:20260602T100000Z',
      'DTSTART:20260602T200000Z',
      'DTEND:20260602T210000Z',
    ];
    expect(brief(file(series('a', 10), series('b', 10), override))).toEqual([
      '06-01T10:00 06-01T11:00',
      '06-01T10:00 06-01T11:00',
      '06-02T10:00 06-02T11:00',
      '06-02T20:00 06-02T21:00',
    ]);
  });

  it.each([
    [
      ['DTSTART;TZID=Mars/Olympus:20260601T100000', 'DTEND:20260601T110000Z'],
      /zone 'Mars\/Olympus', which is neither/,
    ],
    [['DTEND:20260601T110000Z'], /has no start/],
    [['DTSTART:20260601T100000Z'], /has no end/],
    [['DTSTART:20260601T100000Z', 'DTEND:20260601T090000Z'], /has no end/],
    [['DTSTART:20260601T100000Z', 'DURATION:-PT1H'], /has no end/],
    [['DTSTART:20260601T100000Z', 'DURATION:P99999999W'], /400 days/],
    [
      [
        'RECURRENCE-ID:20260601T100000Z',
        'DTSTART:20260601T100000Z',
        'DURATION:PT1H',
      ],
      /one date of a series that the calendar does not have/,
    ],
    [
      [
        'DTSTART:20260601T100000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=MONTHLY;BYDAY=6MO',
      ],
      /can't be read/,
    ],
    [
      [
        'DTSTART:20260601T100000Z',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31',
      ],
      /repeats too often, or by a rule that no date fits/,
    ],
  ])('reports %j and reads the rest', (lines, problem) => {
    const expanded = expand(
      file(
        ['UID:bad', 'SUMMARY:Odd one', ...lines],
        ['UID:good', 'DTSTART;VALUE=DATE:20260701'],
      ),
    );
    expect(expanded.problems).toHaveLength(1);
    expect(expanded.problems[0]).toMatch(/^«Odd one» /);
    expect(expanded.problems[0]).toMatch(problem);
    expect(expanded.windows).toHaveLength(1);
  });

  it('tells at most twenty problems, and how many more', () => {
    const { problems } = expand(
      file(...Array.from({ length: 50 }, (_, i) => [`UID:${i}`])),
    );
    expect(problems).toHaveLength(20);
    expect(problems[19]).toBe("31 more events can't be understood");
  });

  it.each([
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31'],
    ['FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=SECONDLY;BYMONTH=12;BYHOUR=3'],
    ['FREQ=SECONDLY;BYDAY=SU;BYMONTH=2'],
    ['FREQ=SECONDLY'],
    ['FREQ=MINUTELY;INTERVAL=7'],
    ['FREQ=DAILY;INTERVAL=99999999'],
    ['FREQ=YEARLY;INTERVAL=99999999'],
    ['FREQ=YEARLY;BYMONTH=4;BYDAY=1MO;BYMONTHDAY=15'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9'],
  ])(
    'comes to an end with %s, and claims nothing that it did not see',
    rule => {
      const expanded = expand(
        file([
          'UID:a',
          'DTSTART:19700101T000000Z',
          'DURATION:PT1S',
          `RRULE:${rule}`,
        ]),
      );
      expect(expanded.windows.length).toBeLessThanOrEqual(2000);
      const claimsAll = expanded.completeUntil === to;
      const isSparse = expanded.windows.length < 5;
      expect(!claimsAll || expanded.problems.length > 0 || isSparse).toBe(true);
    },
    60_000,
  );

  it.each([
    [
      'excluded dates',
      ['RRULE:FREQ=DAILY', ...Array(1500).fill('EXDATE:20260101T000000Z')],
    ],
    [
      'added dates',
      [
        'RRULE:FREQ=DAILY',
        `RDATE:${Array(20_000).fill('20260101T000000Z').join(',')}`,
      ],
    ],
    ['rules', Array(1000).fill('RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31')],
    ['properties', ['RRULE:FREQ=DAILY', ...Array(30_000).fill('X-A:a')]],
  ])('reports a series of thousands of %s', (_, lines) => {
    const began = performance.now();
    const { problems } = expand(
      file(['UID:a', 'DTSTART:19700101T000000Z', 'DURATION:PT1H', ...lines]),
    );
    expect(problems).toEqual([
      expect.stringMatching(/single dates|more than 2000 properties/),
    ]);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('reads a hundred weekly series that began long ago', () => {
    const series = Array.from({ length: 100 }, (_, i) => [
      `UID:${i}`,
      'DTSTART;TZID=Europe/Paris:20010106T100000',
      'DTEND;TZID=Europe/Paris:20010106T200000',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,MO',
    ]);
    const autumn: [number, number] = [
      Date.UTC(2026, 9, 19),
      Date.UTC(2026, 10, 2),
    ];
    const { windows, problems } = expand(
      file(...series),
      'Europe/Paris',
      autumn,
    );
    expect(problems).toEqual([]);
    // The week of 6 January 2001 and every second one after it
    expect([...new Set(windows.map(w => w.start))]).toEqual([
      '2026-10-19T08:00:00.000Z',
      '2026-10-24T08:00:00.000Z',
    ]);
    expect(windows).toHaveLength(200);
  });

  it('gives overrides to the first of the events that share an id', () => {
    const master = [
      'UID:a',
      'DTSTART:20260601T100000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;COUNT=2',
    ];
    const override = [
      'UID:a',
      'RECURRENCE-ID:20260602T100000Z',
      'DTSTART:20260602T200000Z',
      'DURATION:PT1H',
    ];
    expect(brief(file(master, master, override))).toEqual([
      '06-01T10:00 06-01T11:00',
      '06-01T10:00 06-01T11:00',
      '06-02T10:00 06-02T11:00',
      '06-02T20:00 06-02T21:00',
    ]);
  });

  it('says up to when its windows are complete when they are too many', () => {
    const expanded = expand(
      file([
        'UID:a',
        'DTSTART:20260101T000000Z',
        'DURATION:PT1M',
        'RRULE:FREQ=HOURLY',
      ]),
    );
    expect(expanded.windows).toHaveLength(2000);
    expect(expanded.completeUntil).toBe(from + 2000 * 3_600_000);
  });

  it.each([
    ['', /does not begin with BEGIN:VCALENDAR/],
    ['<html>sign in</html>', /does not begin/],
    ['BEGIN:VCARD\r\nEND:VCARD', /does not begin/],
    ['BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a', /no complete/],
    ['BEGIN:VCALENDAR\r\nEND:VEVENT', /no complete/],
    [`BEGIN:VCALENDAR\r\n${'X'.repeat(MAX_ICALENDAR_LENGTH)}`, /longer than/],
    [file(...Array.from({ length: 5001 }, () => ['UID:a'])), /more than 5000/],
  ])('calls a text malformed that is none (%#)', (text, message) => {
    const expanded = expandICalendar('trading', text, 'Europe/Paris', from, to);
    expect(expanded).toMatchObject({
      status: 'malformed',
      message: expect.stringMatching(message),
    });
  });

  it('takes a calendar without events for one, and several calendars in one file', () => {
    expect(expand(file())).toMatchObject({ windows: [], events: 0 });
    const day = file(['UID:a', 'DTSTART;VALUE=DATE:20260701']);
    expect(expand(`\uFEFF${day}${day}`).windows).toHaveLength(2);
  });

  it('refuses a zone that is none', () => {
    expect(() => expandICalendar('x', file(), 'Paris', from, to)).toThrow(
      /'Paris' is no IANA/,
    );
  });

  it('never throws, and gives sorted, valid windows that touch the stretch, for any text', () => {
    const whole = fixture('autumn-exchange.ics');
    const lines = whole.split('\r\n');
    const part = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...lines) },
      fc.constantFrom(
        'RRULE:FREQ=WEEKLY;BYDAY=MO,SU;INTERVAL=2',
        'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
        'RRULE:FREQ=',
        'RDATE;VALUE=PERIOD:20260601T000000Z/PT5H',
        'EXDATE:20261024',
        'DTSTART:99999999T999999',
        'DTSTART;TZID="(UTC+01:00) Paris":20260601T100000',
        'DTEND;TZID=Europe/Paris:20260601T110000',
        'DURATION:P1DT',
        'CATEGORIES:',
        'RECURRENCE-ID;RANGE=THISANDFUTURE:20261010T100000',
      ),
      fc.string({ maxLength: 20 }),
    );
    const text = fc
      .array(part, { maxLength: 40 })
      .chain(parts =>
        fc
          .boolean()
          .map(inEvent =>
            inEvent
              ? [
                  'BEGIN:VCALENDAR',
                  'BEGIN:VEVENT',
                  ...parts.filter(line => !/^(BEGIN|END)/.test(line)),
                  'END:VEVENT',
                  'END:VCALENDAR',
                ].join('\r\n')
              : ['BEGIN:VCALENDAR', ...parts].join('\r\n'),
          ),
      );
    const zone = fc.constantFrom(
      'Europe/Paris',
      'America/Havana',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    );
    fc.assert(
      fc.property(text, zone, (written, timeZone) => {
        const expanded = expandICalendar('c', written, timeZone, from, to);
        if (expanded.status === 'malformed') {
          return;
        }
        const starts = expanded.windows.map(w => w.start);
        expect(starts).toEqual([...starts].sort());
        for (const window of expanded.windows) {
          expect(calendarWindowSchema.parse(window)).toEqual(window);
          expect(window.start < window.end).toBe(true);
          expect(Date.parse(window.end)).toBeGreaterThan(from);
          expect(Date.parse(window.start)).toBeLessThan(to);
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('gives for a shorter stretch what it gives for a longer one, as far as that touches it', () => {
    const rule = fc.constantFrom(
      'FREQ=WEEKLY;BYDAY=MO,SA',
      'FREQ=DAILY;INTERVAL=3',
      'FREQ=MONTHLY;BYDAY=-1FR',
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      'FREQ=WEEKLY;UNTIL=20270315T120000Z',
      'FREQ=DAILY;COUNT=100',
    );
    const instant = fc.integer({ min: from, max: to });
    fc.assert(
      fc.property(
        rule,
        fc.tuple(instant, instant).map(pair => pair.sort((a, b) => a - b)),
        (written, [a, b]) => {
          const text = file([
            'UID:a',
            'DTSTART;TZID=Europe/Paris:20260105T093000',
            'DURATION:PT6H',
            `RRULE:${written}`,
          ]);
          const whole = spans(text).filter(
            ([start, end]) => Date.parse(end) > a && Date.parse(start) < b,
          );
          expect(spans(text, 'Europe/Paris', [a, b])).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
