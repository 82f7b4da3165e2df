import { plainText, sayCount } from '../../plainText';
import type { Evidence, Reason, VerdictStatus } from '../../verdict';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
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

/** How far the archived WAL reaches, and who knows. */
export interface WalChain {
  /** Absent where no WAL is archived: dumps and snapshots. */
  shown?: AreaVerdict['chain'];
  proof?: RecoverabilityProof;
  reasons: readonly Reason[];
  /** Stretches of which every instant can be restored to, oldest first; the last one is where the database stands now. */
  spans: readonly Span[];
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

type Continuity = Statement<'wal-continuity'>;

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
  const oldest = list.usable[0]?.stoppedAt;
  const gapAt = instantOf(observation.unbrokenUntil);
  const before =
    gapAt !== undefined && oldest !== undefined && oldest <= gapAt
      ? [{ from: oldest, to: gapAt }]
      : [];
  const after = list.usable.find(
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
  const oldest = list.usable[0]?.stoppedAt;
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
    ...(to !== undefined && { provenTo: to }),
  };
}

/** Nobody read the segments: a restore that worked shows them whole up to where it led, and no further. */
function byDrill(judging: Judging, list: BackupList, drills: Drills): WalChain {
  const drill = drills.isProven ? drills.newest : undefined;
  const restoredTo = drill?.restoredTo;
  const began =
    restoredTo === undefined
      ? undefined
      : list.usable.find(
          ({ backup, stoppedAt }) =>
            backup.label === drill?.backup && stoppedAt <= restoredTo,
        ) ??
        [...list.usable]
          .reverse()
          .find(({ stoppedAt }) => stoppedAt <= restoredTo);
  if (!drill || restoredTo === undefined || !began) {
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
    spans: [{ from: began.stoppedAt, to: restoredTo }],
    provenTo: restoredTo,
  };
}

/** Whether the archived WAL is whole, and to when. `archivedTo`: when the newest segment was archived, for all that is said. */
export function walChainOf(
  judging: Judging,
  statements: Statements,
  list: BackupList,
  drills: Drills,
  archivedTo: number | undefined,
): WalChain {
  if (!list.isContinuous && list.isListed) {
    return { reasons: [], spans: [] };
  }
  const continuities = statements.of('wal-continuity');
  const gap = continuities
    .filter(({ observation }) => observation.status === 'broken')
    // Of several gaps, the one after which nothing helps counts; then the oldest.
    .map(continuity => broken(list, continuity, archivedTo))
    .sort(
      (a, b) =>
        Number(a.provenTo !== undefined) - Number(b.provenTo !== undefined) ||
        (a.frozenAt ?? -Infinity) - (b.frozenAt ?? -Infinity),
    )[0];
  if (gap) {
    return gap;
  }
  return continuities.length > 0
    ? unbroken(list, continuities[0], archivedTo)
    : byDrill(judging, list, drills);
}

/** When the newest WAL was archived, by whoever says so. */
export interface Archived {
  at?: number;
  /** Who said so, and when that was looked at. */
  teller?: Statement;
  /** Whose archiver fails, when one does. */
  failing?: Statement<'archiver'>;
}

const archivedAtOf = ({ observation }: Statement): number | undefined => {
  switch (observation.kind) {
    case 'archiver':
      return instantOf(observation.lastArchivedAt);
    case 'wal-continuity':
      return instantOf(observation.latestArchivedAt);
    default:
      return undefined;
  }
};

/**
 * The archiver, or who looked through the archive; several may tell of one server. Without either, the end of the source's own window.
 */
export function archivedOf(statements: Statements): Archived {
  const archivers = statements.of('archiver');
  const failing = archivers.find(({ observation }) => observation.failing);
  const told = [...archivers, ...statements.of('wal-continuity')];
  const best = told.reduce<{ at: number; teller: Statement } | undefined>(
    (newest, teller) => {
      const at = archivedAtOf(teller);
      return at !== undefined && (newest === undefined || at > newest.at)
        ? { at, teller }
        : newest;
    },
    undefined,
  );
  if (best) {
    return { ...best, ...(failing && { failing }) };
  }
  const [window] = statements.of('recovery-window');
  const at = instantOf(window?.observation.to);
  return {
    ...(at !== undefined && { at, teller: window }),
    ...(failing && { failing }),
  };
}
