import fc from 'fast-check';
import type { CalendarWindow } from './model';
import { calendarWeekSchema, weekHours } from './weekHours';

const window = (
  start: string,
  end: string,
  kind: CalendarWindow['kind'] = 'freeze',
): CalendarWindow => ({
  calendar: 'trading',
  kind,
  reason: `${kind} ${start}`,
  start: `${start}:00.000Z`,
  end: `${end}:00.000Z`,
});
const marked = (week: ReturnType<typeof weekHours>) =>
  week.cells
    .filter(cell => cell.kind)
    .map(cell => `${cell.day}/${cell.hour} ${cell.kind}`);
const occurring = (week: ReturnType<typeof weekHours>) =>
  week.cells
    .filter(cell => cell.occurs !== 'once')
    .map(cell => `${cell.day}/${cell.hour} ${cell.occurs}`);
const HOUR = 3_600_000;

describe('weekHours', () => {
  it('marks the hours of the tenant’s zone that a window touches in any part', () => {
    const week = weekHours(
      [
        window('2026-11-17T08:30', '2026-11-17T10:00', 'peak'),
        window('2026-11-22T22:59', '2026-11-22T23:01'),
        window('2026-11-23T05:00', '2026-11-23T06:00'),
      ],
      'Europe/Paris',
      Date.UTC(2026, 10, 22, 12),
    );
    expect(week).toMatchObject({
      monday: '2026-11-16',
      start: '2026-11-15T23:00:00.000Z',
      end: '2026-11-22T23:00:00.000Z',
    });
    expect(week.windows).toHaveLength(2);
    expect(marked(week)).toEqual(['1/9 peak', '1/10 peak', '6/23 freeze']);
  });

  it('shows the worst of an hour and names all', () => {
    const week = weekHours(
      [
        window('2026-11-16T00:00', '2026-11-17T00:00', 'holiday'),
        window('2026-11-16T10:00', '2026-11-16T12:00', 'peak'),
        window('2026-11-16T11:00', '2026-11-16T13:00', 'maintenance'),
        window('2026-11-16T11:00', '2026-11-16T12:00'),
      ],
      'UTC',
      Date.UTC(2026, 10, 16),
    );
    expect(week.cells[11]).toMatchObject({
      kind: 'freeze',
      windows: [2, 3, 1, 0],
    });
    expect(week.cells[10]).toMatchObject({ kind: 'peak', windows: [1, 0] });
    expect(week.cells[13]).toMatchObject({ kind: 'holiday', windows: [0] });
  });

  it.each([
    ['Europe/Paris', '2026-03-25', ['6/2 skipped']],
    ['Europe/Paris', '2026-10-20', ['6/2 twice']],
    ['America/New_York', '2026-03-08', ['6/2 skipped']],
    ['America/New_York', '2026-11-01', ['6/1 twice']],
    // The clocks of Lord Howe change by half an hour, those of Beirut at midnight
    ['Australia/Lord_Howe', '2026-04-01', ['6/1 twice']],
    ['Asia/Beirut', '2026-03-24', ['6/0 skipped']],
    ['Asia/Tokyo', '2026-03-29', []],
  ])('has the hours of %s in the week of %s', (zone, day, expected) => {
    const week = weekHours([], zone, Date.parse(`${day}T12:00Z`));
    expect(occurring(week)).toEqual(expected);
  });

  it('stands for both when an hour comes twice, and for none when it is skipped', () => {
    const second = window('2026-10-25T01:10', '2026-10-25T01:20');
    expect(
      marked(weekHours([second], 'Europe/Paris', Date.UTC(2026, 9, 25))),
    ).toEqual(['6/2 freeze']);
    const night = window('2026-03-29T00:00', '2026-03-29T02:00');
    expect(
      marked(weekHours([night], 'Europe/Paris', Date.UTC(2026, 2, 29))),
    ).toEqual(['6/1 freeze', '6/3 freeze']);
  });

  it('covers each instant of the week with exactly one hour of the clocks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Paris', 'America/Havana', 'Asia/Tokyo'),
        fc.integer({ min: 0, max: 366 * 24 * 4 }),
        (zone, quarter) => {
          const at = Date.UTC(2026, 0, 1) + quarter * (HOUR / 4);
          const week = weekHours(
            [
              {
                ...window('2026-01-01T00:00', '2026-01-01T00:00'),
                start: new Date(at).toISOString(),
                end: new Date(at + 1).toISOString(),
              },
            ],
            zone,
            at,
          );
          expect(calendarWeekSchema.parse(week)).toEqual(week);
          expect(marked(week)).toHaveLength(1);
          const clock = new Intl.DateTimeFormat('en-GB', {
            timeZone: zone,
            weekday: 'short',
            hour: '2-digit',
            hourCycle: 'h23',
          }).format(at);
          const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
          const [cell] = week.cells.filter(({ kind }) => kind);
          expect(
            `${days[cell.day]} ${String(cell.hour).padStart(2, '0')}`,
          ).toBe(clock.replace(',', ''));
        },
      ),
      { numRuns: 100 },
    );
  });
});
