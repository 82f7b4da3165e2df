import type {
  AreaTimeline,
  TimelineMark,
  TimelineStretch,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { firstToShow, hasPicture, itemsOf } from './items';

const at = (hour: number) =>
  new Date(Date.UTC(2026, 10, 20) + hour * 3_600_000).toISOString();

const mark = (kind: TimelineMark['kind'], hour: number): TimelineMark =>
  ({ kind, id: `${kind}-${hour}`, at: at(hour), status: 'ok' } as TimelineMark);

const stretch = (
  kind: TimelineStretch['kind'],
  from: number,
  to: number,
): TimelineStretch => ({ kind, from: at(from), to: at(to) } as TimelineStretch);

const line = (
  stretches: TimelineStretch[],
  marks: TimelineMark[] = [],
): AreaTimeline =>
  ({
    area: 'configuration',
    from: at(0),
    to: at(48),
    stretches,
    marks,
  } as AreaTimeline);

const shown = (timeline: AreaTimeline) => {
  const items = itemsOf(timeline);
  const item = items[firstToShow(items)];
  return item.mark?.id ?? item.stretch?.kind;
};

describe('what a time line shows', () => {
  it('is no picture when nobody says anything but which releases went out', () => {
    const unknown = stretch('not-known', 0, 48);
    expect(hasPicture(line([unknown], [mark('release', 3)]))).toBe(false);
    expect(hasPicture(line([unknown], [mark('snapshot', 3)]))).toBe(true);
    expect(hasPicture(line([stretch('gap', 0, 48)]))).toBe(true);
  });

  it('keeps who stands on a stretch on it while time goes on', () => {
    const ids = (now: number) =>
      itemsOf(
        line([
          stretch('points-only', now - 48, now - 1),
          stretch('not-known', now - 1, now),
        ]),
      ).map(({ id }) => id);
    expect(ids(49)).toEqual(ids(48));
    expect(new Set(ids(48)).size).toBe(2);
  });

  it('begins with what is broken, else with the newest that can be seen', () => {
    const marks = [mark('snapshot', 46), mark('snapshot', 47)];
    const tail = stretch('not-known', 47.9, 48);
    const before = stretch('points-only', 0, 47.9);
    expect(shown(line([before, tail], marks))).toBe('snapshot-47');
    // Long enough to be seen, so it is what matters
    expect(
      shown(
        line(
          [stretch('points-only', 0, 40), stretch('not-known', 40, 48)],
          [mark('snapshot', 39)],
        ),
      ),
    ).toBe('not-known');
    expect(shown(line([stretch('gap', 0, 1), before, tail], marks))).toBe(
      'gap',
    );
    expect(shown(line([stretch('not-known', 0, 48)]))).toBe('not-known');
  });
});
