import {
  type CompoundEntityRef,
  type Entity,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  RELATION_PART_OF,
  getCompoundEntityRef,
  parseEntityRef,
} from '@backstage/catalog-model';
import type { EntityRelationSpec } from '@backstage/plugin-catalog-node';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** A relation and its mirror: the catalog stores each direction by itself. */
function pair(
  source: CompoundEntityRef,
  type: string,
  target: CompoundEntityRef,
  mirrorType: string,
): EntityRelationSpec[] {
  return [
    { source, type, target },
    { source: target, type: mirrorType, target: source },
  ];
}

function targetOf(
  entity: Entity,
  ref: string,
  defaultKind: string,
): CompoundEntityRef {
  return parseEntityRef(ref, {
    defaultKind,
    defaultNamespace: getCompoundEntityRef(entity).namespace,
  });
}

function ownership(
  entity: OdooTenantEntity | OdooEnvironmentEntity,
): EntityRelationSpec[] {
  return pair(
    getCompoundEntityRef(entity),
    RELATION_OWNED_BY,
    targetOf(entity, entity.spec.owner, 'Group'),
    RELATION_OWNER_OF,
  );
}

/** Relations that a tenant's descriptor declares. */
export function tenantRelations(
  tenant: OdooTenantEntity,
): EntityRelationSpec[] {
  return ownership(tenant);
}

/**
 * Relations that an environment's descriptor declares: its tenant, its owner, what it shares with others, and Components that
 * it references. Its derived entities declare theirs by annotation ({@link partRelations}).
 */
export function environmentRelations(
  environment: OdooEnvironmentEntity,
): EntityRelationSpec[] {
  const self = getCompoundEntityRef(environment);
  const { tenant, platformComponents, services } = environment.spec;
  return [
    ...ownership(environment),
    ...pair(
      self,
      RELATION_PART_OF,
      targetOf(environment, tenant, KIND_ODOO_TENANT),
      RELATION_HAS_PART,
    ),
    ...(platformComponents ?? []).flatMap(shared =>
      pair(
        self,
        RELATION_DEPENDS_ON,
        targetOf(environment, shared, 'Resource'),
        RELATION_DEPENDENCY_OF,
      ),
    ),
    ...services.flatMap(service =>
      service.component === undefined
        ? []
        : pair(
            targetOf(environment, service.component, 'Component'),
            RELATION_PART_OF,
            self,
            RELATION_HAS_PART,
          ),
    ),
  ];
}

/** Relations of a Component or Resource, derived or hand-written, that names its environment in an annotation. */
export function partRelations(
  part: Entity,
  environmentRef: string,
): EntityRelationSpec[] {
  return pair(
    getCompoundEntityRef(part),
    RELATION_PART_OF,
    targetOf(part, environmentRef, KIND_ODOO_ENVIRONMENT),
    RELATION_HAS_PART,
  );
}
