import fc from 'fast-check';
import {
  earliestAfter,
  parseInstant,
  rewriteInstant,
  sayInstant,
  writeInstant,
} from './instant';

describe('parseInstant', () => {
  it('reads what Date.parse reads', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), date => {
        const iso = date.toISOString();
        expect(parseInstant(iso)).toBe(date.getTime());
      }),
    );
  });

  it.each([
    '2026-11-22T10:00:00Z',
    '2026-11-22T10:00:00+01:00',
    '2026-11-22T10:00:00.123456789Z',
    '0099-11-22T10:00:00.000Z',
    '2026-11-22T10:00:00.00+01:00',
    '2026-11-22T10:00:0x.000Z',
  ])('%s', iso => {
    expect(parseInstant(iso)).toBe(Date.parse(iso));
  });
});

describe('rewriteInstant', () => {
  const slowly = (iso: string) => writeInstant(parseInstant(iso));

  it('gives what reading and writing gives', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date(0),
          max: new Date(Date.UTC(9999, 11, 31)),
          noInvalidDate: true,
        }),
        date => {
          const iso = date.toISOString();
          expect(rewriteInstant(iso)).toBe(iso);
        },
      ),
    );
  });

  it.each([
    '2026-11-22T10:00:00Z',
    '2026-11-22T10:00:00+01:00',
    '2026-11-22T10:00:00.123456789Z',
    '2026-11-22T10:00:00.00+1:0Z',
    '2024-02-29T10:00:00.000Z',
    '2026-02-29T10:00:00.000Z',
    '2026-02-30T10:00:00.000Z',
    '2026-04-31T10:00:00.000Z',
    '2026-11-22T24:00:00.000Z',
    '0999-11-22T10:00:00.000Z',
  ])('%s', iso => {
    const rewritten = (read: (text: string) => string) => {
      try {
        return read(iso);
      } catch (error) {
        return String(error);
      }
    };
    expect(rewritten(rewriteInstant)).toBe(rewritten(slowly));
  });
});

describe('instants in texts', () => {
  it('are written and said in UTC, to the minute in sentences', () => {
    expect(writeInstant(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(sayInstant(59_999)).toBe('1970-01-01 00:00 UTC');
  });
});

describe('earliestAfter', () => {
  it('leaves out now, the past and what can not be written', () => {
    expect(earliestAfter(5, [9, 5, 3, 7])).toBe(7);
    expect(
      earliestAfter(5, [5, 3, Date.UTC(10_000, 0, 1), NaN]),
    ).toBeUndefined();
  });
});
