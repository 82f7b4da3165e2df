import type {
  BackupFacts,
  BackupSourceFacts,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BindingStore,
  ClaimStanding,
  PlaceStore,
  ProjectedEnvironment,
  RecoveryStore,
} from '../catalog';
import type { EventListStore } from '../releases';
import {
  targetKey,
  type BackupStore,
  type TargetStanding,
  type WantedAttempts,
} from './BackupStore';
import { claimKey } from './confirmedTargets';
import {
  configuredFacts,
  declaredSources,
  type ConfiguredSource,
  type DeclaredSource,
} from './declaredSources';
import {
  DRILL_KINDS,
  drillsOf,
  EXERCISE_KINDS,
  exercisesOf,
} from './postedFacts';

/** Most posted drills, and most posted exercises of each kind, of one environment that a verdict looks at. */
const POSTED = 50;

/** Kinds of bindings through which backups are read. */
const BINDING_KINDS = ['stanza', 'bucket', 'repository'] as const;

/** Where facts about backups are put together from. What is asked of them in one breath should go as one statement. */
export interface BackupFactSources {
  places: Pick<PlaceStore, 'getEnvironments' | 'getTenantsOf'>;
  recovery: Pick<
    RecoveryStore,
    'getRecovery' | 'getTenantRecoveryOf' | 'getSharingServer'
  >;
  bindings: Pick<BindingStore, 'getStandings'>;
  backups: Pick<BackupStore, 'getStandings'>;
  events: Pick<EventListStore, 'listByKind' | 'pageByKind'>;
}

/** An environment with all that is known about getting it back. */
export interface EnvironmentBackups {
  environment: ProjectedEnvironment;
  /** IANA zone of the tenant's business; absent when the tenant is not known. */
  timeZone?: string;
  facts: BackupFacts;
  /** What may be listed of attempts: only what a confirmed binding leads to. */
  attempts: (WantedAttempts & Pick<DeclaredSource, 'area'>)[];
}

/**
 * Facts about these environments, in a number of queries that does not grow with them; those that the catalog no longer has are
 * missing. What was learnt before a binding counted is left out: it may have been another's.
 */
export async function readBackupFacts(
  sources: BackupFactSources,
  configured: readonly ConfiguredSource[],
  environmentRefs: readonly string[],
  now: number,
): Promise<Map<string, EnvironmentBackups>> {
  if (environmentRefs.length === 0) {
    return new Map();
  }
  const { places, events } = sources;
  const [
    environments,
    tenantsOf,
    wants,
    recovery,
    sharing,
    standings,
    drilled,
    ...practised
  ] = await Promise.all([
    places.getEnvironments(environmentRefs),
    places.getTenantsOf(environmentRefs),
    sources.recovery.getTenantRecoveryOf(environmentRefs),
    sources.recovery.getRecovery(environmentRefs),
    sources.recovery.getSharingServer(environmentRefs),
    sources.bindings.getStandings(BINDING_KINDS, environmentRefs, now),
    events.listByKind(environmentRefs, DRILL_KINDS, POSTED),
    ...EXERCISE_KINDS.map(kind =>
      events.listByKind(environmentRefs, [kind], POSTED),
    ),
  ]);
  const tenants = new Map(tenantsOf.map(tenant => [tenant.tenantRef, tenant]));
  const drills = groupByEnvironment(drilled);
  const exercises = groupByEnvironment(practised.flat());
  const claims = new Map(
    standings.map(claim => [claimKey(claim.environmentRef, claim), claim]),
  );
  const declared = new Map(
    environments.map(({ environmentRef: ref }) => {
      const found = recovery.get(ref);
      return [
        ref,
        (found ? declaredSources(found, configured) : []).map(source => ({
          ...source,
          standing: claims.get(claimKey(ref, source.claim)),
        })),
      ];
    }),
  );
  const known = await sources.backups.getStandings(
    [...declared.values()]
      .flat()
      .filter(({ standing }) => standing?.state === 'confirmed')
      .map(({ source, id }) => ({ source, target: id })),
  );
  return new Map(
    environments.map(environment => {
      const { environmentRef, tenantRef, stage } = environment;
      const tenant = tenants.get(tenantRef);
      const own = recovery.get(environmentRef);
      const { objectives, compliance = [] } = wants.get(tenantRef) ?? {};
      const items = declared.get(environmentRef) ?? [];
      return [
        environmentRef,
        {
          environment,
          ...(tenant && { timeZone: tenant.timeZone }),
          attempts: items.flatMap(({ source, id, area, standing }) =>
            standing?.state === 'confirmed'
              ? [{ source, target: id, area, since: standing.since }]
              : [],
          ),
          facts: {
            environmentRef,
            stage,
            database: own?.database ?? '',
            sharesServer:
              environment.hosting === 'multi-tenant' ||
              sharing.has(environmentRef),
            ...(tenant && { criticality: tenant.criticality }),
            ...(objectives && { objectives }),
            compliance,
            sources: items.map(item =>
              sourceFacts(
                item,
                known.get(targetKey({ source: item.source, target: item.id })),
                configured,
              ),
            ),
            drills: drillsOf(drills.get(environmentRef) ?? []),
            exercises: exercisesOf(exercises.get(environmentRef) ?? []),
            runbooks: own?.runbooks ?? {},
          },
        },
      ];
    }),
  );
}

function sourceFacts(
  {
    source,
    id,
    area,
    standing,
  }: DeclaredSource & { standing: ClaimStanding | undefined },
  found: TargetStanding | undefined,
  configured: readonly ConfiguredSource[],
): BackupSourceFacts {
  const base = { source, id, area, ...configuredFacts(source, configured) };
  if (standing?.state !== 'confirmed') {
    return {
      ...base,
      binding: standing?.state ?? 'unconfirmed',
      observations: [],
    };
  }
  const { since } = standing;
  return {
    ...base,
    binding: 'confirmed',
    ...(found &&
      found.lastAttempt.at >= since && { lastAttempt: found.lastAttempt }),
    observations: (found?.observations ?? []).filter(
      ({ receivedAt }) => receivedAt >= since,
    ),
  };
}

function groupByEnvironment(
  events: readonly { environmentRef?: string; event: ReleaseEvent }[],
): Map<string, ReleaseEvent[]> {
  const groups = new Map<string, ReleaseEvent[]>();
  for (const { environmentRef, event } of events) {
    if (environmentRef !== undefined) {
      const group = groups.get(environmentRef);
      if (group) {
        group.push(event);
      } else {
        groups.set(environmentRef, [event]);
      }
    }
  }
  return groups;
}
