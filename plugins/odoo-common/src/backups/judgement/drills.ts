import { sayDuration } from '../../duration';
import { parseInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Evidence, Reason, VerdictStatus } from '../../verdict';
import { drillMaxAgeDays } from '../askedOf';
import type { RestoreDrillFact } from '../facts';
import type { RecoveryArea } from '../recoveryArea';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import { byText, reason, type Judging } from './judging';
import { DAY, instantOf, isWritable, said, written } from './passing';
import type { Statements } from './statements';

/** A restore that was tried, whoever told of it. */
interface TriedRestore {
  id: string;
  at: number;
  isSuccess: boolean;
  durationSeconds: number;
  restoredTo?: number;
  backup?: string;
  rowsCompared?: number;
  message?: string;
  evidence: Evidence;
}

/** What the restores that were tried prove about an area. */
export interface Drills {
  /** The newest one that says something about this environment. */
  newest?: TriedRestore;
  /** Those that worked, newest first. */
  successes: readonly TriedRestore[];
  /** Whether the newest that worked is recent enough to count, and nothing failed since. */
  isProven: boolean;
  proof?: RecoverabilityProof;
  reasons: readonly Reason[];
  shown?: AreaVerdict['drill'];
}

const failedChecks = ({ checks }: RestoreDrillFact) =>
  (checks ?? []).filter(({ passed }) => !passed);

function postedRestore(drill: RestoreDrillFact): TriedRestore {
  const failed = failedChecks(drill);
  const message =
    drill.message ??
    (failed.length > 0
      ? `the check ${failed[0].name} did not pass`
      : undefined);
  const restoredTo = instantOf(drill.restoredTo);
  return {
    id: drill.id,
    at: drill.at,
    isSuccess: drill.outcome === 'success' && failed.length === 0,
    durationSeconds: drill.durationSeconds,
    // A restore can't lead to what came after it.
    ...(restoredTo !== undefined && restoredTo <= drill.at && { restoredTo }),
    ...(drill.backup !== undefined && { backup: drill.backup }),
    ...(drill.rowsCompared !== undefined && {
      rowsCompared: drill.rowsCompared,
    }),
    ...(message !== undefined && { message }),
    evidence: {
      label: `restore drill of ${said(drill.at)}`,
      source: plainText(drill.source),
      observedAt: written(drill.at),
      ...(drill.url !== undefined && { url: drill.url }),
      eventId: drill.id,
    },
  };
}

/** Restores that a source made: they say nothing of databases, so on a shared server they prove nothing about one of them. */
function observedRestores(
  judging: Judging,
  area: RecoveryArea,
  statements: Statements,
): TriedRestore[] {
  if (area === 'postgresql' && judging.facts.sharesServer) {
    return [];
  }
  return statements.of('restores').flatMap(({ source, observation }) =>
    observation.restores.map(restore => {
      const at = parseInstant(restore.finishedAt);
      const restoredTo = instantOf(restore.restoredTo);
      return {
        id: restore.label,
        at,
        isSuccess: restore.outcome === 'success',
        durationSeconds: Math.max(
          0,
          (at - parseInstant(restore.startedAt)) / 1000,
        ),
        ...(restoredTo !== undefined && restoredTo <= at && { restoredTo }),
        ...(restore.backup !== undefined && { backup: restore.backup }),
        ...(restore.message !== undefined && { message: restore.message }),
        evidence: {
          label: `restore ${plainText(restore.label)} of ${said(at)}`,
          source: plainText(source.source),
          observedAt: written(at),
        },
      };
    }),
  );
}

/** Drills of this environment's own data; a neighbour's prove nothing for it. */
function concerning(judging: Judging, area: RecoveryArea) {
  const { facts } = judging;
  const drills = facts.drills.filter(drill => drill.area === area);
  if (area !== 'postgresql') {
    return { own: drills, unsaid: [] };
  }
  return {
    own: drills.filter(({ database }) =>
      database === undefined
        ? !facts.sharesServer
        : database === facts.database,
    ),
    unsaid: facts.sharesServer
      ? drills.filter(({ database }) => database === undefined)
      : [],
  };
}

const remedy =
  'Restore into a scratch place, start it, look at the data and post how it went (scripts/restore-drill does all of it).';

