import { HOUR, MINUTE, parseInstant } from '../instant';
import type { Release, ReleaseState } from './model';
import type { RiskPolicy } from './policy';

/**
 * A state and the instant (epoch milliseconds) from which time alone changes it; absent when time alone never will.
 *
 * @public
 */
export interface ReleaseStateAt {
  state: ReleaseState;
  changesAt?: number;
}

/**
 * The state of a release at `now` (epoch milliseconds): deployed while its pods settle, then watched, then settled, unless
 * another fact ended it.
 *
 * @public
 */
export function releaseStateAt(
  release: Release,
  now: number,
  policy: RiskPolicy,
): ReleaseStateAt {
  const { lifecycle } = release;
  if (lifecycle.rolledBackAt) {
    return { state: 'rolled-back' };
  }
  if (lifecycle.supersededAt) {
    return { state: 'superseded' };
  }
  if (lifecycle.failedAt) {
    return { state: 'failed' };
  }
  if (lifecycle.deployedAt) {
    const deployedAt = parseInstant(lifecycle.deployedAt);
    const settlesAt = deployedAt + policy.settleMinutes * MINUTE;
    const watchedUntil = deployedAt + policy.watchHours * HOUR;
    if (now < settlesAt) {
      return { state: 'deployed', changesAt: settlesAt };
    }
    return now < watchedUntil
      ? { state: 'watching', changesAt: watchedUntil }
      : { state: 'settled' };
  }
  if (lifecycle.rollingOutAt) {
    return { state: 'rolling-out' };
  }
  return { state: lifecycle.gatedAt ? 'gated' : 'proposed' };
}

/**
 * The instant at which a release failed, was taken back, or another one went over it; undefined while it is on its way or runs.
 *
 * @public
 */
export function releaseEndedAt({
  lifecycle,
}: Pick<Release, 'lifecycle'>): string | undefined {
  return lifecycle.failedAt ?? lifecycle.rolledBackAt ?? lifecycle.supersededAt;
}

/** Rank, then the instant by which releases of that rank are compared. */
function standing(release: Release): [rank: number, at: number] {
  const { lifecycle } = release;
  const ended = releaseEndedAt(release);
  if (ended) {
    return [0, parseInstant(ended)];
  }
  if (lifecycle.deployedAt) {
    return [1, parseInstant(lifecycle.deployedAt)];
  }
  const latest =
    lifecycle.rollingOutAt ??
    lifecycle.gatedAt ??
    lifecycle.proposedAt ??
    lifecycle.firstSeenAt;
  return [1, parseInstant(latest)];
}

/**
 * Orders the releases of one environment by how much they are its present, first the most: the one that is on its way when
 * it was last heard of after the running one was deployed, else the one that runs; then those that ended, newest first.
 *
 * @public
 */
export function compareReleasesForCurrent(a: Release, b: Release): number {
  const [rankA, atA] = standing(a);
  const [rankB, atB] = standing(b);
  if (rankA !== rankB) {
    return rankB - rankA;
  }
  if (atA !== atB) {
    return atB - atA;
  }
  return a.id < b.id ? -1 : Number(a.id !== b.id);
}

/**
 * The release that a page shows first for an environment; absent when there is none at all.
 *
 * @public
 */
export function pickCurrentRelease(
  releases: readonly Release[],
): Release | undefined {
  return [...releases].sort(compareReleasesForCurrent)[0];
}
