import type {
  EnvironmentPlacement,
  ProjectedEnvironment,
  ProjectedTenant,
} from './EnvironmentStore';

/**
 * Where releases go, and what belongs to these places. All of it is asked by environments, so that a judgement can ask for
 * everything at once.
 */
export interface PlaceStore {
  getEnvironments(
    environmentRefs: readonly string[],
  ): Promise<ProjectedEnvironment[]>;

  /** The tenants of these environments. */
  getTenantsOf(environmentRefs: readonly string[]): Promise<ProjectedTenant[]>;

  /** By environment the staging environments of its tenant, in order; one whose tenant has none is left out. */
  getStagingBeside(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>>;

  /** Platform components of each of these environments, in order; one that names none is left out. */
  getComponents(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>>;

  getPlacements(
    environmentRefs: readonly string[],
  ): Promise<EnvironmentPlacement[]>;

  /** The User that each identifier maps to; identifiers that map to none or to more than one are left out. */
  resolvePeople(identifiers: readonly string[]): Promise<Map<string, string>>;
}
