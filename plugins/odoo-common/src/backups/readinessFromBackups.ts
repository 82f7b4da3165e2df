import { MINUTE, earliestAfter, writeInstant } from '../instant';
import type { ReadinessContribution } from '../releases';
import { compareVerdictStatus } from '../verdict';
import {
  begunAt,
  reachableBefore,
  recordedPoint,
  type ReleaseToBind,
} from './bindCheckpoints';
import { judgeBackups, type JudgedBackups } from './evaluateBackups';
import type { BackupFacts } from './facts';
import { servedBy } from './judgement/judging';
import { written } from './judgement/passing';
import type { BackupPolicy } from './policy';

const unknown = (reason: string, remedy: string) => ({
  status: 'unknown' as const,
  reason,
  remedy,
});

const minutesOf = (ms: number) => Math.max(0, Math.floor(ms / MINUTE));

const notDeclared = unknown(
  'the tenant declares no recovery objectives',
  'Declare them in spec.recoveryObjectives of the tenant.',
);

/** What a restore would lose at an instant, and until when that number stands. */
interface Loss {
  minutes: number;
  validUntil?: number;
}

/**
 * While the archive works, the loss is that of when somebody looked: it is the same until the next look. When nothing is archived any
 * more, or nobody has looked for longer than the objective, it grows by the minute.
 */
function lossNow(
  { postgresql, judging }: JudgedBackups,
  instant: number,
  isGrowing: boolean,
): Loss | undefined {
  const { losingSince, lookedAt } = postgresql.exposure;
  if (losingSince === undefined) {
    return undefined;
  }
  if (!isGrowing && lookedAt !== undefined) {
    const until = earliestAfter(instant, judging.time.askedFor);
    return {
      minutes: minutesOf(lookedAt - losingSince),
      ...(until !== undefined && { validUntil: until }),
    };
  }
  const minutes = minutesOf(instant - losingSince);
  return { minutes, validUntil: losingSince + (minutes + 1) * MINUTE };
}

const untilOf = ({ validUntil }: Loss) =>
  validUntil === undefined ? {} : { validUntil: writeInstant(validUntil) };

function recoveryPointOf(
  judged: JudgedBackups,
  instant: number,
): ReadinessContribution['recoveryPoint'] {
  const { judging, postgresql } = judged;
  if (judging.facts.stage !== 'production') {
    return unknown(
      'recovery objectives are asked of production only',
      'Look at production.',
    );
  }
  // Strictest first, and the sort is stable: of the worst, the strictest.
  const [worst] = [...postgresql.rpo.standings].sort((a, b) =>
    compareVerdictStatus(a.rpo, b.rpo),
  );
  if (!worst) {
    return notDeclared;
  }
  const loss = lossNow(
    judged,
    instant,
    worst.rpo !== 'ok' || postgresql.exposure.isFrozen,
  );
  if (worst.rpo === 'critical' && !loss) {
    return {
      status: 'known',
      process: worst.process,
      objectiveMinutes: worst.rpoSeconds / 60,
      evidence: [...postgresql.exposure.evidence],
    };
  }
  if (worst.rpo === 'unknown' || !loss) {
    const [why] = postgresql.verdict.reasons;
    return unknown(
      why
        ? why.message.replace(/[.]$/, '')
        : 'nobody says what can be restored',
      why?.remedy ?? 'See Backup status.',
    );
  }
  return {
    status: 'known',
    process: worst.process,
    lossMinutes: loss.minutes,
    objectiveMinutes: worst.rpoSeconds / 60,
    ...untilOf(loss),
    evidence: [...postgresql.exposure.evidence],
  };
}

/** Of a release that went out: what was between the last instant that can be reached and its beginning. */
function lossOfPast(
  judged: JudgedBackups,
  wanted: ReleaseToBind,
  before: number,
): { minutes: number } | undefined {
  const reachable = reachableBefore(judged, before);
  const recorded = recordedPoint(judged, wanted, before)?.at;
  const back = Math.max(reachable ?? -Infinity, recorded ?? -Infinity);
  return back === -Infinity ? undefined : { minutes: minutesOf(before - back) };
}

function pastRecoveryPoint(
  judged: JudgedBackups,
  before: number,
): ReadinessContribution['recoveryPoint'] {
  const [objective] = servedBy(judged.judging, 'postgresql');
  if (!objective) {
    return notDeclared;
  }
  const reachable = reachableBefore(judged, before);
  return reachable === undefined
    ? unknown(
        'nothing proves which instants from before the release can be restored',
        'Let somebody read the archived WAL, or post a restore drill.',
      )
    : {
        status: 'known',
        process: objective.process,
        lossMinutes: minutesOf(before - reachable),
        objectiveMinutes: objective.rpoSeconds / 60,
        evidence: [...judged.postgresql.exposure.evidence],
      };
}

