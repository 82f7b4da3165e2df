import type {
  ExerciseFact,
  ReleaseEvent,
  ReleaseEventKind,
  RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Kinds of posted facts that say something about getting back. */
export const POSTED_KINDS: readonly ReleaseEventKind[] = ['restore-drilled'];

const identityOf = ({ source, id, url }: ReleaseEvent) => ({
  source,
  id,
  ...(url !== undefined && { url }),
});

/** Restore drills among these events, in their order. One that names no area was of the database. */
export function drillsOf(events: readonly ReleaseEvent[]): RestoreDrillFact[] {
  return events.flatMap(event => {
    const { restoreDrill: drill } = event.facts;
    return drill
      ? [
          {
            area: 'postgresql',
            ...drill,
            ...identityOf(event),
            at: Date.parse(event.occurredAt),
          },
        ]
      : [];
  });
}

/** What was practised, among these events, in their order. */
export function exercisesOf(_events: readonly ReleaseEvent[]): ExerciseFact[] {
  return [];
}
