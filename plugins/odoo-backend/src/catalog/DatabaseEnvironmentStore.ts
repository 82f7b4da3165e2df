import type {
  BindingState,
  EventBinding,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { sha256OfJson } from '../platform/sha256';
import { replacePeople, usersOf, type PersonRow } from './DatabasePeopleStore';
import { replaceRecovery } from './DatabaseRecoveryStore';
import { replaceRows, selectIn } from './DatabaseRowsStore';
import { noteChangedEnvironments } from './DatabaseChangedEnvironmentStore';
import { replaceClaims } from './DatabaseClaimStore';
import { replaceComponents } from './DatabaseComponentStore';
import type {
  CatalogSnapshot,
  DeclaredBinding,
  EnvironmentPlacement,
  EnvironmentStore,
  ListEnvironmentsOptions,
  ProjectedBinding,
  ProjectedEnvironment,
  ProjectedTenant,
  ProjectionChanges,
} from './EnvironmentStore';

export interface TenantRow {
  tenant_ref: string;
  owner_ref: string;
  title: string;
  criticality: ProjectedTenant['criticality'];
  time_zone: string;
  calendars: string | null;
  location: string | null;
  /** bigint: PostgreSQL gives it as text. */
  declared_at: number | string;
}

export interface EnvironmentRow {
  environment_ref: string;
  tenant_ref: string;
  owner_ref: string;
  title: string;
  stage: ProjectedEnvironment['stage'];
  hosting: ProjectedEnvironment['hosting'];
  series: string;
  bindings: string;
  cluster: string;
  namespace: string;
  services: string;
  declared_hash: string;
}

interface BindingRow {
  environment_ref: string;
  position: number;
  kind: string;
  scope: string;
  claimed_id: string;
  service: string | null;
  state: BindingState;
}

/** {@inheritDoc EnvironmentStore} */
export class DatabaseEnvironmentStore implements EnvironmentStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseEnvironmentStore {
    return new DatabaseEnvironmentStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async replace(
    snapshot: CatalogSnapshot,
    now: number,
  ): Promise<ProjectionChanges> {
    return this.#knex.transaction(async tx => {
      const changes = await writeDeclared(tx, snapshot, now);
      await replacePeople(tx, snapshot.people);
      return changes;
    });
  }

  async update(
    entityRefs: readonly string[],
    snapshot: CatalogSnapshot,
    now: number,
  ): Promise<ProjectionChanges> {
    return this.#knex.transaction(async tx => {
      const changes = await writeDeclared(tx, snapshot, now, entityRefs);
      await replacePeople(tx, snapshot.people, entityRefs);
      return changes;
    });
  }

  async countUsers(): Promise<number> {
    const [{ users }]: { users: number | string }[] = await this.#knex(
      'people',
    ).countDistinct({ users: 'user_ref' });
    return Number(users);
  }

  async listUserRefs(): Promise<string[]> {
    return this.#knex<PersonRow>('people').distinct().pluck('user_ref');
  }

  async listRefs(): Promise<{
    tenantRefs: string[];
    environmentRefs: string[];
  }> {
    return {
      tenantRefs: await this.#knex<TenantRow>('tenants').pluck('tenant_ref'),
      environmentRefs: await this.#knex<EnvironmentRow>('environments').pluck(
        'environment_ref',
      ),
    };
  }

  async getEnvironments(
    environmentRefs: readonly string[],
  ): Promise<ProjectedEnvironment[]> {
    const rows = await selectIn<EnvironmentRow>(
      this.#knex,
      'environments',
      'environment_ref',
      environmentRefs,
    );
    return rows.map(toEnvironment);
  }

  async listEnvironments(
    options: ListEnvironmentsOptions,
  ): Promise<ProjectedEnvironment[]> {
    const { permitted, tenantRef, stage, hosting, after, limit } = options;
    const rows = await this.#knex<EnvironmentRow>('environments')
      .where(builder => {
        permitted?.(builder);
      })
      .modify(query => {
        if (tenantRef !== undefined) {
          query.where('tenant_ref', tenantRef);
        }
        if (stage !== undefined) {
          query.where('stage', stage);
        }
        if (hosting !== undefined) {
          query.where('hosting', hosting);
        }
        if (after !== undefined) {
          query.where('environment_ref', '>', after);
        }
      })
      .orderBy('environment_ref')
      .limit(limit);
    return rows.map(toEnvironment);
  }

  async getPlacements(
    environmentRefs?: readonly string[],
  ): Promise<EnvironmentPlacement[]> {
    const rows: EnvironmentRow[] = environmentRefs
      ? await selectIn<EnvironmentRow>(
          this.#knex,
          'environments',
          'environment_ref',
          environmentRefs,
        )
      : await this.#knex<EnvironmentRow>('environments').select('*');
    return rows.map(toPlacement);
  }

  async getTenants(tenantRefs: readonly string[]): Promise<ProjectedTenant[]> {
    const rows = await selectIn<TenantRow>(
      this.#knex,
      'tenants',
      'tenant_ref',
      tenantRefs,
    );
    return rows.map(toTenant);
  }

  async getBindings(
    sources: readonly string[],
    transaction?: Knex.Transaction,
  ): Promise<ProjectedBinding[]> {
    const rows = await selectIn<BindingRow>(
      transaction ?? this.#knex,
      'bindings',
      'scope',
      sources,
      query => query.where({ kind: 'pipeline', state: 'confirmed' }),
    );
    return rows
      .sort(
        (a, b) =>
          compare(a.environment_ref, b.environment_ref) ||
          a.position - b.position,
      )
      .map(row => ({
        environmentRef: row.environment_ref,
        ...toEventBinding(row),
      }));
  }

  async getDeclaredBindings(
    sources: readonly string[],
  ): Promise<DeclaredBinding[]> {
    const rows = await selectIn<BindingRow>(
      this.#knex,
      'bindings',
      'scope',
      sources,
      query => query.where({ kind: 'pipeline' }),
    );
    return rows.map(row => ({
      environmentRef: row.environment_ref,
      ...toEventBinding(row),
      state: row.state,
    }));
  }

  async resolvePeople(
    identifiers: readonly string[],
  ): Promise<Map<string, string>> {
    const rows = await selectIn<PersonRow>(
      this.#knex,
      'people',
      'identifier',
      identifiers.map(identifier => identifier.toLowerCase()),
    );
    return usersOf(rows, identifiers);
  }
}

