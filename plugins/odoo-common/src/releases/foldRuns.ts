import { rewriteInstant } from '../instant';
import { factOf } from './factOf';
import type { ReleaseEvent, ReleaseFacts } from './model';

type Outcome = NonNullable<ReleaseFacts['build']>;

/** Outcomes from the worst to the best. A run that was cancelled proved nothing. */
const order: readonly Outcome['value']['outcome'][] = [
  'failure',
  'error',
  'cancelled',
  'unknown',
  'success',
];

const runOf = ({ source, subject }: ReleaseEvent) =>
  subject === undefined ? undefined : JSON.stringify([source, subject]);

function startsOf(
  events: readonly ReleaseEvent[],
  kind: ReleaseEvent['kind'],
): Map<string, string> {
  const starts = new Map<string, string>();
  for (const event of events) {
    const run = runOf(event);
    if (event.kind === kind && run !== undefined && !starts.has(run)) {
      starts.set(run, event.occurredAt);
    }
  }
  return starts;
}

/**
 * The outcome that counts of several pipelines or suites: the last run of each, and of those the worst, so that a suite that
 * failed is not hidden by the next one that passed. Of equal ones the last counts.
 */
function worstOf(
  events: readonly ReleaseEvent[],
  finished: ReleaseEvent['kind'],
  started: ReleaseEvent['kind'],
): Outcome | undefined {
  const starts = startsOf(events, started);
  const lastOfEach = new Map<string, Outcome>();
  for (const event of events) {
    if (event.kind === finished) {
      const { label } = event;
      const startedAt = event.startedAt ?? starts.get(runOf(event) ?? '');
      const key = JSON.stringify([event.source, label ?? null]);
      lastOfEach.delete(key);
      lastOfEach.set(
        key,
        factOf(event, {
          outcome: event.outcome ?? 'unknown',
          ...(label !== undefined && { label }),
          ...(startedAt !== undefined && {
            startedAt: rewriteInstant(startedAt),
          }),
        }),
      );
    }
  }
  return [...lastOfEach.values()].reduce<Outcome | undefined>(
    (worst, run) =>
      worst &&
      order.indexOf(worst.value.outcome) < order.indexOf(run.value.outcome)
        ? worst
        : run,
    undefined,
  );
}

/** What did not end well once the rollout had begun is the rollout: there was something to roll out, so it was built. */
function withoutRollout(events: readonly ReleaseEvent[]) {
  const began = events.findIndex(({ kind }) => kind === 'rollout-started');
  return began === -1
    ? events
    : events.filter(
        ({ kind, outcome }, index) =>
          index < began ||
          kind !== 'pipeline-finished' ||
          outcome === 'success',
      );
}

/** How the pipelines and the test suites of a release ended, from events in their order. */
export function foldRuns(
  events: readonly ReleaseEvent[],
): Pick<ReleaseFacts, 'build' | 'tests'> {
  const build = worstOf(
    withoutRollout(events),
    'pipeline-finished',
    'pipeline-started',
  );
  const tests = worstOf(events, 'tests-finished', 'tests-started');
  return { ...(build && { build }), ...(tests && { tests }) };
}
