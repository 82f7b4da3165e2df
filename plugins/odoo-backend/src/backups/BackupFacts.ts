import type {
  BackupFacts,
  BackupSourceFacts,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BindingStore,
  ClaimStanding,
  EnvironmentStore,
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

/** Most posted drills, and most posted exercises, of one environment that a verdict looks at. */
const POSTED = 50;

/** Kinds of bindings through which backups are read. */
const BINDING_KINDS = ['stanza', 'bucket', 'namespace'] as const;

/** Where facts about backups are put together from; inside a transaction, on it. */
export interface BackupFactSources {
  environments: Pick<EnvironmentStore, 'getEnvironments' | 'getTenants'>;
  recovery: Pick<
    RecoveryStore,
    'getRecovery' | 'getTenantRecovery' | 'countOnServers'
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
 * missing. What was learnt before a binding counted is left out: it may have been another's. Stores are asked one after the other,
 * for a transaction takes one statement at a time.
 */
export async function readBackupFacts(
  sources: BackupFactSources,
  configured: readonly ConfiguredSource[],
  environmentRefs: readonly string[],
  now: number,
): Promise<Map<string, EnvironmentBackups>> {
  const environments = await sources.environments.getEnvironments(
    environmentRefs,
  );
  if (environments.length === 0) {
    return new Map();
  }
  const refs = environments.map(({ environmentRef }) => environmentRef);
  const tenantRefs = [...new Set(environments.map(e => e.tenantRef))];
  const tenants = new Map(
    (await sources.environments.getTenants(tenantRefs)).map(tenant => [
      tenant.tenantRef,
      tenant,
    ]),
  );
  const wants = await sources.recovery.getTenantRecovery(tenantRefs);
  const recovery = await sources.recovery.getRecovery(refs);
  const onServers = await sources.recovery.countOnServers(
    [...recovery.values()].flatMap(({ serverRef }) => serverRef ?? []),
  );
  const claims = new Map(
    (await sources.bindings.getStandings(BINDING_KINDS, refs, now)).map(
      claim => [claimKey(claim.environmentRef, claim), claim],
    ),
  );
  const declared = new Map(
    refs.map(ref => {
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
  const drills = groupByEnvironment(
    await sources.events.listByKind(refs, DRILL_KINDS, POSTED),
  );
  const exercises = groupByEnvironment(
    await sources.events.listByKind(refs, EXERCISE_KINDS, POSTED),
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
              (onServers.get(own?.serverRef ?? '') ?? 0) > 1,
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

function claimKey(
  environmentRef: string,
  { kind, scope, id }: DeclaredSource['claim'],
): string {
  return JSON.stringify([environmentRef, kind, scope, id]);
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
