import type { CalendarWindow } from '../calendar';
import { parseInstant, sayInstant } from '../instant';
import { plainText } from '../plainText';
import type { PlatformRelease } from './platformReleases';

/**
 * When what an environment stands on is worked on, as far as somebody said.
 *
 * @public
 */
export interface PlatformWorkTimes {
  /** As windows of a calendar, by start. */
  windows: CalendarWindow[];
  /** Of work that is under way, or is to begin, and of which nobody said when it ends: one sentence, without a full stop. */
  openEnded?: string;
}

/** From when until when: as reported, else as planned. An end that is over while nobody reported it is none. */
function spanOf(
  { state, from, until, startedAt, finishedAt }: PlatformRelease,
  now: number,
): { start: string; end?: string } | undefined {
  const start = startedAt ?? from;
  if (start === undefined) {
    return undefined;
  }
  const isOverdue =
    state === 'running' && until !== undefined && parseInstant(until) <= now;
  const end = finishedAt ?? (isOverdue ? undefined : until);
  return { start, ...(end !== undefined && { end }) };
}

/**
 * Releases of scope `platform` as a calendar would list them, so that no window is offered into them. They hold whatever a
 * release touches.
 *
 * @param now - epoch milliseconds
 * @public
 */
export function platformWorkTimes(
  releases: readonly PlatformRelease[],
  now: number,
): PlatformWorkTimes {
  const windows: CalendarWindow[] = [];
  const open: string[] = [];
  for (const release of releases) {
    const span = spanOf(release, now);
    const name = plainText(release.label ?? release.activity, 120);
    const component = plainText(release.componentRef, 120);
    if (span?.end !== undefined) {
      if (parseInstant(span.start) < parseInstant(span.end)) {
        windows.push({
          calendar: `work on ${component}`,
          kind: 'maintenance',
          reason: name,
          start: span.start,
          end: span.end,
        });
      }
    } else if (span && release.state !== 'finished') {
      const start = parseInstant(span.start);
      open.push(
        `«${name}» on ${component} ${
          start <= now ? 'began' : 'begins'
        } at ${sayInstant(start)}, and nobody said when it ends`,
      );
    }
  }
  const [openEnded] = open.sort();
  return {
    windows: windows.sort(
      (a, b) =>
        parseInstant(a.start) - parseInstant(b.start) ||
        (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
    ),
    ...(openEnded !== undefined && { openEnded }),
  };
}
