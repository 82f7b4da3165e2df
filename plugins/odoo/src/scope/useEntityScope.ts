import {
  type CompoundEntityRef,
  type Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type CatalogApi,
  catalogApiRef,
} from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_ENVIRONMENT,
  isEnvironmentRef,
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type Failure, useLiveData } from '../live';

/** Around the entity whose page this is: the environment that it belongs to and the business time zone of its tenant. */
export interface EntityScope {
  /** Absent on a tenant's page, and where the catalog does not have the environment (yet). */
  environment?: OdooEnvironmentEntity;
  /** Absent where the catalog does not have it, or not for who looks. */
  tenant?: OdooTenantEntity;
  timeZone: string;
  /** The catalog has not answered yet. */
  isLoading: boolean;
  /** Why the catalog could not be asked. */
  failure: Failure | undefined;
}

/** The environment that a Component says it is a part of; kind and namespace may be left out. */
export function environmentRefOf(
  entity: Entity,
): CompoundEntityRef | undefined {
  const ref = entity.metadata.annotations?.[ANNOTATION_ENVIRONMENT];
  return isEnvironmentRef(ref)
    ? parseEntityRef(ref, {
        defaultKind: KIND_ODOO_ENVIRONMENT,
        defaultNamespace: entity.metadata.namespace,
      })
    : undefined;
}

type Surroundings = Omit<EntityScope, 'isLoading' | 'failure'>;

async function surroundingsOf(
  catalog: CatalogApi,
  environment: Entity | undefined,
): Promise<Surroundings> {
  if (environment === undefined || !isOdooEnvironmentEntity(environment)) {
    return { timeZone: 'UTC' };
  }
  const tenant = await catalog.getEntityByRef(
    parseEntityRef(environment.spec.tenant, {
      defaultKind: KIND_ODOO_TENANT,
      defaultNamespace: environment.metadata.namespace,
    }),
  );
  return tenant !== undefined && isOdooTenantEntity(tenant)
    ? { environment, tenant, timeZone: tenant.spec.timeZone }
    : { environment, timeZone: 'UTC' };
}

/**
 * Reads environment and tenant from the catalog, as the person who looks. What may not be seen or is missing only costs
 * comfort (times are in UTC then), never the verdict.
 */
export function useEntityScope(entity: Entity): EntityScope {
  const catalog = useApi(catalogApiRef);
  const scope = useLiveData<Surroundings>(
    stringifyEntityRef(entity),
    0,
    async () => {
      if (isOdooTenantEntity(entity)) {
        return { tenant: entity, timeZone: entity.spec.timeZone };
      }
      const environmentRef = environmentRefOf(entity);
      return surroundingsOf(
        catalog,
        environmentRef === undefined
          ? entity
          : await catalog.getEntityByRef(environmentRef),
      );
    },
  );
  return {
    ...(scope.data ?? { timeZone: 'UTC' }),
    isLoading: scope.isFetching,
    failure: scope.failure,
  };
}

/** The same for an environment that is only known by its reference; nothing is asked while that is not known. */
export function useEnvironmentScope(
  environmentRef: string | undefined,
): EntityScope {
  const catalog = useApi(catalogApiRef);
  const scope = useLiveData<Surroundings>(environmentRef, 0, async () =>
    surroundingsOf(
      catalog,
      environmentRef === undefined
        ? undefined
        : await catalog.getEntityByRef(environmentRef),
    ),
  );
  return {
    ...(scope.data ?? { timeZone: 'UTC' }),
    isLoading: scope.isFetching,
    failure: scope.failure,
  };
}
