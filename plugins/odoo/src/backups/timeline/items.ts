import type {
  AreaTimeline,
  TimelineMark,
  TimelineStretch,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Rows of the picture, from above. */
export const lanes = ['releases', 'backups', 'drills'] as const;

/** One row of the picture. */
export type Lane = (typeof lanes)[number];

/** What one can walk to on a time line: a mark, or a stretch between two of them. */
export type TimelineItem =
  | { id: string; at: number; stretch: TimelineStretch; mark?: undefined }
  | { id: string; at: number; mark: TimelineMark; stretch?: undefined };

const laneOfKind: Record<TimelineMark['kind'], Lane> = {
  full: 'backups',
  differential: 'backups',
  incremental: 'backups',
  snapshot: 'backups',
  dump: 'backups',
  drill: 'drills',
  release: 'releases',
  checkpoint: 'releases',
};

/** The row that a mark stands in. */
export function laneOf(mark: TimelineMark): Lane {
  return laneOfKind[mark.kind];
}

/** Stretches and marks in order of time, a stretch before the marks in it. */
export function itemsOf(timeline: AreaTimeline): TimelineItem[] {
  return [
    ...timeline.stretches.map(
      // Counted from the end: both ends of a stretch move with each refresh, and whoever stands on one is not to lose it
      (stretch, index, { length }): TimelineItem => ({
        id: `stretch ${length - index}`,
        at: Date.parse(stretch.from),
        stretch,
      }),
    ),
    ...timeline.marks.map(
      (mark): TimelineItem => ({
        id: `${mark.kind} ${mark.id}`,
        at: Date.parse(mark.at),
        mark,
      }),
    ),
  ].sort((a, b) => a.at - b.at);
}

/** Whether there is anything to be seen: of what a secret store keeps nobody says to when it goes back. */
export function hasPicture({ stretches, marks }: AreaTimeline): boolean {
  return (
    stretches.some(({ kind }) => kind !== 'not-known') ||
    marks.some(mark => laneOf(mark) !== 'releases')
  );
}

/** A stretch shorter than this part of the picture is a line, which nobody can tell from the next. */
const SLIVER = 0.01;

/**
 * What a reader should look at first: what is broken and newest, else the newest of all that can be seen. From the last look until now
 * nothing is known of any time line.
 */
export function firstToShow(items: readonly TimelineItem[]): number {
  const broken = items.findLastIndex(
    ({ stretch, mark }) =>
      stretch?.kind === 'gap' || mark?.status === 'critical',
  );
  if (broken >= 0) {
    return broken;
  }
  const ends = items.map(({ at, stretch }) =>
    stretch ? Date.parse(stretch.to) : at,
  );
  const length = Math.max(...ends) - Math.min(...items.map(({ at }) => at));
  const newest = items.findLastIndex(
    ({ at, stretch }, index) =>
      stretch?.kind !== 'not-known' || ends[index] - at >= length * SLIVER,
  );
  return newest >= 0 ? newest : items.length - 1;
}
