import {
  domainOfChange,
  type ChangeInFlight,
  type Release,
  type RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { FactStores, JudgedSubject } from './factSources';

/** Most releases of an environment that are looked back on. */
const LOOKED_BACK = 20;

/** Hours after which a rollout of which nobody told the end is no longer under way: its end was lost. */
const LOST_AFTER_HOURS = 24;

const HOUR_MS = 3_600_000;

const msOf = (at: string | undefined) =>
  at === undefined ? Infinity : Date.parse(at);

/** A release with its way in epoch milliseconds: each release of a page looks back on the same ones. */
interface PastRelease {
  release: Release;
  since: number;
  failedAt: number;
  deployedAt: number;
  endedAt: number;
}

function pastRelease(release: Release): PastRelease {
  const { lifecycle } = release;
  const deployedAt = msOf(lifecycle.deployedAt);
  const failedAt = Math.min(
    msOf(lifecycle.failedAt),
    msOf(lifecycle.rolledBackAt),
  );
  return {
    release,
    since: msOf(lifecycle.rollingOutAt),
    failedAt,
    deployedAt,
    endedAt: Math.min(deployedAt, failedAt, msOf(lifecycle.supersededAt)),
  };
}

/** What was known of how a release went, at an instant. */
function outcomeBy(
  { failedAt, deployedAt }: PastRelease,
  instant: number,
): 'well' | 'failed' | undefined {
  if (failedAt < instant) {
    return 'failed';
  }
  return deployedAt < instant ? 'well' : undefined;
}

function isUnderWay({ since, endedAt }: PastRelease, instant: number): boolean {
  return (
    since <= instant &&
    instant < endedAt &&
    instant < since + LOST_AFTER_HOURS * HOUR_MS
  );
}

function changeOf(release: Release): ChangeInFlight {
  const domains = release.facts.modules?.value.map(domainOfChange) ?? [];
  const isConnector =
    domains.length > 0 && domains.every(domain => domain === 'connectors');
  return {
    kind: isConnector ? 'connector' : 'application',
    entityRef: release.environmentRef,
    label: release.facts.changeRecord?.value.id ?? release.artifact,
    since: release.lifecycle.rollingOutAt!,
    source: release.environmentRef,
  };
}

/** The releases of an environment before one of them. */
export interface PastReleases {
  /** Authors of all of them, as the pipelines write them. */
  authors: string[];
  /** Rollouts of the same environment that were under way. */
  inFlightOf(subject: JudgedSubject): ChangeInFlight[];
  /** How the ones before went, in all and by the same catalog User. */
  familiarityOf(
    subject: JudgedSubject,
    users: ReadonlyMap<string, string>,
  ): RiskFacts['familiarity'];
}

/** Reads what came before each release in its environment, in one go. */
export async function readPastReleases(
  { surroundings }: Pick<FactStores, 'surroundings'>,
  subjects: readonly JudgedSubject[],
): Promise<PastReleases> {
  const found = await surroundings.listSeenBefore(
    subjects.map(({ release, instant }) => ({
      environmentRef: release.environmentRef,
      before: instant,
    })),
    // One of them is the release itself
    LOOKED_BACK + 1,
  );
  const instants = new Map<Release, PastRelease>();
  const instantsOf = (release: Release) => {
    const known = instants.get(release) ?? pastRelease(release);
    instants.set(release, known);
    return known;
  };
  const past = new Map(
    subjects.map((subject, index) => [
      subject,
      found[index]
        .filter(({ id }) => id !== subject.release.id)
        .map(instantsOf),
    ]),
  );
  const pastOf = (subject: JudgedSubject) => past.get(subject) ?? [];
  return {
    authors: found.flatMap(releases =>
      releases.flatMap(({ facts }) => facts.author?.value ?? []),
    ),
    inFlightOf: subject =>
      pastOf(subject)
        .filter(one => isUnderWay(one, subject.instant))
        .map(({ release }) => changeOf(release)),
    familiarityOf(subject, users) {
      const userOf = ({ facts }: Release) =>
        facts.author && users.get(facts.author.value);
      const author = userOf(subject.release);
      const told = pastOf(subject).flatMap(one => {
        const outcome = outcomeBy(one, subject.instant);
        return outcome ? [{ outcome, author: userOf(one.release) }] : [];
      });
      const countOf = (of: typeof told) => {
        const well = of.filter(({ outcome }) => outcome === 'well').length;
        return { well, failed: of.length - well };
      };
      return {
        status: 'known',
        environment: countOf(told),
        ...(author !== undefined && {
          author: countOf(told.filter(one => one.author === author)),
        }),
        lookedAt: told.length,
      };
    },
  };
}
