import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { inBatches } from '../platform/database';
import type { EnvironmentStore } from './EnvironmentStore';
import type { ProjectionTask } from './ProjectionTask';

export interface RemovalTaskOptions {
  auth: AuthService;
  catalog: Pick<CatalogClient, 'queryEntities' | 'getEntitiesByRefs'>;
  environments: Pick<
    EnvironmentStore,
    'listRefs' | 'countUsers' | 'listUserRefs'
  >;
  projection: Pick<ProjectionTask, 'refresh'>;
}

/**
 * Takes tenants, environments and Users that left the catalog out of the projection, long before the whole is read again: the
 * catalog tells nobody of a removal. It asks how many there are, which costs the same however many, and looks for who is missing only
 * when there are fewer than the projection has. A descriptor that the projection can't read counts in the catalog alone and can
 * hide a removal so; the refresh of the whole finds that.
 */
export class RemovalTask {
  readonly #options: RemovalTaskOptions;

  static create(options: RemovalTaskOptions): RemovalTask {
    return new RemovalTask(options);
  }

  private constructor(options: RemovalTaskOptions) {
    this.#options = options;
  }

  /** @throws whatever the catalog answers instead of a count: failure is never absence. */
  async run(signal: AbortSignal): Promise<void> {
    const { auth, environments, projection } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const projected = await environments.listRefs();
    const removed: string[] = [];
    const { tenantRefs, environmentRefs } = projected;
    const kept: [string, number, () => Promise<string[]>][] = [
      [KIND_ODOO_TENANT, tenantRefs.length, async () => tenantRefs],
      [
        KIND_ODOO_ENVIRONMENT,
        environmentRefs.length,
        async () => environmentRefs,
      ],
      [
        'User',
        await environments.countUsers(),
        () => environments.listUserRefs(),
      ],
    ];
    for (const [kind, count, listRefs] of kept) {
      if ((await this.#count(kind, credentials)) < count) {
        removed.push(
          ...(await this.#findMissing(await listRefs(), credentials, signal)),
        );
      }
    }
    if (removed.length > 0) {
      await projection.refresh(removed, signal);
    }
  }

  async #count(
    kind: string,
    credentials: BackstageCredentials,
  ): Promise<number> {
    const { totalItems } = await this.#options.catalog.queryEntities(
      { filter: { kind }, limit: 0 },
      { credentials },
    );
    return totalItems;
  }

  async #findMissing(
    refs: readonly string[],
    credentials: BackstageCredentials,
    signal: AbortSignal,
  ): Promise<string[]> {
    const missing = new Set(refs);
    for (const entityRefs of inBatches(refs)) {
      signal.throwIfAborted();
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        {
          entityRefs,
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      items.forEach(
        entity => entity && missing.delete(stringifyEntityRef(entity)),
      );
    }
    return [...missing];
  }
}
