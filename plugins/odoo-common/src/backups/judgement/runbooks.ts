import { plainText, sayCount } from '../../plainText';
import type { Evidence, Reason, VerdictStatus } from '../../verdict';
import type { ExerciseFact } from '../facts';
import type { RunbookVerdict } from '../verdict';
import { byText, reason, type Judging } from './judging';
import { DAY, isWritable, said, written } from './passing';

/** A runbook, judged. */
export interface JudgedRunbook {
  verdict: RunbookVerdict;
  reasons: readonly Reason[];
}

/** The newest exercise of a kind that is not still to come; of two at one instant, the one that failed. */
export function newestExercise(
  { facts, policy, time }: Judging,
  what: ExerciseFact['what'],
): ExerciseFact | undefined {
  return facts.exercises
    .filter(
      exercise =>
        exercise.what === what &&
        isWritable(exercise.at) &&
        time.hasReached(exercise.at - policy.clockSkewToleranceSeconds * 1000),
    )
    .sort(
      (a, b) =>
        b.at - a.at ||
        byText(a.outcome, b.outcome) ||
        byText(a.source, b.source) ||
        byText(a.id, b.id),
    )[0];
}

/** An exercise as evidence. */
export function evidenceOfExercise(
  exercise: ExerciseFact,
  label: string,
): Evidence {
  return {
    label: `${label} of ${said(exercise.at)}`,
    source: plainText(exercise.source),
    observedAt: written(exercise.at),
    ...(exercise.url !== undefined && { url: exercise.url }),
    eventId: exercise.id,
  };
}

const books = {
  rollback: {
    title: 'The runbook for a rollback',
    what: 'rollback-runbook',
    field: 'rollback',
  },
  'disaster-recovery': {
    title: 'The runbook for a disaster',
    what: 'disaster-recovery-runbook',
    field: 'disasterRecovery',
  },
} as const;

/** Judges one runbook: there, rehearsed, not too long ago, and it worked. Only production is asked for them. */
export function judgeRunbook(
  judging: Judging,
  runbook: RunbookVerdict['runbook'],
): JudgedRunbook {
  const { title, what, field } = books[runbook];
  const { facts, policy, time } = judging;
  const url = facts.runbooks[field];
  const last = newestExercise(judging, what);
  const days = policy.rehearsalMaxAgeDays[field];
  const evidence = last ? [evidenceOfExercise(last, 'rehearsal')] : [];
  const say = (
    id: string,
    status: VerdictStatus,
    message: string,
    remedy?: string,
  ): JudgedRunbook => ({
    verdict: {
      runbook,
      status,
      message,
      ...(url !== undefined && { url }),
      ...(last && { lastRehearsedAt: written(last.at) }),
      evidence,
    },
    reasons:
      status === 'ok' || facts.stage !== 'production'
        ? []
        : [
            reason(`runbook-${runbook}-${id}`, status, message, {
              ...(remedy !== undefined && { remedy }),
              evidence,
            }),
          ],
  });
  if (facts.stage !== 'production' && url === undefined) {
    return say(
      'not-asked',
      'unknown',
      `${title} is not asked of a ${facts.stage} environment.`,
    );
  }
  const rehearse =
    'Rehearse it, and post how it went (dev.cdeventsx.odoo-runbook.rehearsed).';
  if (last?.outcome === 'failure') {
    return say(
      'failed',
      'critical',
      `${title} failed when it was rehearsed at ${said(last.at)}.`,
      'Mend what failed, and rehearse it again.',
    );
  }
  if (url === undefined) {
    return say(
      'missing',
      'warning',
      `${title} is not declared.`,
      `Write it, and link it in spec.runbooks.${field}.`,
    );
  }
  if (!last) {
    return say(
      'never-rehearsed',
      'warning',
      `${title} was never rehearsed, for all that anybody told.`,
      rehearse,
    );
  }
  return time.hasReached(last.at + days * DAY + 1)
    ? say(
        'overdue',
        'warning',
        `${title} was rehearsed at ${said(
          last.at,
        )} last, and should be every ${sayCount(days, 'day')}.`,
        rehearse,
      )
    : say(
        'rehearsed',
        'ok',
        `${title} was rehearsed at ${said(last.at)}, and worked.`,
      );
}
