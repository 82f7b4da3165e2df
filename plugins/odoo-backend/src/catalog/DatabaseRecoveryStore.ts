import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { readsAtOnce, type Reads } from '../platform/DatabaseReadsStore';
import { replaceRows } from './DatabaseRowsStore';
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
  readonly #reads: Reads;

  static create(options: { knex: Knex; reads?: Reads }): DatabaseRecoveryStore {
    return new DatabaseRecoveryStore(
      options.knex,
      options.reads ?? readsAtOnce,
    );
  }

  private constructor(knex: Knex, reads: Reads) {
    this.#knex = knex;
    this.#reads = reads;
  }

  async getRecovery(
    environmentRefs: readonly string[],
  ): Promise<Map<string, ProjectedRecovery>> {
    const rows = await this.#inBatches(environmentRefs, batch =>
      this.#reads.rows<Omit<EnvironmentRow, 'server_ref'>>(
        this.#knex('environment_recovery')
          .whereIn('environment_ref', batch)
          .select('environment_ref', 'recovery'),
        { environment_ref: 'text', recovery: 'text' },
      ),
    );
    return new Map(rows.map(row => [row.environment_ref, toRecovery(row)]));
  }

  async getTenantRecoveryOf(
    environmentRefs: readonly string[],
  ): Promise<Map<string, TenantRecovery>> {
    const rows = await this.#inBatches(environmentRefs, batch =>
      this.#reads.rows<TenantRow>(
        this.#knex('tenant_recovery')
          .whereIn(
            'tenant_ref',
            this.#knex('environments')
              .whereIn('environment_ref', batch)
              .select('tenant_ref'),
          )
          .select('tenant_ref', 'recovery'),
        { tenant_ref: 'text', recovery: 'text' },
      ),
    );
    return new Map(rows.map(row => [row.tenant_ref, JSON.parse(row.recovery)]));
  }

  async getSharingServer(
    environmentRefs: readonly string[],
  ): Promise<Set<string>> {
    const rows = await this.#inBatches(environmentRefs, batch =>
      this.#reads.rows<Pick<EnvironmentRow, 'environment_ref'>>(
        this.#knex({ own: 'environment_recovery' })
          .whereIn('own.environment_ref', batch)
          .whereExists(
            this.#knex({ other: 'environment_recovery' })
              .whereRaw('?? = ??', ['other.server_ref', 'own.server_ref'])
              .whereRaw('?? <> ??', [
                'other.environment_ref',
                'own.environment_ref',
              ])
              .select(this.#knex.raw('1')),
          )
          .select('own.environment_ref'),
        { environment_ref: 'text' },
      ),
    );
    return new Set(rows.map(row => row.environment_ref));
  }

  /** All batches at once: they may be selects of one statement. */
  async #inBatches<TRow>(
    values: readonly string[],
    read: (batch: readonly string[]) => Promise<TRow[]>,
  ): Promise<TRow[]> {
    return (
      await Promise.all(inBatches([...new Set(values)]).map(read))
    ).flat();
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

function toRecovery(
  row: Pick<EnvironmentRow, 'environment_ref' | 'recovery'>,
): ProjectedRecovery {
  return {
    environmentRef: row.environment_ref,
    ...JSON.parse(row.recovery),
  };
}
