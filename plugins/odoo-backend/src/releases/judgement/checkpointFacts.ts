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

/** Each release with the checkpoint that a rollback of it would return to, as far as one is known. */
export async function checkpointsOf(
  { lists }: Pick<FactStores, 'lists'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => Release> {
  const found = new Map<string, ReleaseEvent[]>();
  for (const { environmentRef, event } of await lists.listByKind(
    environmentRefsOf(subjects),
    ['checkpoint-recorded'],
    CHECKPOINTS,
  )) {
    const known = found.get(environmentRef!);
    if (known) {
      known.push(event);
    } else {
      found.set(environmentRef!, [event]);
    }
  }
  return ({ release, environment, instant }) =>
    withCheckpoint(
      release,
      found.get(environment.environmentRef) ?? [],
      instant,
    );
}
