import type {
  PersonDecision,
  Release,
  RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readCalendarFacts } from '../../calendar';
import { checkpointsOf } from './checkpointFacts';
import {
  judgedInstant,
  type FactSources,
  type JudgedSubject,
} from './factSources';
import { readPastReleases } from './pastReleases';
import { peopleNamed, peopleOf } from './peopleFacts';
import { readPlatformFacts } from './platformFacts';
import { readReadiness } from './readinessFacts';
import { stagingOf } from './stagingFacts';

/**
 * Everything that each release is judged by, in a number of queries that does not grow with the number of releases. Releases of
 * environments that the catalog no longer has are left out.
 */
export async function assembleFacts(
  sources: FactSources,
  releases: readonly Release[],
  now: number,
): Promise<Map<Release, RiskFacts>> {
  if (releases.length === 0) {
    return new Map();
  }
  const environments = new Map(
    (
      await sources.environments.getEnvironments([
        ...new Set(releases.map(({ environmentRef }) => environmentRef)),
      ])
    ).map(environment => [environment.environmentRef, environment]),
  );
  const subjects = releases.flatMap<JudgedSubject>(release => {
    const environment = environments.get(release.environmentRef);
    return environment
      ? [{ release, environment, instant: judgedInstant(release, now) }]
      : [];
  });
  if (subjects.length === 0) {
    return new Map();
  }
  // One after the other: the gate reads in a transaction, and its connection takes one statement at a time
  const tenants = new Map(
    (
      await sources.environments.getTenants([
        ...new Set(subjects.map(({ environment }) => environment.tenantRef)),
      ])
    ).map(tenant => [tenant.tenantRef, tenant]),
  );
  const calendarOf = await readCalendarFacts(
    sources,
    sources.calendarDeclarations,
    [...environments.values()],
    [...tenants.values()],
  );
  const staging = await stagingOf(sources, subjects);
  const withCheckpoint = await checkpointsOf(sources, subjects);
  const past = await readPastReleases(sources, subjects);
  const platform = await readPlatformFacts(sources, subjects);
  const readiness = await readReadiness(sources, subjects);
  const decisions = await readDecisions(sources, subjects);
  const users = await sources.environments.resolvePeople([
    ...new Set([
      ...subjects.flatMap(({ release }) => peopleNamed(release)),
      ...past.authors,
    ]),
  ]);

  return new Map(
    subjects.map(subject => {
      const { release, environment, instant } = subject;
      const tenant = tenants.get(environment.tenantRef);
      return [
        release,
        {
          release: withCheckpoint(subject),
          stage: environment.stage,
          hosting: environment.hosting,
          tenantRef: environment.tenantRef,
          ...(tenant && { criticality: tenant.criticality }),
          staging: staging(subject),
          calendar: calendarOf(environment, instant),
          people: peopleOf(release, users),
          blastRadius: platform.blastRadiusOf(subject, tenant),
          familiarity: past.familiarityOf(subject, users),
          incidents: platform.incidentsOf(subject),
          maintenance: platform.maintenanceOf(subject),
          inFlight: [
            ...past.inFlightOf(subject),
            ...platform.inFlightOf(subject),
          ],
          decisions: decisions.get(release.id) ?? [],
          readiness: readiness(subject),
        },
      ];
    }),
  );
}

/** Overrides and sign-offs by release, in one order whatever the order of the store. */
async function readDecisions(
  { personDecisions }: Pick<FactSources, 'personDecisions'>,
  subjects: readonly JudgedSubject[],
): Promise<Map<string, PersonDecision[]>> {
  const found = new Map<string, PersonDecision[]>();
  for (const decision of await personDecisions.listForReleases(
    subjects.map(({ release }) => release.id),
  )) {
    found.set(decision.releaseId, [
      ...(found.get(decision.releaseId) ?? []),
      decision,
    ]);
  }
  return found;
}