function drillOf({
  judging,
  postgresql,
}: JudgedBackups): ReadinessContribution['restoreDrill'] {
  const { newest } = postgresql.drills;
  const strictest = [...servedBy(judging, 'postgresql')].sort(
    (a, b) => a.rtoSeconds - b.rtoSeconds,
  )[0];
  if (!newest) {
    return unknown(
      'nobody has told of a restore of this environment’s own database',
      'Try a restore and post how it went (scripts/restore-drill does both).',
    );
  }
  return {
    status: 'known',
    outcome: newest.isSuccess ? 'success' : 'failure',
    at: written(newest.at),
    durationSeconds: newest.durationSeconds,
    ...(strictest && { objectiveSeconds: strictest.rtoSeconds }),
    evidence: [newest.evidence],
  };
}

function lossWindowOf(
  judged: JudgedBackups,
  wanted: ReleaseToBind,
  instant: number,
  recoveryPoint: ReadinessContribution['recoveryPoint'],
): ReadinessContribution['dataLossWindow'] {
  const { exposure, chain, list } = judged.postgresql;
  const { losingSince, provenTo, isOld } = exposure;
  const isProven =
    losingSince !== undefined &&
    provenTo !== undefined &&
    provenTo >= losingSince &&
    !isOld;
  const recorded = recordedPoint(judged, wanted, instant);
  if (isProven) {
    const isGrowing =
      exposure.isFrozen ||
      (recoveryPoint?.status === 'known' &&
        (recoveryPoint.lossMinutes ?? Infinity) >
          recoveryPoint.objectiveMinutes);
    const loss = lossNow(judged, instant, isGrowing);
    if (loss) {
      return {
        status: 'known',
        minutes: loss.minutes,
        ...untilOf(loss),
        evidence: [...exposure.evidence],
      };
    }
  }
  if (recorded) {
    const minutes = minutesOf(instant - recorded.at);
    return {
      status: 'known',
      minutes,
      validUntil: writeInstant(recorded.at + (minutes + 1) * MINUTE),
      evidence: recorded.evidence,
    };
  }
  const isBroken = chain.shown?.status === 'broken';
  return unknown(
    (list.usable.length === 0 && 'no clean backup is known') ||
      (isBroken && 'the archived WAL is broken') ||
      'nobody has shown that the archived WAL is whole',
    'Take a checkpoint for this release, or mend what Backup status says of PostgreSQL.',
  );
}

/**
 * What backups say of whether a release is ready: what a restore would lose, the last drill, the checkpoint that a backup says belongs to
 * it, and what a rollback of the database would lose.
 *
 * Until the release went out it is judged at `instant` (epoch milliseconds), and every number stands until its own `validUntil`; of one
 * that went out, at the instant at which it did, by all that is known today, and time alone changes nothing.
 *
 * @public
 */
export function readinessFromBackups(
  facts: BackupFacts,
  policy: BackupPolicy,
  wanted: ReleaseToBind,
  instant: number,
): ReadinessContribution {
  const { deployedAt, failedAt } = wanted.release.lifecycle;
  const isOut = deployedAt !== undefined || failedAt !== undefined;
  const judged = judgeBackups(facts, policy, instant, isOut);
  const before = isOut ? begunAt(wanted.release) ?? instant : instant;
  const recorded = recordedPoint(judged, wanted, before);
  const recoveryPoint =
    isOut && facts.stage === 'production'
      ? pastRecoveryPoint(judged, before)
      : recoveryPointOf(judged, instant);
  const past = isOut ? lossOfPast(judged, wanted, before) : undefined;
  const until = isOut
    ? undefined
    : earliestAfter(instant, judged.judging.time.askedFor);
  return {
    recoveryPoint,
    restoreDrill: drillOf(judged),
    checkpoint:
      recorded?.by === 'backup' && (isOut || !recorded.isOld)
        ? {
            status: 'known',
            at: written(recorded.at),
            ...(recorded.label !== undefined && { label: recorded.label }),
            ...(until !== undefined && { validUntil: writeInstant(until) }),
            evidence: recorded.evidence,
          }
        : unknown(
            'no clean backup says that it was taken for this release',
            'Take one with the annotation release=<id of the release>; Backup status shows the command.',
          ),
    dataLossWindow: past
      ? {
          status: 'known',
          minutes: past.minutes,
          evidence: recorded?.evidence ?? [
            ...judged.postgresql.exposure.evidence,
          ],
        }
      : lossWindowOf(judged, wanted, before, recoveryPoint),
  };
}
