import type { TimelineStretch } from '../timeline';
import { written } from './passing';

/** A stretch of any length, before it is cut to the window. */
export interface Painted {
  kind: TimelineStretch['kind'];
  from: number;
  to: number;
  message: string;
}

/** Lays stretches over each other, later over earlier, on a ground of «not known», and cuts them to the window. */
export function paint(
  { from, to }: { from: number; to: number },
  painted: readonly Painted[],
): TimelineStretch[] {
  const ground: Painted = {
    kind: 'not-known',
    from,
    to,
    message: 'Nobody says what can be restored of this time.',
  };
  const layers = [ground, ...painted.filter(layer => layer.from < layer.to)];
  const cuts = [
    ...new Set(
      layers
        .flatMap(layer => [layer.from, layer.to])
        .filter(at => at > from && at < to),
    ),
  ].sort((a, b) => a - b);
  const edges = from < to ? [from, ...cuts, to] : [];
  const stretches: (Painted & { layer: Painted })[] = [];
  for (let index = 0; index + 1 < edges.length; index++) {
    const [start, end] = [edges[index], edges[index + 1]];
    const layer = layers
      .filter(one => one.from <= start && one.to >= end)
      .pop()!;
    const last = stretches[stretches.length - 1];
    if (last?.layer === layer) {
      last.to = end;
    } else {
      stretches.push({ ...layer, from: start, to: end, layer });
    }
  }
  return stretches.map(({ kind, from: start, to: end, message }) => ({
    kind,
    from: written(start),
    to: written(end),
    message,
  }));
}