/** Writes tenants and environments with their claims: the whole, or what there is of these references. */
async function writeDeclared(
  tx: Knex.Transaction,
  snapshot: Pick<CatalogSnapshot, 'tenants' | 'environments'>,
  now: number,
  entityRefs?: readonly string[],
): Promise<ProjectionChanges> {
  await replaceRows(
    tx,
    'tenants',
    'tenant_ref',
    tenantRows(snapshot, now),
    entityRefs,
    'declared_at',
  );
  const changed = await replaceRows(
    tx,
    'environments',
    'environment_ref',
    environmentRows(snapshot),
    entityRefs,
  );
  const affected = new Set(changed);
  const contestKeys = await replaceClaims(
    tx,
    changed,
    snapshot.environments.filter(e => affected.has(e.environmentRef)),
    now,
  );
  await replaceComponents(tx, snapshot.environments, entityRefs);
  await replaceRecovery(tx, snapshot, entityRefs);
  await noteChangedEnvironments(tx, changed);
  return { changed: changed.sort(), contestKeys };
}

function toEventBinding(row: BindingRow): EventBinding {
  return {
    source: row.scope,
    environmentId: row.claimed_id,
    ...(row.service === null ? {} : { service: row.service }),
  };
}

function tenantRows(
  snapshot: Pick<CatalogSnapshot, 'tenants'>,
  now: number,
): TenantRow[] {
  return snapshot.tenants.map(tenant => ({
    tenant_ref: tenant.tenantRef,
    owner_ref: tenant.ownerRef,
    title: tenant.title,
    criticality: tenant.criticality,
    time_zone: tenant.timeZone,
    calendars:
      tenant.calendars === undefined ? null : JSON.stringify(tenant.calendars),
    location: tenant.location ?? null,
    declared_at: now,
  }));
}

/** Columns to a tenant. */
export function toTenant(row: TenantRow): ProjectedTenant {
  return {
    tenantRef: row.tenant_ref,
    ownerRef: row.owner_ref,
    title: row.title,
    criticality: row.criticality,
    timeZone: row.time_zone,
    declaredAt: Number(row.declared_at),
    ...(row.calendars === null ? {} : { calendars: JSON.parse(row.calendars) }),
    ...(row.location === null ? {} : { location: row.location }),
  };
}

function environmentRows(
  snapshot: Pick<CatalogSnapshot, 'environments'>,
): EnvironmentRow[] {
  return snapshot.environments.map(environment => ({
    environment_ref: environment.environmentRef,
    tenant_ref: environment.tenantRef,
    owner_ref: environment.ownerRef,
    title: environment.title,
    stage: environment.stage,
    hosting: environment.hosting,
    series: environment.series,
    bindings: JSON.stringify(environment.bindings),
    cluster: environment.cluster,
    namespace: environment.namespace,
    services: JSON.stringify(environment.services),
    declared_hash: sha256OfJson([
      environment.location ?? null,
      environment.claims,
    ]),
  }));
}

/** Columns to an environment. */
export function toEnvironment(row: EnvironmentRow): ProjectedEnvironment {
  return {
    environmentRef: row.environment_ref,
    tenantRef: row.tenant_ref,
    ownerRef: row.owner_ref,
    title: row.title,
    stage: row.stage,
    hosting: row.hosting,
    series: row.series,
    bindings: JSON.parse(row.bindings),
  };
}

/** Columns to a placement. */
export function toPlacement(row: EnvironmentRow): EnvironmentPlacement {
  return {
    environmentRef: row.environment_ref,
    stage: row.stage,
    cluster: row.cluster,
    namespace: row.namespace,
    services: JSON.parse(row.services),
  };
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
