import { parseInstant, rewriteInstant } from '../instant';
import { artifactDigest } from './artifact';
import { foldFacts } from './foldFacts';
import type { Release, ReleaseEvent, ReleaseLifecycle } from './model';
import { releaseId } from './releaseId';

/**
 * One deployment in an environment, of whatever artifact: what ends the time of the release that ran before.
 *
 * @public
 */
export interface EnvironmentDeployment {
  /** Artifact that runs from then on, normalised. */
  artifact: string;
  /** UTC, ISO 8601. */
  at: string;
  kind: 'deployed' | 'rolled-back';
  source: string;
  eventId: string;
}

/**
 * Everything that the releases of one artifact in one environment are made of.
 *
 * @public
 */
export interface FoldReleasesInput {
  environmentRef: string;
  /** Normalised, see {@link normaliseArtifact}. */
  artifact: string;
  /**
   * The events that concern this artifact in this environment, in any order: those that name both, the facts about the
   * artifact alone (packaged, signed, tested …), and the environment's checkpoints.
   */
  events: readonly ReleaseEvent[];
  /** Deployments of the whole environment, in any order. Those of this artifact are read from `events` and ignored here. */
  deployments: readonly EnvironmentDeployment[];
  /** How much a source is to be trusted when two speak of the same instant: the higher rank wins. */
  sourceRank: (source: string) => number;
}

interface Moment {
  at: number;
  /** The same, written. */
  iso: string;
  rank: number;
  id: string;
  source: string;
  /** This artifact's event; absent for a deployment of another artifact. */
  event?: ReleaseEvent;
  /** How another artifact came to run. */
  other?: EnvironmentDeployment['kind'];
}

interface Attempt {
  lifecycle: ReleaseLifecycle;
  /** How it came to run. */
  runsBy?: 'deployed' | 'rolled-back';
  closed: boolean;
  events: ReleaseEvent[];
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function compareMoments(a: Moment, b: Moment): number {
  return (
    a.at - b.at ||
    a.rank - b.rank ||
    compareText(a.id, b.id) ||
    compareText(a.source, b.source) ||
    // Only reached by two bodies under one id, which the store keeps apart; even then the order must not decide.
    compareText(
      JSON.stringify(a.event ?? a.other),
      JSON.stringify(b.event ?? b.other),
    )
  );
}

function timeline(input: FoldReleasesInput): Moment[] {
  const own = input.events.map<Moment>(event => ({
    at: parseInstant(event.occurredAt),
    iso: rewriteInstant(event.occurredAt),
    rank: input.sourceRank(event.source),
    id: event.id,
    source: event.source,
    event,
  }));
  const others = input.deployments
    .filter(deployment => deployment.artifact !== input.artifact)
    .map<Moment>(deployment => ({
      at: parseInstant(deployment.at),
      iso: rewriteInstant(deployment.at),
      rank: input.sourceRank(deployment.source),
      id: deployment.eventId,
      source: deployment.source,
      other: deployment.kind,
    }));
  const seen = new Set<string>();
  return [...own, ...others].sort(compareMoments).filter(moment => {
    // The length keeps one source with one id from reading like another pair
    const key = `${moment.source.length} ${moment.source}${moment.id}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Kinds that begin a release, and that belong to one attempt alone. All others only add facts, to every attempt. */
const birthKinds: ReadonlySet<string> = new Set([
  'proposed',
  'gate-answered',
  'rollout-started',
  'deployed',
  'rolled-back',
]);

function openAttempt(attempts: Attempt[], at: string): Attempt {
  const last = attempts[attempts.length - 1];
  if (last && !last.closed) {
    return last;
  }
  const attempt: Attempt = {
    lifecycle: { firstSeenAt: at },
    closed: false,
    events: [],
  };
  attempts.push(attempt);
  return attempt;
}

function close(
  attempt: Attempt,
  field: 'failedAt' | 'rolledBackAt' | 'supersededAt',
  at: string,
) {
  attempt.lifecycle[field] = at;
  attempt.closed = true;
}

function applyBirthKind(attempts: Attempt[], event: ReleaseEvent, at: string) {
  const attempt = openAttempt(attempts, at);
  const { lifecycle } = attempt;
  attempt.events.push(event);
  switch (event.kind) {
    case 'proposed':
      lifecycle.proposedAt ??= at;
      break;
    case 'gate-answered':
      // The last answer before the rollout is the one that the rollout went by; asking afterwards changes nothing.
      if (!lifecycle.deployedAt) {
        lifecycle.gatedAt = at;
      }
      break;
    case 'rollout-started':
      lifecycle.rollingOutAt ??= at;
      break;
    case 'deployed':
      // The services of an environment report one after the other: the first is the instant from which it runs.
      lifecycle.deployedAt ??= at;
      attempt.runsBy ??= 'deployed';
      break;
    case 'rolled-back':
      // The event names what runs now. When a deployment brought that, it can only mean that this release was taken back;
      // when a roll back did, it is the next service of the environment that reports the same.
      if (attempt.runsBy === 'deployed') {
        close(attempt, 'rolledBackAt', at);
      } else {
        lifecycle.deployedAt ??= at;
        attempt.runsBy = 'rolled-back';
      }
      break;
    default:
  }
}

function applyMoment(attempts: Attempt[], moment: Moment) {
  const { event, iso: at } = moment;
  if (event && birthKinds.has(event.kind)) {
    applyBirthKind(attempts, event, at);
    return;
  }
  const last = attempts[attempts.length - 1];
  if (!last || last.closed) {
    return;
  }
  const isDeployed = last.lifecycle.deployedAt !== undefined;
  if (moment.other && isDeployed) {
    close(
      last,
      moment.other === 'deployed' ? 'supersededAt' : 'rolledBackAt',
      at,
    );
  } else if (
    event?.kind === 'pipeline-finished' &&
    (event.outcome === 'failure' || event.outcome === 'error') &&
    !isDeployed
  ) {
    close(last, 'failedAt', at);
  }
}

/**
 * The releases of one artifact in one environment, one per attempt, oldest first: a pure fold of the facts, the same in
 * whatever order they came and however often.
 *
 * A release is born by the first of: a proposal, a question to the gate, the start of a rollout, a deployment. A roll back
 * that names this artifact counts as its deployment, or, when it was running already, as the end of it. A new attempt begins
 * with the next such fact after the release failed, was rolled back, or another artifact was deployed over it. Facts about
 * the artifact alone never begin a release; they belong to every attempt.
 *
 * @public
 */
export function foldReleases(input: FoldReleasesInput): Release[] {
  const moments = timeline(input);
  const attempts: Attempt[] = [];
  for (const moment of moments) {
    applyMoment(attempts, moment);
  }
  const owner = new Map<ReleaseEvent, Attempt>();
  for (const attempt of attempts) {
    for (const event of attempt.events) {
      owner.set(event, attempt);
    }
  }
  const digest = artifactDigest(input.artifact);
  return attempts.map((attempt, index) => ({
    id: releaseId(input.environmentRef, input.artifact, index + 1),
    environmentRef: input.environmentRef,
    artifact: input.artifact,
    ...(digest && { digest }),
    attempt: index + 1,
    lifecycle: attempt.lifecycle,
    facts: foldFacts(
      moments.flatMap(({ event }) => {
        const of = event && owner.get(event);
        return event && (!of || of === attempt) ? [event] : [];
      }),
      attempt.lifecycle,
    ),
  }));
}
