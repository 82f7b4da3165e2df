import {
  nothingAround,
  type Release,
  type ReleaseEvent,
  type RiskFacts,
  type RiskPolicy,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  readCalendarFacts,
  type CalendarDeclarations,
  type CalendarFactSources,
} from '../calendar';
import type { EnvironmentStore, ProjectedEnvironment } from '../catalog';
import type { EventListStore } from './EventListStore';
import type { ReleaseStore } from './ReleaseStore';

/** Most checkpoints of an environment that are looked through for one from before the release. */
const CHECKPOINTS = 200;

export interface FactSources extends CalendarFactSources {
  environments: Pick<
    EnvironmentStore,
    'getEnvironments' | 'getTenants' | 'listEnvironments' | 'resolvePeople'
  >;
  releases: Pick<ReleaseStore, 'getLastDeployed'>;
  lists: Pick<EventListStore, 'listByKind'>;
  policy: RiskPolicy;
  calendarDeclarations: CalendarDeclarations;
}

/** The instant that a release is judged for: when it went out, else now. */
export function judgedInstant(release: Release, now: number): number {
  const { deployedAt, failedAt } = release.lifecycle;
  const wentOutAt = deployedAt ?? failedAt;
  return wentOutAt === undefined ? now : Date.parse(wentOutAt);
}

/** The release with the checkpoint that counts: its own, or the environment's last one from before it went out. */
function withCheckpoint(
  release: Release,
  checkpoints: readonly ReleaseEvent[],
  instant: number,
): Release {
  const own = release.facts.checkpoint;
  let best = own;
  for (const event of checkpoints) {
    const at = event.facts.checkpoint;
    if (
      at === undefined ||
      Date.parse(at) > instant ||
      Date.parse(event.occurredAt) > instant ||
      (best && Date.parse(best.value.at) >= Date.parse(at))
    ) {
      continue;
    }
    best = {
      value: {
        at: new Date(at).toISOString(),
        ...(event.label !== undefined && { label: event.label }),
      },
      source: event.source,
      eventId: event.id,
      occurredAt: event.occurredAt,
      ...(event.url !== undefined && { url: event.url }),
    };
  }
  return best === own
    ? release
    : { ...release, facts: { ...release.facts, checkpoint: best } };
}

function peopleOf(
  { facts }: Release,
  users: ReadonlyMap<string, string>,
): RiskFacts['people'] {
  const author = facts.author && users.get(facts.author.value);
  const approvers = facts.approvers?.value.flatMap(
    name => users.get(name) ?? [],
  );
  const named = [
    ...(facts.author ? [facts.author.value] : []),
    ...(facts.approvers?.value ?? []),
  ];
  return {
    ...(author !== undefined && { author }),
    ...(approvers && { approvers: [...new Set(approvers)].sort() }),
    unmapped: [...new Set(named.filter(name => !users.has(name)))].sort(),
  };
}

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
  const environmentRefs = [
    ...new Set(releases.map(release => release.environmentRef)),
  ];
  const environments = new Map<string, ProjectedEnvironment>(
    (await sources.environments.getEnvironments(environmentRefs)).map(
      environment => [environment.environmentRef, environment],
    ),
  );
  const tenantRefs = [
    ...new Set([...environments.values()].map(({ tenantRef }) => tenantRef)),
  ];
  // One after the other: the gate reads in a transaction, and its connection takes one statement at a time
  const tenants = await sources.environments.getTenants(tenantRefs);
  const calendarFactOf = await readCalendarFacts(
    sources,
    sources.calendarDeclarations,
    [...environments.values()],
    tenants,
  );
  const staging = await stagingOf(sources, tenantRefs);
  const tenantByRef = new Map(tenants.map(item => [item.tenantRef, item]));

  const known = releases.filter(({ environmentRef }) =>
    environments.has(environmentRef),
  );
  const lastDeployed = await sources.releases.getLastDeployed(
    known.map(release => ({
      environmentRefs:
        staging.get(environments.get(release.environmentRef)!.tenantRef) ?? [],
      before: judgedInstant(release, now),
    })),
  );
  const checkpoints = await sources.lists.listByKind(
    environmentRefs,
    ['checkpoint-recorded'],
    CHECKPOINTS,
  );
  const users = await sources.environments.resolvePeople([
    ...new Set(
      known.flatMap(({ facts }) => [
        ...(facts.author ? [facts.author.value] : []),
        ...(facts.approvers?.value ?? []),
      ]),
    ),
  ]);
  const checkpointsOf = new Map<string, ReleaseEvent[]>();
  for (const { environmentRef, event } of checkpoints) {
    checkpointsOf.set(environmentRef!, [
      ...(checkpointsOf.get(environmentRef!) ?? []),
      event,
    ]);
  }

  return new Map(
    known.map((release, index) => {
      const environment = environments.get(release.environmentRef)!;
      const instant = judgedInstant(release, now);
      const tenant = tenantByRef.get(environment.tenantRef);
      const deployed = lastDeployed[index];
      const noStaging = (staging.get(environment.tenantRef) ?? []).length === 0;
      return [
        release,
        {
          ...nothingAround,
          tenantRef: environment.tenantRef,
          ...(tenant && { criticality: tenant.criticality }),
          release: withCheckpoint(
            release,
            checkpointsOf.get(release.environmentRef) ?? [],
            instant,
          ),
          stage: environment.stage,
          hosting: environment.hosting,
          staging: deployed
            ? { status: 'known', ...deployed }
            : {
                status: 'unknown',
                reason: noStaging
                  ? 'the tenant has no staging environment'
                  : 'no deployment to the staging environment was reported before this release',
              },
          calendar: calendarFactOf(environment, instant),
          people: peopleOf(release, users),
        },
      ];
    }),
  );
}

/** Staging environments of each tenant. */
async function stagingOf(
  { environments }: FactSources,
  tenantRefs: readonly string[],
): Promise<Map<string, string[]>> {
  const result = new Map<string, string[]>();
  // One tenant on a page, the whole fleet in the task: ask for the one, or read all staging environments in pages
  const [only] = tenantRefs;
  const tenantRef = tenantRefs.length === 1 ? only : undefined;
  const wanted = new Set(tenantRefs);
  let after: string | undefined;
  for (;;) {
    const page = await environments.listEnvironments({
      stage: 'staging',
      limit: 500,
      ...(tenantRef !== undefined && { tenantRef }),
      ...(after !== undefined && { after }),
    });
    for (const environment of page) {
      if (wanted.has(environment.tenantRef)) {
        result.set(environment.tenantRef, [
          ...(result.get(environment.tenantRef) ?? []),
          environment.environmentRef,
        ]);
      }
    }
    after = page.at(-1)?.environmentRef;
    if (page.length < 500) {
      return result;
    }
  }
}
