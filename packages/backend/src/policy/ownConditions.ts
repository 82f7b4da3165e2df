import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import { RESOURCE_TYPE_SCAFFOLDER_TASK } from '@backstage/plugin-scaffolder-common/alpha';
import {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
} from '@odoo-fleet/backstage-plugin-odoo-backend';
import { RESOURCE_TYPE_ODOO_ENVIRONMENT } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Who asks, as far as conditions need it. */
export interface Claimant {
  userEntityRef: string;
  ownershipEntityRefs: string[];
}

/** Kinds that tell about one tenant. Locations count: their targets name the files of tenants. */
const TENANT_KINDS = ['OdooTenant', 'OdooEnvironment', 'Location'];

/** Every entity that is derived from an environment carries this annotation. */
const ENVIRONMENT_ANNOTATION = 'odoofleet.io/environment';

/**
 * Decision for a role that reaches only what is its own: a condition where the plugin has one, else a refusal. A
 * permission without a resource cannot be narrowed to what somebody owns, so it is refused.
 */
export function decideOwn(
  permission: Permission,
  claimant: Claimant,
): PolicyDecision {
  if (isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
    return createCatalogConditionalDecision(permission, {
      anyOf: [
        catalogConditions.isEntityOwner({
          claims: claimant.ownershipEntityRefs,
        }),
        {
          not: {
            anyOf: [
              catalogConditions.isEntityKind({ kinds: TENANT_KINDS }),
              catalogConditions.hasAnnotation({
                annotation: ENVIRONMENT_ANNOTATION,
              }),
            ],
          },
        },
      ],
    });
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_TASK)) {
    return createScaffolderTaskConditionalDecision(permission, {
      anyOf: [
        scaffolderTaskConditions.isTaskOwner({
          createdBy: [claimant.userEntityRef],
        }),
      ],
    });
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_ODOO_ENVIRONMENT)) {
    return createOdooEnvironmentConditionalDecision(permission, {
      anyOf: [
        odooEnvironmentConditions.isOwner({
          claims: claimant.ownershipEntityRefs,
        }),
      ],
    });
  }
  return { result: AuthorizeResult.DENY };
}
