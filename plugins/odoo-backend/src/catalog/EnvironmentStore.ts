import type {
  BindingClaim,
  BindingState,
  Criticality,
  EnvironmentService,
  EventBinding,
  Hosting,
  Stage,
  TenantCalendar,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DatabaseTransaction } from '../platform/database';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';
import type { DeclaredRecovery, TenantRecovery } from './RecoveryStore';

/** A tenant as the catalog declares it, as far as the backend needs it. */
export interface DeclaredTenant {
  tenantRef: string;
  ownerRef: string;
  title: string;
  criticality: Criticality;
  timeZone: string;
  /** Absent when the tenant declares none: its freezes are then not known. */
  calendars?: TenantCalendar[];
  /** What it wants of getting back; read through the {@link RecoveryStore}. */
  recovery?: TenantRecovery;
  /** Where its descriptor was read from, as the catalog says. */
  location?: string;
}

/** A tenant as the projection has it. */
export interface ProjectedTenant extends Omit<DeclaredTenant, 'recovery'> {
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

/** An environment as the catalog declares it. */
export interface DeclaredEnvironment extends ProjectedEnvironment {
  /** Where its descriptor was read from, as the catalog says. */
  location?: string;
  /** Where it says that it runs. */
  cluster: string;
  namespace: string;
  services: EnvironmentService[];
  /** Everything that it claims outside, `bindings` included. */
  claims: BindingClaim[];
  /** Entities that it names, each under the field that names it. */
  references: EntityReference[];
  /** Names of the entities that follow from it. */
  derivedRefs: string[];
  /** Entities that are a part of it in the catalog, whoever said so. */
  partRefs: string[];
  /** What it says about getting it back; read through the {@link RecoveryStore}. */
  recovery?: DeclaredRecovery;
}

/** A field of a descriptor that names an entity. */
export interface EntityReference {
  field: string;
  entityRef: string;
}

/** Where an environment says that it runs, and what. */
export interface EnvironmentPlacement {
  environmentRef: string;
  stage: Stage;
  cluster: string;
  namespace: string;
  services: EnvironmentService[];
}

/** What a refresh of the projection changed. */
export interface ProjectionChanges {
  /** Environments that appeared, changed or went. */
  changed: string[];
  /** Contest keys of the claims that appeared or went: whoever shares one has to be judged anew. */
  contestKeys: string[];
}

/** A binding with the environment that declares it. */
export interface ProjectedBinding extends EventBinding {
  environmentRef: string;
}

/** A binding as its descriptor has it, and whether it counts. */
export interface DeclaredBinding extends ProjectedBinding {
  state: BindingState;
}

/** What the catalog held at one time: the whole of it, since a refresh replaces the whole. */
export interface CatalogSnapshot {
  tenants: DeclaredTenant[];
  environments: DeclaredEnvironment[];
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
  /** Replaces what is stored by the snapshot read at `now`, in one transaction; a claim that is new counts for nothing yet. */
  replace(snapshot: CatalogSnapshot, now: number): Promise<ProjectionChanges>;

  /** The same for these tenants, environments and Users alone: those that the snapshot does not have are gone. */
  update(
    entityRefs: readonly string[],
    snapshot: CatalogSnapshot,
    now: number,
  ): Promise<ProjectionChanges>;

  /** How many Users it has. */
  countUsers(): Promise<number>;

  /** Of all Users that it has. */
  listUserRefs(): Promise<string[]>;

  /** Of all tenants and environments that it has; nothing else of them. */
  listRefs(): Promise<{ tenantRefs: string[]; environmentRefs: string[] }>;

  getEnvironments(
    environmentRefs: readonly string[],
  ): Promise<ProjectedEnvironment[]>;

  listEnvironments(
    options: ListEnvironmentsOptions,
  ): Promise<ProjectedEnvironment[]>;

  /** Of these environments, or of all when none is given. */
  getPlacements(
    environmentRefs?: readonly string[],
  ): Promise<EnvironmentPlacement[]>;

  getTenants(tenantRefs: readonly string[]): Promise<ProjectedTenant[]>;

  /**
   * Every confirmed binding that names one of these sources, by environment and as its descriptor orders them. Inside a transaction pass it:
   * SQLite has one connection, and a second reader would wait for the first.
   */
  getBindings(
    sources: readonly string[],
    transaction?: DatabaseTransaction,
  ): Promise<ProjectedBinding[]>;

  /** Every binding that names one of these sources, whether it counts or not: to explain, never to read facts by. */
  getDeclaredBindings(sources: readonly string[]): Promise<DeclaredBinding[]>;

  /** The User that each identifier maps to; identifiers that map to none or to more than one are left out. */
  resolvePeople(identifiers: readonly string[]): Promise<Map<string, string>>;
}
