import { plainText, sayCount } from '../../plainText';
import {
  worstVerdictStatus,
  type Evidence,
  type Reason,
  type VerdictStatus,
} from '../../verdict';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import { archiverFailure, type Archived } from './archiver';
import type { Drills } from './drills';
import { asOld, reason, servedBy, type Judging } from './judging';
import { instantOf, said, written } from './passing';
import { nameOf, type Statement, type Statements } from './statements';
import type { BackupList } from './usableBackups';

/** A stretch of time, epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

type Continuity = Statement<'wal-continuity'>;

/** How far the archived WAL reaches, and who knows. */
export interface WalChain {
  /** Absent where no WAL is archived: dumps and snapshots. */
  shown?: AreaVerdict['chain'];
  proof?: RecoverabilityProof;
  reasons: readonly Reason[];
  /** Stretches of which every instant can be restored to, oldest first; the last one is where the database stands now. */
  spans: readonly Span[];
  /** Who read the WAL, when somebody did. */
  told?: Continuity;
  /** Up to here somebody looked, or restored. */
  provenTo?: number;
  /** Nothing after this can be restored, whatever is archived on top. */
  frozenAt?: number;
}

const remedy =
  'Let somebody look who reads the segments (check_pgbackrest with a listing of the archive beside it, wal-g wal-verify), or restore to a recent instant and post the drill: names of first and last segment prove nothing.';

function proofOf(
  status: VerdictStatus,
  message: string,
  evidence: readonly Evidence[],
): RecoverabilityProof {
  return { id: 'unbroken', status, message, evidence: [...evidence] };
}

function sayMissing({ observation }: Continuity): string {
  const { missing, oldestMissing, latestMissing, message } = observation;
  const many =
    missing === undefined ? 'segments' : sayCount(missing, 'segment');
  const where =
    oldestMissing === undefined
      ? ''
      : `, ${plainText(oldestMissing)}${
          latestMissing !== undefined && latestMissing !== oldestMissing
            ? ` to ${plainText(latestMissing)}`
            : ''
        }`;
  return `${many} missing${where}${
    message ? ` (${plainText(message, 200)})` : ''
  }`;
}

/** A gap. From a backup after it on everything can be reached again; without one, nothing after it can. */
function broken(
  list: BackupList,
  continuity: Continuity,
  archivedTo: number | undefined,
): WalChain {
  const { observation, source, evidence } = continuity;
  const oldest = list.continuous[0]?.stoppedAt;
  const gapAt = instantOf(observation.unbrokenUntil);
  const before =
    gapAt !== undefined && oldest !== undefined && oldest <= gapAt
      ? [{ from: oldest, to: gapAt }]
      : [];
  const after = list.continuous.find(
    ({ backup }) => backup.label === observation.unbrokenSinceBackup,
  );
  const at = gapAt === undefined ? '' : ` after ${said(gapAt)}`;
  const what = `The archived WAL of ${nameOf(
    source,
  )} is broken${at}: ${sayMissing(continuity)}`;
  if (after) {
    const message = `${what}. From the backup ${plainText(
      after.backup.label,
    )} of ${said(after.stoppedAt)} on everything can be reached again.`;
    const to = Math.max(after.stoppedAt, archivedTo ?? after.stoppedAt);
    return {
      shown: {
        status: 'broken',
        ...(gapAt !== undefined && { at: written(gapAt) }),
      },
      proof: proofOf(asOld('warning', continuity.isOld), message, [evidence]),
      reasons: [
        reason('postgresql-chain-gap', 'warning', message, {
          remedy:
            'Know that no instant inside the gap can be restored; find out why segments went.',
          evidence: [evidence],
        }),
      ],
      spans: [...before, { from: after.stoppedAt, to }],
      told: continuity,
      provenTo: to,
    };
  }
  const message = `${what}. Nothing after it can be restored.`;
  return {
    shown: {
      status: 'broken',
      ...(gapAt !== undefined && { at: written(gapAt) }),
    },
    proof: proofOf('critical', message, [evidence]),
    reasons: [
      reason('postgresql-chain-broken', 'critical', message, {
        remedy:
          'Take a full backup now: from its end on everything can be reached again.',
        evidence: [evidence],
      }),
    ],
    spans: before,
    told: continuity,
    ...(before.length > 0 && { frozenAt: before[0].to }),
  };
}

function unbroken(
  list: BackupList,
  continuity: Continuity,
  archivedTo: number | undefined,
): WalChain {
  const newest = list.usable[list.usable.length - 1]?.stoppedAt;
  const to = archivedTo ?? newest;
  const oldest = list.continuous[0]?.stoppedAt;
  const message = `${nameOf(continuity.source)} read the archived WAL at ${said(
    continuity.observedAt,
  )} and found it whole${
    to === undefined ? '' : `; the newest recovery point is of ${said(to)}`
  }.`;
  return {
    shown: {
      status: 'unbroken',
      ...(to !== undefined && { at: written(to) }),
    },
    proof: proofOf(asOld('ok', continuity.isOld), message, [
      continuity.evidence,
    ]),
    reasons: [],
    spans:
      oldest !== undefined && to !== undefined && oldest <= to
        ? [{ from: oldest, to }]
        : [],
    told: continuity,
    ...(to !== undefined && { provenTo: to }),
  };
}

