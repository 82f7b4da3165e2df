import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import {
  evaluateWorkloads,
  odooEnvironmentReadPermission,
  odooPlatformFindingReadPermission,
  type Binding,
  type Finding,
  type FindingKind,
  type Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import { inBatches } from '../platform/database';
import { pageOf, type Page } from '../platform/page';
import type { BindingStore } from './BindingStore';
import type { CatalogService, ResolvedEntity } from './CatalogService';
import type { ClusterStore, ObservedWorkload } from './ClusterStore';
import type { EnvironmentStore } from './EnvironmentStore';
import type { FindingStore, FindingVisibility } from './FindingStore';

/** Where a page of bindings or workloads begins. */
export interface PlaceInEnvironment {
  environmentRef: string;
  position: number;
}

export interface CatalogFactsServiceOptions {
  catalog: CatalogClient;
  entities: Pick<CatalogService, 'resolveEntity'>;
  environments: Pick<EnvironmentStore, 'getPlacements'>;
  bindings: Pick<BindingStore, 'list' | 'filterConfirmed'>;
  findings: Pick<FindingStore, 'list' | 'listOtherEntities'>;
  clusters: Pick<ClusterStore, 'getAnswers' | 'getWorkloads'>;
  authorizer: Authorizer;
  clock: Clock;
}

/** Answers what was found out about declared environments, each question as whoever asks. */
export class CatalogFactsService {
  readonly #options: CatalogFactsServiceOptions;

  static create(options: CatalogFactsServiceOptions): CatalogFactsService {
    return new CatalogFactsService(options);
  }

  private constructor(options: CatalogFactsServiceOptions) {
    this.#options = options;
  }

  async listBindings(
    query: { entityRef: string; after?: PlaceInEnvironment; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<Binding, PlaceInEnvironment>> {
    const { readable } = await this.#readable(query.entityRef, credentials);
    const found = await this.#options.bindings.list(
      readable,
      query.after,
      query.limit + 1,
    );
    const { items, ...rest } = pageOf(
      found,
      query.limit,
      ({ binding: { environmentRef }, position }) => ({
        environmentRef,
        position,
      }),
    );
    return { items: items.map(({ binding }) => binding), ...rest };
  }

  async listFindings(
    query: {
      entityRef?: string;
      kind?: FindingKind;
      after?: string;
      limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<Page<Finding, string>> {
    const visible =
      query.entityRef === undefined
        ? await this.#everythingVisible(query.kind, credentials)
        : await this.#visibleOf(query.entityRef, credentials);
    const found = await this.#options.findings.list(
      visible,
      query.kind,
      query.after,
      query.limit + 1,
    );
    return pageOf(found, query.limit, ({ id }) => id);
  }

  async listWorkloads(
    query: { entityRef: string; after?: PlaceInEnvironment; limit: number },
    credentials: BackstageCredentials,
  ): Promise<Page<Workload, PlaceInEnvironment>> {
    const { readable, role } = await this.#readable(
      query.entityRef,
      credentials,
    );
    const { after, limit } = query;
    const all = (await this.#workloadsOf(readable))
      .map(items => (role ? items.filter(item => item.role === role) : items))
      .flatMap(items => items.map((item, position) => ({ item, position })))
      .filter(
        ({ item, position }) =>
          !after ||
          item.environmentRef > after.environmentRef ||
          (item.environmentRef === after.environmentRef &&
            position > after.position),
      );
    const { items, ...rest } = pageOf(
      all,
      limit,
      ({ item: { environmentRef }, position }) => ({
        environmentRef,
        position,
      }),
    );
    return { items: items.map(({ item }) => item), ...rest };
  }

  /** By environment, in order of their references. */
  async #workloadsOf(
    environmentRefs: readonly string[],
  ): Promise<Workload[][]> {
    const { environments, bindings, clusters, clock } = this.#options;
    const now = clock.now();
    const placements = await environments.getPlacements(environmentRefs);
    const confirmed = new Set(
      (await bindings.filterConfirmed('namespace', environmentRefs, now)).map(
        ({ environmentRef }) => environmentRef,
      ),
    );
    // Nothing is read of a namespace that is not confirmed
    const seen = groupByPlace(
      await clusters.getWorkloads(
        placements.filter(({ environmentRef }) =>
          confirmed.has(environmentRef),
        ),
      ),
    );
    const answers = await clusters.getAnswers();
    const answeredAt = (cluster: string) => {
      const times = answers
        .filter(a => a.cluster === cluster && a.resource !== 'namespaces')
        .flatMap(a => a.answeredAt ?? []);
      return times.length === 2 ? Math.min(...times) : undefined;
    };
    return [...placements]
      .sort(
        (a, b) =>
          Number(a.environmentRef > b.environmentRef) -
          Number(a.environmentRef < b.environmentRef),
      )
      .map(placement => {
        const at = answeredAt(placement.cluster);
        return evaluateWorkloads({
          ...placement,
          confirmed: confirmed.has(placement.environmentRef),
          ...(at !== undefined && {
            seen: {
              workloads: seen.get(placeKey(placement)) ?? [],
              answeredAt: at,
            },
          }),
          now,
        });
      });
  }

  /** Of one entity: its environments' and its own. */
  async #visibleOf(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<FindingVisibility> {
    const resolved = await this.#readable(entityRef, credentials);
    return {
      environments: { refs: resolved.readable },
      // An environment that the projection can't read has nothing to be held against; that the caller may read it in the
      // catalog is enough. The store leaves out those that it can
      entityRefs: [resolved.entityRef],
      platform: false,
    };
  }

  async #everythingVisible(
    kind: FindingKind | undefined,
    credentials: BackstageCredentials,
  ): Promise<FindingVisibility> {
    const { authorizer, findings } = this.#options;
    const permitted = await authorizer.environmentCondition(
      credentials,
      odooEnvironmentReadPermission,
      'releases.read',
    );
    return {
      environments: { permitted },
      entityRefs: await this.#readableEntities(
        await findings.listOtherEntities(kind),
        credentials,
      ),
      platform: await this.#mayReadPlatformFindings(credentials),
    };
  }

  /** Machines have no rights in the catalog, so they see environments only. */
  async #readableEntities(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    if (isMachine(credentials)) {
      return [];
    }
    const readable: string[] = [];
    for (const batch of inBatches(entityRefs)) {
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs: batch, fields: ['kind', 'metadata.name'] },
        { credentials },
      );
      readable.push(...batch.filter((_, index) => items[index] !== undefined));
    }
    return readable;
  }

  async #mayReadPlatformFindings(
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    try {
      await this.#options.authorizer.ensureBasic(
        credentials,
        odooPlatformFindingReadPermission,
      );
      return true;
    } catch (error) {
      if (error instanceof NotAllowedError) {
        return false;
      }
      throw error;
    }
  }

  /** @throws NotFoundError and NotAllowedError, as for the releases of the entity. */
  async #readable(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ResolvedEntity & { readable: string[] }> {
    const { authorizer, entities } = this.#options;
    const resolved = await entities.resolveEntity(entityRef, credentials);
    const { environmentRefs } = resolved;
    const readable = await authorizer.filterEnvironments(
      credentials,
      odooEnvironmentReadPermission,
      'releases.read',
      environmentRefs,
    );
    if (environmentRefs.length > 0 && readable.length === 0) {
      throw new NotAllowedError(
        `You may see ${entityRef}, but not what is known of it; for that you need ${odooEnvironmentReadPermission.name} on its environment`,
      );
    }
    return { ...resolved, readable };
  }
}

function isMachine(credentials: BackstageCredentials): boolean {
  return (credentials.principal as { type?: string }).type === 'service';
}

function placeKey(place: { cluster: string; namespace: string }): string {
  return JSON.stringify([place.cluster, place.namespace]);
}

function groupByPlace(
  workloads: readonly ObservedWorkload[],
): Map<string, ObservedWorkload[]> {
  const groups = new Map<string, ObservedWorkload[]>();
  for (const workload of workloads) {
    const key = placeKey(workload);
    groups.set(key, [...(groups.get(key) ?? []), workload]);
  }
  return groups;
}
