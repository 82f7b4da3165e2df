import {
  mergeReadiness,
  type Readiness,
  type ReadinessContribution,
  type ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  environmentRefsOf,
  type FactSources,
  type JudgedSubject,
} from './factSources';
import type { ReadinessContributor } from './ReadinessContributor';

/** Most restore drills of an environment that are looked through for the last one before the release. */
const DRILLS = 50;

/** What a contributor that failed has to say: that it failed. */
function failed({ name, parts }: ReadinessContributor): ReadinessContribution {
  return Object.fromEntries(
    parts.map(part => [
      part,
      {
        status: 'unknown',
        reason: `${name} could not be asked`,
        remedy: `See in the portal's log why ${name} fails.`,
      },
    ]),
  );
}

function postedDrill(
  events: readonly ReleaseEvent[],
  instant: number,
): ReadinessContribution {
  // Newest first; a drill of anything but the database says nothing about it.
  const event = events.find(
    ({ facts, occurredAt }) =>
      facts.restoreDrill &&
      (facts.restoreDrill.area ?? 'postgresql') === 'postgresql' &&
      Date.parse(occurredAt) <= instant,
  );
  const drill = event?.facts.restoreDrill;
  if (!event || !drill) {
    return {};
  }
  const at = new Date(event.occurredAt).toISOString();
  return {
    restoreDrill: {
      status: 'known',
      outcome: drill.outcome,
      at,
      durationSeconds: drill.durationSeconds,
      evidence: [
        {
          label: `restore drill: ${drill.outcome}`,
          source: event.source,
          observedAt: at,
          ...(event.url !== undefined && { url: event.url }),
          eventId: event.id,
        },
      ],
    },
  };
}

/**
 * What other capabilities say of each release, and below them what pipelines posted about the environment. One that fails is not
 * silent: its parts are not known, and the reason says so.
 */
export async function readReadiness(
  {
    lists,
    on,
    contributors,
    onContributorFailed,
  }: Pick<FactSources, 'lists' | 'on' | 'contributors' | 'onContributorFailed'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => Readiness> {
  const posted = lists.listByKind(
    environmentRefsOf(subjects),
    ['restore-drilled'],
    DRILLS,
  );
  const questions = subjects.map(({ release, instant }) => ({
    release,
    instant,
  }));
  const say = async (
    contributor: ReadinessContributor,
  ): Promise<(releaseId: string) => ReadinessContribution> => {
    try {
      const contributions = await contributor.contribute(questions, on);
      return releaseId => contributions.get(releaseId) ?? {};
    } catch (error) {
      onContributorFailed?.(contributor.name, error);
      return () => failed(contributor);
    }
  };
  const [events, said] = await Promise.all([
    posted,
    Promise.all(contributors.map(say)),
  ]);
  const drills = new Map<string, ReleaseEvent[]>();
  for (const { environmentRef, event } of events) {
    drills.set(environmentRef!, [
      ...(drills.get(environmentRef!) ?? []),
      event,
    ]);
  }
  return ({ release, instant }) =>
    mergeReadiness([
      ...said.map(contribution => contribution(release.id)),
      postedDrill(drills.get(release.environmentRef) ?? [], instant),
    ]);
}
