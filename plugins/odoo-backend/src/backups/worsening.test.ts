import type { VerdictStatus } from '@odoo-fleet/backstage-plugin-odoo-common';
import { nextNotice, type NoticeState } from './worsening';

/** What is told when the words come one minute after the other, and what settles takes five. */
function toldOf(words: readonly VerdictStatus[]): [number, VerdictStatus][] {
  let state: NoticeState | undefined;
  const told: [number, VerdictStatus][] = [];
  words.forEach((word, minute) => {
    const next = nextNotice(state, word, minute * 60_000, 5 * 60_000);
    state = next.state;
    if (next.tell) {
      told.push([minute, word]);
    }
  });
  return told;
}

const times = <T>(count: number, ...words: T[]): T[] =>
  Array.from({ length: count }, () => words).flat();

describe('nextNotice', () => {
  it('tells once of what worsens and stays so', () => {
    expect(
      toldOf([...times(3, 'ok'), ...times(60, 'critical')] as never),
    ).toEqual([[8, 'critical']]);
  });

  it('tells of unknown as of something worse than a warning', () => {
    expect(
      toldOf([...times(1, 'warning'), ...times(9, 'unknown')] as never),
    ).toEqual([[6, 'unknown']]);
  });

  it('does not tell of what was there at first, nor of what was over soon', () => {
    expect(toldOf(times(60, 'critical'))).toEqual([]);
    expect(
      toldOf([
        'ok',
        ...times(4, 'critical' as const),
        ...times(60, 'ok' as const),
      ]),
    ).toEqual([]);
  });

  it('tells once of a source that flaps, however long it does', () => {
    const told = toldOf(['ok', ...times<VerdictStatus>(300, 'critical', 'ok')]);
    expect(told).toEqual([[7, 'critical']]);
  });

  it('tells again when it was well for the settling time', () => {
    expect(
      toldOf([
        'ok',
        ...times(10, 'critical' as const),
        ...times(10, 'ok' as const),
        ...times(10, 'critical' as const),
      ]),
    ).toEqual([
      [6, 'critical'],
      [26, 'critical'],
    ]);
  });

  it('tells of each step down', () => {
    expect(
      toldOf([
        'ok',
        ...times(10, 'warning' as const),
        ...times(10, 'critical' as const),
      ]),
    ).toEqual([
      [6, 'warning'],
      [16, 'critical'],
    ]);
  });
});
