import type {
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  environmentRefsOf,
  type FactStores,
  type JudgedSubject,
} from './factSources';

/** Most checkpoints of an environment that are looked through for one from before the release. */
const CHECKPOINTS = 200;

/** Checkpoints that are looked at first, beside one for each release. */
const FEW_CHECKPOINTS = 10;

/** An event that told of a checkpoint, with its instants in epoch milliseconds: each release of a page looks at each of them. */
interface Checkpoint {
  event: ReleaseEvent;
  at: number;
  occurredAt: number;
}

/** The release with the checkpoint that counts: its own, or the environment's last one from before it went out. */
function withCheckpoint(
  release: Release,
  checkpoints: readonly Checkpoint[],
  instant: number,
): Release {
  const own = release.facts.checkpoint;
  let bestAt = own ? Date.parse(own.value.at) : -Infinity;
  let best: ReleaseEvent | undefined;
  for (const { event, at, occurredAt } of checkpoints) {
    if (at > bestAt && at <= instant && occurredAt <= instant) {
      best = event;
      bestAt = at;
    }
  }
  if (!best) {
    return release;
  }
  const checkpoint = {
    value: {
      at: new Date(bestAt).toISOString(),
      ...(best.label !== undefined && { label: best.label }),
    },
    source: best.source,
    eventId: best.id,
    occurredAt: best.occurredAt,
    ...(best.url !== undefined && { url: best.url }),
  };
  return { ...release, facts: { ...release.facts, checkpoint } };
}

/** Newest checkpoints of each environment, newest first. */
async function newestCheckpoints(
  { lists }: Pick<FactStores, 'lists'>,
  environmentRefs: readonly string[],
  limit: number,
): Promise<Map<string, Checkpoint[]>> {
  const found = new Map<string, Checkpoint[]>();
  for (const { environmentRef, event } of await lists.listByKind(
    environmentRefs,
    ['checkpoint-recorded'],
    limit,
  )) {
    const checkpoint = {
      event,
      at: Date.parse(event.facts.checkpoint ?? ''),
      occurredAt: Date.parse(event.occurredAt),
    };
    const known = found.get(environmentRef!);
    if (known) {
      known.push(checkpoint);
    } else {
      found.set(environmentRef!, [checkpoint]);
    }
  }
  return found;
}

/** Releases of the environment of which there are most. */
function mostOfOne(subjects: readonly JudgedSubject[]): number {
  const counts = new Map<string, number>();
  for (const { release } of subjects) {
    const { environmentRef } = release;
    counts.set(environmentRef, (counts.get(environmentRef) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** Each release with the checkpoint that a rollback of it would return to, as far as one is known. */
export async function checkpointsOf(
  stores: Pick<FactStores, 'lists'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => Release> {
  // Releases that follow each other have their checkpoints among the last ones: an environment may have thousands
  const few = FEW_CHECKPOINTS + mostOfOne(subjects);
  const found = await newestCheckpoints(
    stores,
    environmentRefsOf(subjects),
    Math.min(few, CHECKPOINTS),
  );
  const isOpen = ({ release, instant }: JudgedSubject) => {
    const known = found.get(release.environmentRef) ?? [];
    return (
      known.length === few &&
      known.every(({ occurredAt }) => occurredAt > instant)
    );
  };
  const open = subjects.filter(isOpen);
  if (open.length > 0) {
    const more = await newestCheckpoints(
      stores,
      environmentRefsOf(open),
      CHECKPOINTS,
    );
    more.forEach((events, ref) => found.set(ref, events));
  }
  return ({ release, instant }) =>
    withCheckpoint(release, found.get(release.environmentRef) ?? [], instant);
}
