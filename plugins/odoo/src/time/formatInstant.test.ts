import { formatAge, formatBothZones, formatInstant } from './formatInstant';

const now = Date.parse('2026-11-22T13:10:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe('formatAge', () => {
  it.each([
    [0, 'now'],
    [44, 'now'],
    [60, '1 min ago'],
    [240, '4 min ago'],
    [59 * 60, '59 min ago'],
    [3600, '1 hr ago'],
    [35 * 3600, '35 hr ago'],
    [48 * 3600, '2 days ago'],
    [90 * 86400, '3 mo ago'],
    [-300, 'in 5 min'],
  ])('says how far %d seconds ago is', (seconds, expected) => {
    expect(formatAge(ago(seconds), now)).toBe(expected);
  });
});

describe('times in the business zone', () => {
  it('names the zone, across daylight saving time', () => {
    expect(formatInstant('2026-07-01T12:00:00Z', 'Europe/Paris')).toBe(
      '1 Jul 2026, 14:00 Europe/Paris',
    );
    expect(formatInstant('2026-11-22T12:00:00Z', 'Europe/Paris')).toBe(
      '22 Nov 2026, 13:00 Europe/Paris',
    );
  });

  it('gives UTC beside it', () => {
    expect(formatBothZones('2026-11-22T12:00:00Z', 'Europe/Paris')).toBe(
      '22 Nov 2026, 13:00 Europe/Paris · 22 Nov 2026, 12:00:00 UTC',
    );
    expect(formatBothZones('2026-11-22T12:00:00Z', 'UTC')).toBe(
      '22 Nov 2026, 12:00:00 UTC',
    );
  });
});
