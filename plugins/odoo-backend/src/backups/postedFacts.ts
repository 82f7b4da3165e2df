import type {
  ExerciseFact,
  ReleaseEvent,
  ReleaseEventKind,
  RestoreDrillFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Kind of a restore that was tried. */
export const DRILL_KINDS: readonly ReleaseEventKind[] = ['restore-drilled'];

/** Kinds of what is practised beside restores. They are read one by one, so that what is practised often hides nothing else. */
export const EXERCISE_KINDS = [
  'failover-exercised',
  'runbook-rehearsed',
] as const satisfies readonly ReleaseEventKind[];

const identityOf = ({ source, id, url, occurredAt }: ReleaseEvent) => ({
  source,
  id,
  ...(url !== undefined && { url }),
  at: Date.parse(occurredAt),
});

/** Restore drills among these events, in their order. One that names no area was of the database. */
export function drillsOf(events: readonly ReleaseEvent[]): RestoreDrillFact[] {
  return events.flatMap(event => {
    const { restoreDrill } = event.facts;
    if (!restoreDrill) {
      return [];
    }
    const {
      startedAt: _startedAt,
      restoredTo,
      area = 'postgresql',
      ...drill
    } = restoreDrill;
    return [
      {
        ...drill,
        area,
        ...identityOf(event),
        ...(restoredTo !== undefined && {
          restoredTo: new Date(restoredTo).toISOString(),
        }),
      },
    ];
  });
}

/** What was practised, among these events, in their order. */
export function exercisesOf(events: readonly ReleaseEvent[]): ExerciseFact[] {
  return events.flatMap<ExerciseFact>(event => {
    const { failoverExercise, runbookRehearsal } = event.facts;
    const practised = runbookRehearsal ?? failoverExercise;
    if (!practised) {
      return [];
    }
    const { outcome, durationSeconds } = practised;
    return [
      {
        ...identityOf(event),
        what: runbookRehearsal
          ? (`${runbookRehearsal.runbook}-runbook` as const)
          : 'failover',
        outcome,
        ...(durationSeconds !== undefined && { durationSeconds }),
      },
    ];
  });
}
