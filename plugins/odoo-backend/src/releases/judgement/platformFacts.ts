import {
  foldIncidents,
  foldPlatformReleases,
  roleOfService,
  type ChangeInFlight,
  type Incident,
  type OpenIncident,
  type PlatformMaintenance,
  type PlatformRelease,
  type RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentPlacement, ProjectedTenant } from '../../catalog';
import {
  environmentRefsOf,
  type FactStores,
  type JudgedSubject,
} from './factSources';

/** Most events about incidents, and about maintenance, of one environment or component that are looked through. */
const EVENTS = 100;

const incidentKinds = [
  'incident-detected',
  'incident-reported',
  'incident-resolved',
] as const;

const maintenanceKinds = [
  'maintenance-planned',
  'maintenance-started',
  'maintenance-finished',
] as const;

const msOf = (at: string | undefined) =>
  at === undefined ? Infinity : Date.parse(at);

/** What happens around a release: on its environment, and on the platform components under it. */
export interface PlatformFacts {
  blastRadiusOf(
    subject: JudgedSubject,
    tenant: ProjectedTenant | undefined,
  ): RiskFacts['blastRadius'];
  incidentsOf(subject: JudgedSubject): OpenIncident[];
  maintenanceOf(subject: JudgedSubject): PlatformMaintenance[];
  inFlightOf(subject: JudgedSubject): ChangeInFlight[];
}

function openIncident(
  incident: Incident,
  placement: EnvironmentPlacement | undefined,
): OpenIncident {
  const { componentRef, environmentRef, label, service, url } = incident;
  const role =
    service === undefined
      ? undefined
      : roleOfService(service, placement?.services ?? []);
  return {
    label: label ?? incident.subject,
    since: incident.openedAt,
    on: componentRef === undefined ? 'environment' : 'platform',
    entityRef: componentRef ?? environmentRef ?? '',
    ...(role !== undefined && { role }),
    source: incident.source,
    eventId: incident.eventId,
    ...(url !== undefined && { url }),
  };
}

/** The events that were there at the instant: what is told later says nothing of what was known then. */
function maintenance(work: PlatformRelease): PlatformMaintenance {
  const { componentRef, activity, source, eventId } = work;
  const { from, until, startedAt, finishedAt, url } = work;
  return {
    componentRef,
    activity,
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    source,
    eventId,
    ...(url !== undefined && { url }),
  };
}

function groupBy<T>(
  items: readonly T[],
  key: (item: T) => string | undefined,
): (of: string) => T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = key(item);
    if (of !== undefined) {
      const group = groups.get(of);
      if (group) {
        group.push(item);
      } else {
        groups.set(of, [item]);
      }
    }
  }
  return of => groups.get(of) ?? [];
}

/** Reads all of it for all releases at a time: first what goes by the environments, then what goes by the components under them. */
export async function readPlatformFacts(
  stores: Pick<FactStores, 'places' | 'lists' | 'surroundings'>,
  subjects: readonly JudgedSubject[],
): Promise<PlatformFacts> {
  const { lists, surroundings } = stores;
  const environmentRefs = environmentRefsOf(subjects);
  const [components, running, told] = await Promise.all([
    stores.places.getComponents(environmentRefs),
    surroundings.countRunning(subjects.map(({ release }) => release.artifact)),
    lists.listByKind(environmentRefs, incidentKinds, EVENTS),
  ]);
  const componentRefs = [...new Set([...components.values()].flat())];
  const [sharedBy, toldOfPlatform, toldOfMaintenance] = await Promise.all([
    surroundings.countOnComponents(componentRefs),
    lists.listByComponent(componentRefs, incidentKinds, EVENTS),
    lists.listByComponent(componentRefs, maintenanceKinds, EVENTS),
  ]);
  const incidents = foldIncidents([
    ...told.map(({ environmentRef, event }) => ({
      ...(environmentRef !== undefined &&
        environmentRef !== null && { environmentRef }),
      event,
    })),
    ...toldOfPlatform.map(event => ({ event })),
  ]);
  const works = foldPlatformReleases(toldOfMaintenance);
  // Asked only when an incident names a service: nothing else needs to know the roles
  const named = incidents.some(({ service }) => service !== undefined);
  const placements = new Map(
    (named ? await stores.places.getPlacements(environmentRefs) : []).map(
      placement => [placement.environmentRef, placement],
    ),
  );

  const incidentsOn = groupBy(
    incidents,
    ({ componentRef, environmentRef }) => componentRef ?? environmentRef,
  );
  const worksOn = groupBy(works, ({ componentRef }) => componentRef);
  const componentsOf = ({ release }: JudgedSubject) =>
    components.get(release.environmentRef) ?? [];
  return {
    blastRadiusOf(subject, tenant) {
      const { release } = subject;
      if (!tenant) {
        return {
          status: 'unknown',
          reason: 'the tenant of this environment is not in the catalog',
        };
      }
      return {
        status: 'known',
        // Itself at least, though it may not run yet
        image: running.get(release.artifact) ?? { tenants: 1, environments: 1 },
        components: componentsOf(subject).map(componentRef => ({
          componentRef,
          ...(sharedBy.get(componentRef) ?? { tenants: 1, environments: 1 }),
        })),
        source: release.environmentRef,
        observedAt: new Date(tenant.declaredAt).toISOString(),
      };
    },
    incidentsOf(subject) {
      const { environmentRef } = subject.release;
      return [environmentRef, ...componentsOf(subject)]
        .flatMap(incidentsOn)
        .filter(
          ({ openedAt, resolvedAt }) =>
            Date.parse(openedAt) <= subject.instant &&
            subject.instant < msOf(resolvedAt),
        )
        .map(incident =>
          openIncident(incident, placements.get(environmentRef)),
        );
    },
    // What is over said something about no release that goes out now
    maintenanceOf: subject =>
      componentsOf(subject)
        .flatMap(worksOn)
        .filter(({ finishedAt }) => subject.instant < msOf(finishedAt))
        .map(maintenance),
    inFlightOf: subject =>
      componentsOf(subject)
        .flatMap(worksOn)
        .flatMap(work =>
          work.startedAt !== undefined &&
          Date.parse(work.startedAt) <= subject.instant &&
          subject.instant < msOf(work.finishedAt)
            ? [
                {
                  kind: 'infrastructure' as const,
                  entityRef: work.componentRef,
                  label: work.label ?? work.activity,
                  since: work.startedAt,
                  eventId: work.eventId,
                  source: work.source,
                },
              ]
            : [],
        ),
  };
}