function proofOf(
  judging: Judging,
  area: RecoveryArea,
  newest: TriedRestore | undefined,
  hasUnsaid: boolean,
): { proof?: RecoverabilityProof; reason?: Reason; isRecent: boolean } {
  const days = drillMaxAgeDays(judging.policy, judging.facts);
  const isAsked = days !== undefined && area === 'postgresql';
  const say = (
    id: string,
    status: VerdictStatus,
    message: string,
    evidence: readonly Evidence[],
  ) => ({
    proof: { id: 'proven' as const, status, message, evidence: [...evidence] },
    ...(status !== 'ok' && {
      reason: reason(`${area}-${id}`, status, message, { remedy, evidence }),
    }),
    isRecent: status === 'ok',
  });
  if (!newest) {
    return isAsked
      ? say(
          'never-restored',
          'unknown',
          hasUnsaid
            ? 'Restores were tried on this shared server, and none says that it looked at this environment’s own database.'
            : 'Nobody has told of a restore that was tried: whether one works is not known.',
          [],
        )
      : { isRecent: false };
  }
  if (!newest.isSuccess) {
    return say(
      'drill-failed',
      'critical',
      `The restore that was tried at ${said(newest.at)} failed${
        newest.message ? `: ${plainText(newest.message, 300)}` : '.'
      }`,
      [newest.evidence],
    );
  }
  const limit = days ?? Infinity;
  if (isAsked && judging.time.hasReached(newest.at + limit * DAY + 1)) {
    return say(
      'drill-overdue',
      'warning',
      `A restore worked at ${said(
        newest.at,
      )} last, and should be tried every ${sayDuration(limit * 86_400)}.`,
      [newest.evidence],
    );
  }
  if (
    isAsked &&
    newest.restoredTo !== undefined &&
    newest.at - newest.restoredTo > limit * DAY
  ) {
    return say(
      'drill-of-old-data',
      'warning',
      `The restore that was tried at ${said(
        newest.at,
      )} worked, and led to ${said(
        newest.restoredTo,
      )} only: it proves nothing of later backups.`,
      [newest.evidence],
    );
  }
  return say(
    'drilled',
    'ok',
    `A restore was tried at ${said(newest.at)} and worked in ${sayDuration(
      newest.durationSeconds,
    )}.`,
    [newest.evidence],
  );
}

/** What restores that were tried prove about an area. Of databases they are asked for; of the others they count when there are some. */
export function drillsOf(
  judging: Judging,
  area: RecoveryArea,
  statements: Statements,
): Drills {
  const { own, unsaid } = concerning(judging, area);
  const tolerance = judging.policy.clockSkewToleranceSeconds * 1000;
  const all = [
    ...own.map(postedRestore),
    ...observedRestores(judging, area, statements),
  ].filter(({ at }) => isWritable(at));
  const [past, future] = [true, false].map(isPast =>
    all
      .filter(({ at }) => judging.time.hasReached(at - tolerance) === isPast)
      // Of two at one instant, the one that failed counts.
      .sort(
        (a, b) =>
          b.at - a.at ||
          Number(a.isSuccess) - Number(b.isSuccess) ||
          byText(JSON.stringify(a), JSON.stringify(b)),
      ),
  );
  const newest: TriedRestore | undefined = past[0];
  const {
    proof,
    reason: why,
    isRecent,
  } = proofOf(judging, area, newest, unsaid.length > 0);
  const shown = newest;
  return {
    ...(newest && { newest }),
    successes: past.filter(({ isSuccess }) => isSuccess),
    isProven: newest !== undefined && newest.isSuccess && isRecent,
    ...(proof && { proof }),
    reasons: [
      ...(why ? [why] : []),
      ...future.map(({ at, evidence }) =>
        reason(
          `${area}-clock-skew`,
          'unknown',
          `A restore drill says that it ended at ${said(
            at,
          )}, which is still to come: it is not believed.`,
          { remedy: 'Set the clocks by NTP.', evidence: [evidence] },
        ),
      ),
    ],
    ...(shown && {
      shown: {
        id: shown.id,
        at: written(shown.at),
        outcome: shown.isSuccess ? 'success' : 'failure',
        durationSeconds: shown.durationSeconds,
        ...(shown.restoredTo !== undefined && {
          restoredTo: written(shown.restoredTo),
        }),
        ...(shown.rowsCompared !== undefined && {
          rowsCompared: shown.rowsCompared,
        }),
      },
    }),
  };
}
