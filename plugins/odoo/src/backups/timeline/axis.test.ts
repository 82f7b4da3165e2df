import { placeOf, ticksOf } from './axis';

const at = (instant: string) => Date.parse(instant);

describe('placeOf', () => {
  const span = { from: 1000, to: 2000 };

  it.each([
    [1000, 0],
    [1500, 50],
    [2000, 100],
    [0, 0],
    [9000, 100],
  ])('%d stands at %d %%', (instant, place) => {
    expect(placeOf(instant, span)).toBe(place);
  });

  it('puts everything at the end of an axis without length', () => {
    expect(placeOf(5, { from: 5, to: 5 })).toBe(100);
  });
});

describe('ticksOf', () => {
  it('begins days at midnight of the business zone, the day in which clocks change too', () => {
    const ticks = ticksOf(
      { from: at('2026-10-23T10:00:00Z'), to: at('2026-10-27T10:00:00Z') },
      'Europe/Paris',
    );
    expect(ticks.map(tick => new Date(tick.at).toISOString())).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      // 25 hours later
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ]);
    expect(ticks[0].label).toBe('Sat 24');
  });

  it.each([
    [1, 5, 'Sat 12:00'],
    [7, 7, 'Mon 16'],
    [30, 4, '26 Oct'],
    [365, 12, 'Dec 25'],
  ])('gives %d days %d names', (days, count, first) => {
    const to = at('2026-11-22T12:00:00Z');
    const ticks = ticksOf({ from: to - days * 86_400_000, to }, 'UTC');
    expect(ticks).toHaveLength(count);
    expect(ticks[0].label).toBe(first);
  });

  it('gives up on a zone that there is none of', () => {
    expect(ticksOf({ from: 0, to: 86_400_000 }, 'Middle-earth/Shire')).toEqual(
      [],
    );
  });
});
