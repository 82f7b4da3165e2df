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

/** The release with the checkpoint that counts: its own, or the environment's last one from before it went out. */
function withCheckpoint(
  release: Release,
  checkpoints: readonly ReleaseEvent[],
  instant: number,
): Release {
  const own = release.facts.checkpoint;
  let best = own;
  for (const event of checkpoints) {
    const at = event.facts.checkpoint;
    if (
      at === undefined ||
      Date.parse(at) > instant ||
      Date.parse(event.occurredAt) > instant ||
      (best && Date.parse(best.value.at) >= Date.parse(at))
    ) {
      continue;
    }
    best = {
      value: {
        at: new Date(at).toISOString(),
        ...(event.label !== undefined && { label: event.label }),
      },
      source: event.source,
      eventId: event.id,
      occurredAt: event.occurredAt,
      ...(event.url !== undefined && { url: event.url }),
    };
  }
  return best === own
    ? release
    : { ...release, facts: { ...release.facts, checkpoint: best } };
}

/** Newest checkpoints of each environment, newest first. */
async function newestCheckpoints(
  { lists }: Pick<FactStores, 'lists'>,
  environmentRefs: readonly string[],
  limit: number,
): Promise<Map<string, ReleaseEvent[]>> {
  const found = new Map<string, ReleaseEvent[]>();
  for (const { environmentRef, event } of await lists.listByKind(
    environmentRefs,
    ['checkpoint-recorded'],
    limit,
  )) {
    const known = found.get(environmentRef!);
    if (known) {
      known.push(event);
    } else {
      found.set(environmentRef!, [event]);
    }
  }
  return found;
}

/** Each release with the checkpoint that a rollback of it would return to, as far as one is known. */
export async function checkpointsOf(
  stores: Pick<FactStores, 'lists'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => Release> {
  // Releases that follow each other have their checkpoints among the last ones: an environment may have thousands
  const few = FEW_CHECKPOINTS + subjects.length;
  const found = await newestCheckpoints(
    stores,
    environmentRefsOf(subjects),
    Math.min(few, CHECKPOINTS),
  );
  const isOpen = ({ release, instant }: JudgedSubject) => {
    const known = found.get(release.environmentRef) ?? [];
    return (
      known.length === few &&
      known.every(({ occurredAt }) => Date.parse(occurredAt) > instant)
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
