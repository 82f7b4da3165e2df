import fc from 'fast-check';
import type { CalendarFact, CalendarState, CalendarWindow } from './model';
import { calendarPolicySchema, defaultCalendarPolicy } from './policy';
import {
  nextSafeWindows,
  safeWindowsSchema,
  type SafeWindowQuestion,
} from './safeWindows';

const HOUR = 3_600_000;
/** A Tuesday in Paris, 13:00 there. */
const now = Date.UTC(2026, 10, 17, 12);
const at = (hours: number) => new Date(now + hours * HOUR).toISOString();

const window = (
  startsInHours: number,
  endsInHours: number,
  kind: CalendarWindow['kind'] = 'freeze',
  domains?: CalendarWindow['domains'],
): CalendarWindow => ({
  calendar: 'trading',
  kind,
  reason: 'Black Friday',
  start: at(startsInHours),
  end: at(endsInHours),
  ...(domains && { domains }),
});

const state: CalendarState = {
  name: 'trading',
  declaredBy: 'odootenant:default/acme',
  readAt: at(-1),
  staleFrom: at(23),
};

const calendar = (
  windows: CalendarWindow[] = [],
  states: CalendarState[] = [state],
): CalendarFact => ({
  status: 'known',
  timeZone: 'Europe/Paris',
  source: 'odootenant:default/acme',
  observedAt: at(-1),
  windows,
  calendars: states,
  from: at(-1000),
  horizon: at(24 * 365),
});

const ask = (question: Partial<SafeWindowQuestion> = {}) =>
  nextSafeWindows({
    calendar: calendar(),
    isProduction: true,
    touched: new Set(['sale']),
    rehearsedSeconds: 20 * 60,
    watchHours: 24,
    settleMinutes: 10,
    freezeApproachHours: 24,
    policy: defaultCalendarPolicy,
    now,
    ...question,
  });
const offered = (question: Partial<SafeWindowQuestion> = {}) => {
  const answer = ask(question);
  if (answer.status === 'unknown') {
    throw new Error(answer.reason);
  }
  return answer.windows.map(
    w => `${w.start.slice(5, 16)} ${w.end.slice(5, 16)}`,
  );
};

