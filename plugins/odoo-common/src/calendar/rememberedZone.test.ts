import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { rememberedZone } from './rememberedZone';

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  // Clocks change four times a year, for Ramadan
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  // Left out 30 December 2011
  'Pacific/Apia',
  'UTC',
];

describe('rememberedZone', () => {
  it('has the offset that the zone itself has, at any instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) }),
        (name, instant) => {
          expect(rememberedZone(name).offset(instant)).toBe(
            IANAZone.create(name).offset(instant),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Europe/Paris', '2026-03-29T01:00:00.000Z', 60, 120],
    ['Europe/Paris', '2026-10-25T01:00:00.000Z', 120, 60],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z', 660, 630],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', -600, 840],
  ])(
    'knows to the millisecond when %s changes at %s',
    (name, at, ...offsets) => {
      const instant = Date.parse(at);
      const zone = rememberedZone(name);
      expect([zone.offset(instant - 1), zone.offset(instant)]).toEqual(offsets);
    },
  );

  it('reads local times as the zone itself does, those that are skipped or come twice too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('2026-03-29', '2026-10-25', '2026-04-05', '2026-11-01'),
        fc.integer({ min: 0, max: 24 * 12 - 1 }),
        (name, day, fifth) => {
          const [year, month, date] = day.split('-').map(Number);
          const time = {
            year,
            month,
            day: date,
            hour: Math.floor(fifth / 12),
            minute: (fifth % 12) * 5,
          };
          const read = (zone: ReturnType<typeof rememberedZone>) => {
            const at = DateTime.fromObject(time, { zone });
            return [
              at.toMillis(),
              at.startOf('day').plus({ days: 1 }).toMillis(),
              at.getPossibleOffsets().map(one => one.toISO()),
            ];
          };
          expect(read(rememberedZone(name))).toEqual(
            read(IANAZone.create(name)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says that a zone is none', () => {
    expect(rememberedZone('Mars/Olympus').isValid).toBe(false);
  });
});
