import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { replaceRows, selectIn } from './DatabaseRowsStore';
import type { CatalogSnapshot } from './EnvironmentStore';
import type {
  ProjectedRecovery,
  RecoveryStore,
  TenantRecovery,
} from './RecoveryStore';

interface EnvironmentRow {
  environment_ref: string;
  server_ref: string | null;
  recovery: string;
}

interface TenantRow {
  tenant_ref: string;
  recovery: string;
}

/** {@link RecoveryStore} on SQLite and PostgreSQL. */
export class DatabaseRecoveryStore implements RecoveryStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseRecoveryStore {
    return new DatabaseRecoveryStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async getRecovery(
    environmentRefs: readonly string[],
  ): Promise<Map<string, ProjectedRecovery>> {
    const rows = await selectIn<EnvironmentRow>(
      this.#knex,
      'environment_recovery',
      'environment_ref',
      environmentRefs,
    );
    return new Map(rows.map(row => [row.environment_ref, toRecovery(row)]));
  }

  async getTenantRecovery(
    tenantRefs: readonly string[],
  ): Promise<Map<string, TenantRecovery>> {
    const rows = await selectIn<TenantRow>(
      this.#knex,
      'tenant_recovery',
      'tenant_ref',
      tenantRefs,
    );
    return new Map(rows.map(row => [row.tenant_ref, JSON.parse(row.recovery)]));
  }

  async countOnServers(
    serverRefs: readonly string[],
  ): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const batch of inBatches([...new Set(serverRefs)])) {
      const rows: { server_ref: string; n: number | string }[] =
        await this.#knex('environment_recovery')
          .whereIn('server_ref', batch)
          .groupBy('server_ref')
          .select('server_ref')
          .count({ n: '*' });
      rows.forEach(row => counts.set(row.server_ref, Number(row.n)));
    }
    return counts;
  }

  async listRecovery(
    after: string | undefined,
    limit: number,
  ): Promise<ProjectedRecovery[]> {
    const rows: EnvironmentRow[] = await this.#knex('environment_recovery')
      .modify(query => {
        if (after !== undefined) {
          query.where('environment_ref', '>', after);
        }
      })
      .orderBy('environment_ref')
      .limit(limit);
    return rows.map(toRecovery);
  }
}

/** Writes what a snapshot declares about getting back: the whole, or what there is of these references. */
export async function replaceRecovery(
  tx: Knex.Transaction,
  snapshot: Pick<CatalogSnapshot, 'tenants' | 'environments'>,
  within?: readonly string[],
): Promise<void> {
  await replaceRows<EnvironmentRow>(
    tx,
    'environment_recovery',
    'environment_ref',
    snapshot.environments.flatMap(({ environmentRef, recovery }) =>
      recovery
        ? {
            environment_ref: environmentRef,
            server_ref: recovery.serverRef ?? null,
            recovery: JSON.stringify(recovery),
          }
        : [],
    ),
    within,
  );
  await replaceRows<TenantRow>(
    tx,
    'tenant_recovery',
    'tenant_ref',
    snapshot.tenants.flatMap(({ tenantRef, recovery }) =>
      recovery
        ? { tenant_ref: tenantRef, recovery: JSON.stringify(recovery) }
        : [],
    ),
    within,
  );
}

function toRecovery(row: EnvironmentRow): ProjectedRecovery {
  return {
    environmentRef: row.environment_ref,
    ...JSON.parse(row.recovery),
  };
}
