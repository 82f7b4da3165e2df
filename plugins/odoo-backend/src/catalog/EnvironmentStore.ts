import type {
  Criticality,
  EventBinding,
  Hosting,
  Stage,
  TenantCalendar,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DatabaseTransaction } from '../platform/database';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';

/** A tenant as the catalog declares it, as far as the backend needs it. */
export interface DeclaredTenant {
  tenantRef: string;
  ownerRef: string;
  title: string;
  criticality: Criticality;
  timeZone: string;
  /** Absent when the tenant declares none: its freezes are then not known. */
  calendars?: TenantCalendar[];
}

/** A tenant as the projection has it. */
export interface ProjectedTenant extends DeclaredTenant {
  /** Since when the projection has seen it declared just so, epoch milliseconds: how old what it says is. */
  declaredAt: number;
}

/** An environment as the projection has it; the resource that permission rules judge. */
export interface ProjectedEnvironment {
  environmentRef: string;
  tenantRef: string;
  ownerRef: string;
  title: string;
  stage: Stage;
  hosting: Hosting;
  series: string;
  bindings: EventBinding[];
}

/** A binding with the environment that declares it. */
export interface ProjectedBinding extends EventBinding {
  environmentRef: string;
}

/** What the catalog held at one time: the whole of it, since a refresh replaces the whole. */
export interface CatalogSnapshot {
  tenants: DeclaredTenant[];
  environments: ProjectedEnvironment[];
  /** Identifier (lower-case e-mail, login, or entity reference) with the Users that claim it. */
  people: { identifier: string; userRef: string }[];
}

export interface ListEnvironmentsOptions {
  /** Condition of the caller's permission, applied in SQL; absent: no condition. */
  permitted?: EnvironmentQuery;
  tenantRef?: string;
  stage?: Stage;
  hosting?: Hosting;
  /** Reference after which the page begins. */
  after?: string;
  limit: number;
}

/**
 * Projection of the catalog's tenants, environments and people into this plugin's own tables, so that lists are filtered in SQL
 * and events find their environment without asking the catalog. References are as `stringifyEntityRef` writes them.
 */
export interface EnvironmentStore {
  /** Replaces what is stored by the snapshot read at `now`, in one transaction. Tells which environments appeared, changed or went. */
  replace(
    snapshot: CatalogSnapshot,
    now: number,
  ): Promise<{ changed: string[] }>;

  getEnvironments(
    environmentRefs: readonly string[],
  ): Promise<ProjectedEnvironment[]>;

  listEnvironments(
    options: ListEnvironmentsOptions,
  ): Promise<ProjectedEnvironment[]>;

  getTenants(tenantRefs: readonly string[]): Promise<ProjectedTenant[]>;

  /**
   * Every binding that names one of these sources, by environment and as its descriptor orders them. Inside a transaction pass it:
   * SQLite has one connection, and a second reader would wait for the first.
   */
  getBindings(
    sources: readonly string[],
    transaction?: DatabaseTransaction,
  ): Promise<ProjectedBinding[]>;

  /** The User that each identifier maps to; identifiers that map to none or to more than one are left out. */
  resolvePeople(identifiers: readonly string[]): Promise<Map<string, string>>;
}
