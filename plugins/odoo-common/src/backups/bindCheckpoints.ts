import { parseInstant } from '../instant';
import { plainText } from '../plainText';
import { normaliseArtifact, type Release } from '../releases';
import type { Evidence } from '../verdict';
import type { ReleaseCheckpoint } from './checkpoint';
import { judgeBackups, type JudgedBackups } from './evaluateBackups';
import type { BackupFacts } from './facts';
import { said, written } from './judgement/passing';
import { evidenceOfBackup, type UsableBackup } from './judgement/usableBackups';
import type { BackupPolicy } from './policy';

/**
 * A release that wants a recovery point, with the version that people call it by, when whoever asks knows one.
 *
 * @public
 */
export interface ReleaseToBind {
  release: Release;
  version?: string;
}

/** Names of the annotation or label that says to which release a backup belongs. */
const bindingKeys = ['release', 'odoofleet.io/release'] as const;

/** Schema and data do not come back with the image before. */
function changesData({ facts }: Release): boolean | undefined {
  const found = facts.migrationClass?.value;
  return found === undefined
    ? undefined
    : found === 'schema' || found === 'data';
}

/** When the release began to touch the database: its migration runs before anybody says that it is deployed. */
export function begunAt({ lifecycle }: Release): number | undefined {
  const { rollingOutAt, deployedAt, failedAt } = lifecycle;
  const instants = [rollingOutAt, deployedAt ?? failedAt].flatMap(iso =>
    iso === undefined ? [] : [parseInstant(iso)],
  );
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

/** Shortest abbreviation of a commit that names one. */
const COMMIT_DIGITS = 7;

/**
 * Whether a name is the release's: what a pipeline can know of it before it goes out. Only the newest commit names it: those before
 * are in later releases as well.
 */
function isNameOf(
  named: string,
  { release: { id, artifact, facts }, version }: ReleaseToBind,
): boolean {
  const head = facts.commits?.value[0];
  return (
    [id, version, facts.changeRecord?.value.id].includes(named) ||
    normaliseArtifact(named) === normaliseArtifact(artifact) ||
    (head !== undefined &&
      named.length >= COMMIT_DIGITS &&
      (head.startsWith(named) || named.startsWith(head)))
  );
}

function isFor({ backup }: UsableBackup, wanted: ReleaseToBind): boolean {
  return bindingKeys.some(key => {
    const named = backup.annotations?.[key];
    return named !== undefined && isNameOf(named, wanted);
  });
}

/** A recovery point that somebody recorded for a release. */
export interface RecordedPoint {
  at: number;
  label?: string;
  /** The backup itself says so, or somebody who posted it. */
  by: 'backup' | 'posted';
  isOld: boolean;
  evidence: Evidence[];
}

/** The last that was recorded for a release before it began; what was taken later does not hold what was before. */
export function recordedPoint(
  { postgresql }: JudgedBackups,
  wanted: ReleaseToBind,
  before: number,
): RecordedPoint | undefined {
  const posted = wanted.release.facts.checkpoint;
  const points: RecordedPoint[] = [
    ...postgresql.list.usable
      .filter(backup => isFor(backup, wanted))
      .map(backup => ({
        at: backup.stoppedAt,
        label: backup.backup.label,
        by: 'backup' as const,
        isOld: backup.statement.isOld,
        evidence: [evidenceOfBackup(backup)],
      })),
    ...(posted
      ? [
          {
            at: parseInstant(posted.value.at),
            ...(posted.value.label !== undefined && {
              label: posted.value.label,
            }),
            by: 'posted' as const,
            isOld: false,
            evidence: [
              {
                label: 'checkpoint',
                source: plainText(posted.source),
                observedAt: posted.occurredAt,
                ...(posted.url !== undefined && { url: posted.url }),
                eventId: posted.eventId,
              },
            ],
          },
        ]
      : []),
  ];
  return (
    points
      .filter(({ at }) => at <= before)
      // Of two at one instant, the backup's own word.
      .sort(
        (a, b) => b.at - a.at || Number(a.by > b.by) - Number(a.by < b.by),
      )[0]
  );
}

/** The newest instant up to `before` that is proven to be reachable; absent when none is. */
export function reachableBefore(
  { postgresql }: JudgedBackups,
  before: number,
): number | undefined {
  const reached = postgresql.chain.spans
    .filter(({ from }) => from <= before)
    .map(({ to }) => Math.min(to, before));
  return reached.length > 0 ? Math.max(...reached) : undefined;
}

/** As PostgreSQL wants it in `recovery_target_time`: `2026-11-22 13:40:00+00`, with milliseconds when there are some. */
function targetTime(ms: number): string {
  return `${written(ms)
    .replace('T', ' ')
    .replace(/(?:\.000)?Z$/, '')}+00`;
}

function nearest(
  judged: JudgedBackups,
  before: number,
): Pick<ReleaseCheckpoint, 'binding' | 'message' | 'evidence' | 'label'> & {
  at?: number;
} {
  const { list, statements } = judged.postgresql;
  const reachable = reachableBefore(judged, before);
  const backup = list.usable
    .filter(({ stoppedAt }) => stoppedAt <= before)
    .pop();
  if (reachable !== undefined && (!backup || reachable > backup.stoppedAt)) {
    return {
      binding: 'nearest',
      at: reachable,
      message: `No recovery point was recorded for this release; the nearest before it is ${said(
        reachable,
      )}, an instant inside the recovery window.`,
      evidence: statements.of('wal-continuity').map(({ evidence }) => evidence),
    };
  }
  if (backup) {
    return {
      binding: 'nearest',
      at: backup.stoppedAt,
      label: backup.backup.label,
      message: `No recovery point was recorded for this release; the nearest clean backup before it is ${plainText(
        backup.backup.label,
      )} of ${said(backup.stoppedAt)}.`,
      evidence: [evidenceOfBackup(backup)],
    };
  }
  return list.isListed || statements.empty.length > 0
    ? {
        binding: 'none',
        message: 'There is no clean recovery point from before this release.',
        evidence: [...list.evidence],
      }
    : {
        binding: 'not-known',
        message:
          'Which recovery points there are is not known: nobody lists the backups.',
        evidence: [],
      };
}

function bind(judged: JudgedBackups, wanted: ReleaseToBind): ReleaseCheckpoint {
  const { release, version } = wanted;
  const begun = begunAt(release);
  const before = begun ?? judged.judging.time.now;
  const recorded = recordedPoint(judged, wanted, before);
  const reachable = reachableBefore(judged, before);
  const found = recorded
    ? {
        binding: 'recorded' as const,
        at: recorded.at,
        label: recorded.label,
        message:
          recorded.by === 'backup'
            ? `The backup ${plainText(recorded.label ?? '')} of ${said(
                recorded.at,
              )} says that it was taken for this release.`
            : `The recovery point of ${said(
                recorded.at,
              )} was posted for this release${
                reachable !== undefined && reachable >= recorded.at
                  ? ''
                  : '; whether it can be restored is not known'
              }.`,
        evidence: recorded.evidence,
      }
    : nearest(judged, before);
  const changes = changesData(release);
  // Whatever is reachable later than the checkpoint loses less.
  const back =
    found.at === undefined
      ? undefined
      : Math.max(found.at, reachable ?? found.at);
  const isContinuous = judged.postgresql.list.continuous.length > 0;
  return {
    releaseId: release.id,
    ...(version !== undefined && { version }),
    ...(begun !== undefined && { at: written(begun) }),
    binding: found.binding,
    ...(found.at !== undefined && { checkpointAt: written(found.at) }),
    ...(found.label !== undefined && { label: found.label }),
    message: found.message,
    ...(changes !== undefined && { changesData: changes }),
    ...(back !== undefined &&
      changes === true && { losingSince: written(back) }),
    ...(back !== undefined &&
      isContinuous && {
        // At the very instant the release had begun; the millisecond before it had not.
        restoreTarget: targetTime(
          back === begun && back !== found.at ? back - 1 : back,
        ),
      }),
    evidence: found.evidence,
  };
}

/**
 * The recovery point of each release, in the order in which they come: the one that was recorded for it, by the backup's annotation
 * or label `release` (its id, its artifact, its change record, its newest commit or its version) or by a posted checkpoint, else the
 * newest clean one from before it began.
 *
 * @public
 */
export function bindCheckpoints(
  facts: BackupFacts,
  releases: readonly ReleaseToBind[],
  policy: BackupPolicy,
  now: number,
): ReleaseCheckpoint[] {
  const judged = judgeBackups(facts, policy, now, true);
  return releases.map(wanted => bind(judged, wanted));
}
