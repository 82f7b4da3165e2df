import type {
  PersonDecision,
  Release,
  RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readCalendarFacts } from '../../calendar';
import { checkpointsOf } from './checkpointFacts';
import {
  environmentRefsOf,
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
 * Everything that each release is judged by, in a number of statements that does not grow with the number of releases. Releases of
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
  const subjects = releases.map<JudgedSubject>(release => ({
    release,
    instant: judgedInstant(release, now),
  }));
  const environmentRefs = environmentRefsOf(subjects);
  const { places } = sources;
  // All at once, so that it goes to the database as one statement, and what follows from that as a second one
  const [
    environments,
    { tenants, calendarOf },
    { past, users },
    staging,
    withCheckpoint,
    platform,
    readiness,
    decisions,
  ] = await Promise.all([
    places.getEnvironments(environmentRefs),
    readTenants(sources, environmentRefs),
    readPeople(sources, subjects),
    stagingOf(sources, subjects),
    checkpointsOf(sources, subjects),
    readPlatformFacts(sources, subjects),
    readReadiness(sources, subjects),
    readDecisions(sources, subjects),
  ]);
  const byRef = new Map(
    environments.map(environment => [environment.environmentRef, environment]),
  );

  return new Map(
    subjects.flatMap<[Release, RiskFacts]>(subject => {
      const { release, instant } = subject;
      const environment = byRef.get(release.environmentRef);
      if (!environment) {
        return [];
      }
      const tenant = tenants.get(environment.tenantRef);
      const facts: RiskFacts = {
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
      };
      return [[release, facts]];
    }),
  );
}

/** The tenants of the environments, and what their calendars say. */
async function readTenants(
  sources: FactSources,
  environmentRefs: readonly string[],
) {
  const tenants = await sources.places.getTenantsOf(environmentRefs);
  return {
    tenants: new Map(tenants.map(tenant => [tenant.tenantRef, tenant])),
    calendarOf: await readCalendarFacts(
      { calendars: sources.calendars, components: sources.places },
      sources.calendarDeclarations,
      environmentRefs,
      tenants,
    ),
  };
}

/** What went before, and who everybody is that had to do with it. */
async function readPeople(
  sources: FactSources,
  subjects: readonly JudgedSubject[],
) {
  const past = await readPastReleases(sources, subjects);
  const named = subjects.flatMap(({ release }) => peopleNamed(release));
  return {
    past,
    // Who made the earlier ones matters to a release whose own author is told, and to no other
    users: await sources.places.resolvePeople([
      ...new Set([
        ...named,
        ...(subjects.some(({ release }) => release.facts.author)
          ? past.authors
          : []),
      ]),
    ]),
  };
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
