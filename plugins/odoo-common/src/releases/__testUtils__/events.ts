import { normaliseArtifact } from '../artifact';
import { foldReleases, type EnvironmentDeployment } from '../foldReleases';
import type { OdooCustomData, ReleaseEvent, ReleaseEventKind } from '../model';

export const environmentRef = 'odooenvironment:default/acme-production';
export const digestA = `sha256:${'a'.repeat(64)}`;
export const digestB = `sha256:${'b'.repeat(64)}`;

/** 22 November 2026, a Sunday, at `HH:MM` UTC. */
export const at = (time: string) => `2026-11-22T${time}:00.000Z`;

let count = 0;

/** One event; its id is new unless given. */
export function event(
  kind: ReleaseEventKind,
  time: string,
  rest: Partial<ReleaseEvent> & { odoo?: OdooCustomData } = {},
): ReleaseEvent {
  const { odoo, ...fields } = rest;
  count += 1;
  return {
    source: 'https://ci.example.org',
    id: `e${count}`,
    type: `dev.cdevents.${kind}.0.3.0`,
    kind,
    occurredAt: at(time),
    artifact: digestA,
    facts: odoo ?? {},
    ...fields,
  };
}

/** The deployments among the events of a whole environment, as the store would select them. */
export function deploymentsOf(
  events: readonly ReleaseEvent[],
): EnvironmentDeployment[] {
  return events.flatMap(({ kind, artifact, occurredAt, source, id }) =>
    artifact && (kind === 'deployed' || kind === 'rolled-back')
      ? [
          {
            artifact: normaliseArtifact(artifact),
            at: occurredAt,
            kind,
            source,
            eventId: id,
          },
        ]
      : [],
  );
}

/** Folds one artifact out of the events of a whole environment. */
export function fold(events: readonly ReleaseEvent[], artifact = digestA) {
  return foldReleases({
    environmentRef,
    artifact,
    events: events.filter(
      one => one.artifact === undefined || one.artifact === artifact,
    ),
    deployments: deploymentsOf(events),
    sourceRank: source => (source.includes('trusted') ? 1 : 0),
  });
}
