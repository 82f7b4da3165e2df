import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type { ReadColumns, Reads } from '../platform/DatabaseReadsStore';
import {
  toEnvironment,
  toPlacement,
  toTenant,
  type EnvironmentRow,
  type TenantRow,
} from './DatabaseEnvironmentStore';
import { usersOf, type PersonRow } from './DatabasePeopleStore';
import type { EnvironmentPlacement, ProjectedTenant } from './EnvironmentStore';
import type { PlaceStore } from './PlaceStore';

const environmentColumns: ReadColumns<EnvironmentRow> = {
  environment_ref: 'text',
  tenant_ref: 'text',
  owner_ref: 'text',
  title: 'text',
  stage: 'text',
  hosting: 'text',
  series: 'text',
  bindings: 'text',
  cluster: 'text',
  namespace: 'text',
  services: 'text',
  declared_hash: 'text',
};

const tenantColumns: ReadColumns<TenantRow> = {
  tenant_ref: 'text',
  owner_ref: 'text',
  title: 'text',
  criticality: 'text',
  time_zone: 'text',
  calendars: 'text',
  location: 'text',
  declared_at: 'number',
};

/** Two references that belong together. */
interface PairRow {
  one: string;
  other: string;
}

/** {@link PlaceStore} on SQLite and PostgreSQL. */
export class DatabasePlaceStore implements PlaceStore {
  readonly #knex: Knex;
  readonly #reads: Reads;

  static create(options: { database: Knex; reads: Reads }): DatabasePlaceStore {
    return new DatabasePlaceStore(options);
  }

  private constructor(options: { database: Knex; reads: Reads }) {
    this.#knex = options.database;
    this.#reads = options.reads;
  }

  async getEnvironments(environmentRefs: readonly string[]) {
    return (await this.#environments(environmentRefs)).map(toEnvironment);
  }

  async getPlacements(
    environmentRefs: readonly string[],
  ): Promise<EnvironmentPlacement[]> {
    return (await this.#environments(environmentRefs)).map(toPlacement);
  }

  async getTenantsOf(
    environmentRefs: readonly string[],
  ): Promise<ProjectedTenant[]> {
    const rows = await this.#inBatches(environmentRefs, batch =>
      this.#reads.rows<TenantRow>(
        this.#knex('tenants')
          .whereIn(
            'tenant_ref',
            this.#knex('environments')
              .whereIn('environment_ref', batch)
              .select('tenant_ref'),
          )
          .select(Object.keys(tenantColumns)),
        tenantColumns,
      ),
    );
    // Environments of two batches may have one tenant
    return [
      ...new Map(rows.map(row => [row.tenant_ref, toTenant(row)])).values(),
    ];
  }

  getStagingBeside(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>> {
    return this.#group(environmentRefs, batch =>
      this.#knex({ e: 'environments' })
        .join({ s: 'environments' }, 's.tenant_ref', 'e.tenant_ref')
        .whereIn('e.environment_ref', batch)
        .where('s.stage', 'staging')
        .select({ one: 'e.environment_ref', other: 's.environment_ref' }),
    );
  }

  getComponents(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>> {
    return this.#group(environmentRefs, batch =>
      this.#knex('environment_components')
        .whereIn('environment_ref', batch)
        .select({ one: 'environment_ref', other: 'component_ref' }),
    );
  }

  async resolvePeople(
    identifiers: readonly string[],
  ): Promise<Map<string, string>> {
    const rows = await this.#inBatches(
      identifiers.map(identifier => identifier.toLowerCase()),
      batch =>
        this.#reads.rows<PersonRow>(
          this.#knex('people')
            .whereIn('identifier', batch)
            .select('identifier', 'user_ref'),
          { identifier: 'text', user_ref: 'text' },
        ),
    );
    return usersOf(rows, identifiers);
  }

  #environments(environmentRefs: readonly string[]): Promise<EnvironmentRow[]> {
    return this.#inBatches(environmentRefs, batch =>
      this.#reads.rows<EnvironmentRow>(
        this.#knex('environments')
          .whereIn('environment_ref', batch)
          .select(Object.keys(environmentColumns)),
        environmentColumns,
      ),
    );
  }

  async #group(
    values: readonly string[],
    select: (batch: readonly string[]) => Knex.QueryBuilder,
  ): Promise<Map<string, string[]>> {
    const rows = await this.#inBatches(values, batch =>
      this.#reads.rows<PairRow>(select(batch), { one: 'text', other: 'text' }),
    );
    const groups = new Map<string, string[]>();
    for (const { one, other } of rows) {
      const group = groups.get(one);
      if (group) {
        group.push(other);
      } else {
        groups.set(one, [other]);
      }
    }
    groups.forEach(group => group.sort());
    return groups;
  }

  /** All batches at once: they are selects of one statement. */
  async #inBatches<TRow>(
    values: readonly string[],
    read: (batch: readonly string[]) => Promise<TRow[]>,
  ): Promise<TRow[]> {
    return (
      await Promise.all(inBatches([...new Set(values)]).map(read))
    ).flat();
  }
}
