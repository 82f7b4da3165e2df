import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_ROLE,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  odooEnvironmentReadPermission,
  serviceRoleSchema,
  type EnvironmentSummary,
  type Hosting,
  type ServiceRole,
  type Stage,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Authorizer, MachineVerb } from '../platform/Authorizer';
import { pageOf, type Page } from '../platform/page';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';
import type {
  EnvironmentStore,
  ProjectedEnvironment,
} from './EnvironmentStore';

/** What an entity of the catalog has to do with environments. */
export interface ResolvedEntity {
  /** As `stringifyEntityRef` writes it. */
  entityRef: string;
  /** In lower case. */
  kind: string;
  /** Environments that it is, has, or is a part of; only those that the caller may read in the catalog. */
  environmentRefs: string[];
  /** Of a service: the role that it has in its environment. */
  role?: ServiceRole;
}

export interface EnvironmentFilter {
  tenant?: string;
  stage?: Stage;
  hosting?: Hosting;
  after?: string;
  limit: number;
}

export interface CatalogServiceOptions {
  catalog: CatalogClient;
  environments: EnvironmentStore;
  authorizer: Authorizer;
}

/** Largest number of environments of one tenant that are looked at for one entity. */
const MAX_ENVIRONMENTS = 500;

/** Answers questions about tenants and environments, each as whoever asks. */
export class CatalogService {
  readonly #options: CatalogServiceOptions;

  static create(options: CatalogServiceOptions): CatalogService {
    return new CatalogService(options);
  }

  private constructor(options: CatalogServiceOptions) {
    this.#options = options;
  }

  /** One page of the environments that the caller may see, by reference. */
  async listEnvironments(
    filter: EnvironmentFilter,
    credentials: BackstageCredentials,
  ): Promise<Page<EnvironmentSummary, string>> {
    const { environments, authorizer } = this.#options;
    const permitted = await authorizer.environmentCondition(
      credentials,
      odooEnvironmentReadPermission,
      'releases.read',
    );
    const found = await environments.listEnvironments({
      permitted,
      tenantRef:
        filter.tenant === undefined
          ? undefined
          : readRef(filter.tenant, 'query.tenant', KIND_ODOO_TENANT),
      stage: filter.stage,
      hosting: filter.hosting,
      after: filter.after,
      limit: filter.limit + 1,
    });
    return pageOf(
      found.map(toSummary),
      filter.limit,
      ({ environmentRef }) => environmentRef,
    );
  }

  /**
   * Which environments an entity concerns. A person must be able to read it in the catalog, else NotFoundError; a machine has
   * no rights there, so it is answered from the projection and from `odoo.machines[]`: it needs the verb.
   */
  async resolveEntity(
    entityRef: string,
    credentials: BackstageCredentials,
    verb: MachineVerb = 'releases.read',
  ): Promise<ResolvedEntity> {
    const ref = readRef(entityRef, 'entityRef');
    if ((credentials.principal as { type?: string }).type === 'service') {
      return this.#resolveForMachine(ref, credentials, verb);
    }
    const entity = await this.#options.catalog.getEntityByRef(ref, {
      credentials,
    });
    if (!entity) {
      throw notFound(ref);
    }
    const kind = entity.kind.toLowerCase();
    const role = serviceRoleSchema.safeParse(
      entity.metadata.annotations?.[ANNOTATION_ROLE],
    );
    return {
      entityRef: ref,
      kind,
      environmentRefs: await this.#environmentsOf(entity, ref, credentials),
      ...(role.success ? { role: role.data } : {}),
    };
  }

  async #environmentsOf(
    entity: Entity,
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const kind = entity.kind.toLowerCase();
    if (kind === KIND_ODOO_ENVIRONMENT.toLowerCase()) {
      return [ref];
    }
    const annotated = entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT];
    let candidates: string[] = [];
    if (kind === KIND_ODOO_TENANT.toLowerCase()) {
      candidates = await this.#environmentsOfTenant(ref);
    } else if (annotated) {
      candidates = annotatedRef(annotated);
    }
    return this.#readable(candidates, credentials);
  }

  /** Of these environments, those that the caller may read in the catalog: one request, however many they are. */
  async #readable(
    environmentRefs: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    if (environmentRefs.length === 0) {
      return [];
    }
    const { items } = await this.#options.catalog.getEntitiesByRefs(
      { entityRefs: environmentRefs, fields: ['kind', 'metadata.name'] },
      { credentials },
    );
    return environmentRefs.filter((_, index) => items[index] !== undefined);
  }

  async #resolveForMachine(
    ref: string,
    credentials: BackstageCredentials,
    verb: MachineVerb,
  ): Promise<ResolvedEntity> {
    const { environments, authorizer } = this.#options;
    const kind = parseEntityRef(ref).kind;
    const condition = await authorizer.environmentCondition(
      credentials,
      odooEnvironmentReadPermission,
      verb,
    );
    let environmentRefs: string[];
    switch (kind) {
      case KIND_ODOO_ENVIRONMENT.toLowerCase():
        environmentRefs = (await environments.getEnvironments([ref])).map(
          e => e.environmentRef,
        );
        break;
      case KIND_ODOO_TENANT.toLowerCase():
        environmentRefs = await this.#environmentsOfTenant(ref, condition);
        break;
      default:
        throw new InputError(
          `entityRef: a machine can ask about an environment or a tenant; ${ref} is neither`,
        );
    }
    const permitted = await authorizer.filterEnvironments(
      credentials,
      odooEnvironmentReadPermission,
      verb,
      environmentRefs,
    );
    if (permitted.length === 0) {
      throw notFound(ref);
    }
    return { entityRef: ref, kind, environmentRefs: permitted };
  }

  async #environmentsOfTenant(
    tenantRef: string,
    permitted?: EnvironmentQuery,
  ): Promise<string[]> {
    const found = await this.#options.environments.listEnvironments({
      permitted,
      tenantRef,
      limit: MAX_ENVIRONMENTS,
    });
    return found.map(e => e.environmentRef);
  }
}

function readRef(ref: string, path: string, defaultKind?: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind, defaultNamespace: DEFAULT_NAMESPACE }),
    );
  } catch {
    throw new InputError(
      `${path}: write an entity reference, e.g. odooenvironment:default/acme-production`,
    );
  }
}

/** People write annotations, so one that is no reference concerns no environment. */
function annotatedRef(annotation: string): string[] {
  try {
    const ref = parseEntityRef(annotation, {
      defaultKind: KIND_ODOO_ENVIRONMENT,
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    return ref.kind.toLowerCase() === KIND_ODOO_ENVIRONMENT.toLowerCase()
      ? [stringifyEntityRef(ref)]
      : [];
  } catch {
    return [];
  }
}

/** The same words whether it is not there or not for the caller to see. */
function notFound(ref: string): NotFoundError {
  return new NotFoundError(
    `There is no ${ref} in the catalog that you may see`,
  );
}

function toSummary(environment: ProjectedEnvironment): EnvironmentSummary {
  const { bindings: _, ...summary } = environment;
  return summary;
}