/**
 * Of restores that worked, the one that shows the WAL whole to the latest instant, as long as the last that was tried worked. Only one
 * that names the backup that it began with shows anything of WAL: it may have been a dump.
 */
function farthest({ continuous }: BackupList, { isProven, successes }: Drills) {
  return (isProven ? successes : [])
    .flatMap(drill => {
      const { backup: label, restoredTo } = drill;
      const began = continuous.find(
        ({ backup, stoppedAt }) =>
          backup.label === label && stoppedAt <= (restoredTo ?? -Infinity),
      );
      return restoredTo === undefined || !began
        ? []
        : [{ drill, restoredTo, from: began.stoppedAt }];
    })
    .sort((a, b) => b.restoredTo - a.restoredTo || a.from - b.from)[0];
}

/** Nobody read the segments: a restore that worked shows them whole up to where it led, and no further. */
function byDrill(judging: Judging, list: BackupList, drills: Drills): WalChain {
  const shown = farthest(list, drills);
  if (!shown) {
    const message =
      'Nobody has read the archived WAL: whether it is whole is not known.';
    return {
      shown: { status: 'not-known' },
      proof: proofOf('unknown', message, []),
      reasons: [
        reason('postgresql-chain-not-known', 'unknown', message, { remedy }),
      ],
      spans: [],
    };
  }
  const { drill, restoredTo, from } = shown;
  const strictest = servedBy(judging, 'postgresql')[0]?.rpoSeconds;
  const limit = (strictest ?? judging.policy.archiveLagToleranceSeconds) * 1000;
  const isFar = judging.time.hasReached(restoredTo + limit + 1);
  const message = `The restore of ${said(
    drill.at,
  )} shows the archived WAL whole to ${said(restoredTo)}${
    isFar ? ', and nobody has read what came after' : ''
  }.`;
  return {
    shown: { status: 'unbroken', at: written(restoredTo) },
    proof: proofOf(isFar ? 'unknown' : 'ok', message, [drill.evidence]),
    reasons: isFar
      ? [
          reason('postgresql-chain-not-known', 'unknown', message, {
            remedy,
            evidence: [drill.evidence],
          }),
        ]
      : [],
    spans: [{ from, to: restoredTo }],
    provenTo: restoredTo,
  };
}

/** Dumps and snapshots are left, and nothing of the tool that archives WAL: whatever is in the archive leads nowhere. */
function withoutBase({ evidence }: BackupList): WalChain {
  const message =
    'No backup is left that the archived WAL could be played upon: only dumps and snapshots themselves can be restored.';
  return {
    proof: proofOf('critical', message, evidence),
    reasons: [
      reason('postgresql-no-base-backup', 'critical', message, {
        remedy: 'Take a full backup with the tool that archives WAL.',
        evidence,
      }),
    ],
    spans: [],
  };
}

/** WAL that fails to be archived ends the chain where the last segment came: what comes after is on the server's own disk alone. */
function interrupted(
  judging: Judging,
  chain: WalChain,
  archived: Archived,
): WalChain {
  const failure = archiverFailure(judging, archived);
  if (!chain.proof || !failure || !archived.failing) {
    return chain;
  }
  const { proof } = chain;
  const since =
    archived.at === undefined
      ? 'is written now'
      : `was written after ${said(archived.at)}`;
  return {
    ...chain,
    proof: {
      ...proof,
      status: worstVerdictStatus([proof.status, failure]),
      message: `${proof.message} Archiving fails: what ${since} is on the server’s own disk alone.`,
      evidence: [...proof.evidence, archived.failing.evidence],
    },
  };
}

/** Whether the archived WAL is whole, and to when. */
export function walChainOf(
  judging: Judging,
  statements: Statements,
  list: BackupList,
  drills: Drills,
  archived: Archived,
): WalChain {
  if (list.isListed && !list.isContinuous) {
    return { reasons: [], spans: [] };
  }
  if (list.usable.length > 0 && list.continuous.length === 0) {
    return withoutBase(list);
  }
  const continuities = statements.of('wal-continuity');
  const gap = continuities
    // A backup that lacks segments is a gap, whatever is said of the rest.
    .filter(
      ({ observation: { status, lostBackups = [] } }) =>
        status === 'broken' || lostBackups.length > 0,
    )
    // Of several gaps, the one after which nothing helps counts; then the oldest.
    .map(continuity => broken(list, continuity, archived.at))
    .sort(
      (a, b) =>
        Number(a.provenTo !== undefined) - Number(b.provenTo !== undefined) ||
        (a.frozenAt ?? -Infinity) - (b.frozenAt ?? -Infinity),
    )[0];
  const whole = () =>
    continuities.length > 0
      ? unbroken(list, continuities[0], archived.at)
      : byDrill(judging, list, drills);
  return interrupted(judging, gap ?? whole(), archived);
}