describe('nextSafeWindows', () => {
  it('offers the next three nights, with time to settle before business hours', () => {
    expect(offered()).toEqual([
      '11-17T21:00 11-18T05:50',
      '11-18T21:00 11-19T05:50',
      '11-19T21:00 11-20T05:50',
    ]);
    const answer = ask();
    expect(answer).toMatchObject({ rolloutMinutes: 50, watchHours: 24 });
    expect(safeWindowsSchema.parse(answer)).toEqual(answer);
    expect(answer.status === 'known' && answer.windows[0].reasons).toEqual([
      'No freeze of what it touches (sale) holds, and none begins up to 2027-11-17 12:00 UTC.',
      'No peak, holiday or maintenance holds.',
      'Outside business hours (07:00 to 22:00, Europe/Paris).',
      'Long enough: 30 min for the rollout and 20 min for the migration, as rehearsed.',
    ]);
  });

  it('keeps out of freezes of what it touches, and a day clear of them', () => {
    const black = window(48, 200, 'freeze', ['pricing', 'sale']);
    expect(offered({ calendar: calendar([black]) })).toEqual([
      // The freeze begins on the 19th at 12:00 UTC
      '11-17T21:00 11-18T05:50',
      '11-25T21:00 11-26T05:50',
      '11-26T21:00 11-27T05:50',
    ]);
    const answer = ask({ calendar: calendar([black]) });
    expect(answer.status === 'known' && answer.windows[0].reasons[0]).toBe(
      'No freeze of what it touches (sale) holds; the next one, «Black Friday», begins at 2026-11-19 12:00 UTC, after 24 h of watching.',
    );
  });

  it('keeps out of work on the platform, and offers nothing while nobody says when that ends', () => {
    // From 22:00 to 02:00 in Paris
    const work = [{ ...window(9, 13, 'maintenance'), calendar: 'work on pg' }];
    expect(offered({ work })[0]).toBe('11-18T01:00 11-18T05:50');
    const openEndedWork =
      '«patching» on pg began, and nobody said when it ends';
    expect(ask({ work, openEndedWork })).toEqual({
      status: 'unknown',
      reason: `No window is offered: ${openEndedWork}.`,
    });
  });

  it('does not mind freezes of other domains, but minds all when it is not known what it touches', () => {
    const stock = calendar([window(-100, 300, 'freeze', ['stock'])]);
    expect(offered({ calendar: stock })[0]).toBe('11-17T21:00 11-18T05:50');
    expect(offered({ calendar: stock, touched: undefined })[0]).toBe(
      '11-30T00:00 11-30T05:50',
    );
  });

  it.each(['peak', 'holiday', 'maintenance'] as const)(
    'keeps out of a %s',
    kind => {
      // Tonight from midnight in Paris on
      expect(offered({ calendar: calendar([window(11, 48, kind)]) })[0]).toBe(
        '11-17T21:00 11-17T22:50',
      );
    },
  );

  it('leaves out nights that are too short for the migration as rehearsed', () => {
    const short = calendar([window(10, 30, 'maintenance')]);
    expect(offered({ calendar: short })[0]).toBe('11-17T21:00 11-17T21:50');
    expect(offered({ calendar: short, rehearsedSeconds: 21 * 60 })[0]).toBe(
      '11-18T21:00 11-19T05:50',
    );
  });

  it('says that a migration was not rehearsed', () => {
    expect(ask({ rehearsedSeconds: undefined })).toMatchObject({
      rolloutMinutes: 30,
      rolloutReason: expect.stringMatching(/was not rehearsed/),
    });
  });

  it('lets staging go out in business hours, now', () => {
    expect(offered({ isProduction: false })[0]).toMatch(/^11-17T12:00 /);
  });

  it('follows the business hours of the policy, and the change of the clocks', () => {
    const policy = calendarPolicySchema.parse({
      businessHours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '24:00' },
    });
    const spring = Date.UTC(2026, 2, 28, 23);
    const answer = ask({
      policy,
      now: spring,
      calendar: {
        ...calendar([], [{ name: 'a', declaredBy: 'b', readAt: at(-9000) }]),
        from: '2026-01-01T00:00:00.000Z',
      } as CalendarFact,
    });
    // Sunday has 23 hours; on Monday 08:00 in Paris is 06:00 UTC
    expect(answer).toMatchObject({
      windows: [
        {
          start: '2026-03-28T23:00:00.000Z',
          end: '2026-03-30T05:50:00.000Z',
        },
        {
          start: '2026-03-30T22:00:00.000Z',
          end: '2026-03-31T05:50:00.000Z',
        },
        {
          start: '2026-03-31T22:00:00.000Z',
          end: '2026-04-01T05:50:00.000Z',
        },
      ],
    });
  });

  it.each<[string, CalendarFact, RegExp]>([
    [
      'nothing is known',
      { status: 'unknown', reason: 'none given' },
      /none given/,
    ],
    [
      'a calendar is stale',
      calendar([], [state, { ...state, name: 'b', staleFrom: at(0) }]),
      /'b' was last read at .* stale from 2026-11-17 12:00 UTC/,
    ],
    [
      'a calendar was never read',
      calendar([], [{ name: 'b', declaredBy: 'x' }]),
      /'b' was never read/,
    ],
    [
      'an event is not understood',
      calendar([], [{ ...state, problems: ['«x» has no end', '«y»'] }]),
      /«x» has no end \(and 1 more\)/,
    ],
    [
      'the calendar ends too soon',
      { ...calendar(), horizon: at(20) } as CalendarFact,
      /was read for .* only/,
    ],
    [
      'the calendar begins later',
      { ...calendar(), from: at(1) } as CalendarFact,
      /was read for .* only/,
    ],
  ])('offers nothing when %s', (_, fact, reason) => {
    expect(ask({ calendar: fact })).toEqual({
      status: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });

  it('offers none when there is none', () => {
    expect(offered({ calendar: calendar([window(-1, 24 * 400)]) })).toEqual([]);
  });

  it('offers only what is safe, and nothing new when a window is added', () => {
    const any = fc
      .tuple(
        fc.integer({ min: -50, max: 400 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('freeze', 'peak', 'holiday', 'maintenance'),
      )
      .map(([start, length, kind]) =>
        window(start, start + length, kind as CalendarWindow['kind']),
      );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), any, (windows, more) => {
        const before = ask({ calendar: calendar(windows) });
        const after = ask({ calendar: calendar([...windows, more]) });
        if (before.status === 'unknown' || after.status === 'unknown') {
          throw new Error('It is known');
        }
        for (const { start, end } of after.windows) {
          const [a, b] = [Date.parse(start), Date.parse(end)];
          expect(b - a).toBeGreaterThanOrEqual(50 * 60_000);
          for (const listed of [...windows, more]) {
            const clear = listed.kind === 'freeze' ? 24 * HOUR : 10 * 60_000;
            expect(
              b + clear <= Date.parse(listed.start) ||
                a >= Date.parse(listed.end),
            ).toBe(true);
          }
        }
        // The first can only come later
        expect(
          (after.windows[0]?.start ?? '9') >= (before.windows[0]?.start ?? '9'),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
