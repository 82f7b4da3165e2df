import type {
  OdooEnvironmentSpec,
  RecoveryObjective,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** What the descriptor of an environment says about getting it back. */
export interface DeclaredRecovery
  extends Pick<OdooEnvironmentSpec, 'objectStorage' | 'gitops' | 'runbooks'> {
  /** Name of the database. */
  database: string;
  /** Entity reference of the database server, when it is in the catalog. */
  serverRef?: string;
  backupSources: NonNullable<OdooEnvironmentSpec['backupSources']>;
  cluster: string;
  namespace: string;
}

/** What the descriptor of a tenant wants of it. */
export interface TenantRecovery {
  /** Absent when it declares none. */
  objectives?: RecoveryObjective[];
  /** Compliance labels. */
  compliance: string[];
}

/** {@link DeclaredRecovery} as the projection has it. */
export interface ProjectedRecovery extends DeclaredRecovery {
  environmentRef: string;
}

/** What descriptors declare about getting back. */
export interface RecoveryStore {
  /** Of these environments. */
  getRecovery(
    environmentRefs: readonly string[],
  ): Promise<Map<string, ProjectedRecovery>>;

  /** Of the tenants of these environments, by tenant. */
  getTenantRecoveryOf(
    environmentRefs: readonly string[],
  ): Promise<Map<string, TenantRecovery>>;

  /** Those of these environments whose database server is another environment's as well. */
  getSharingServer(environmentRefs: readonly string[]): Promise<Set<string>>;

  /** One page of all environments, by reference. */
  listRecovery(
    after: string | undefined,
    limit: number,
  ): Promise<ProjectedRecovery[]>;
}
