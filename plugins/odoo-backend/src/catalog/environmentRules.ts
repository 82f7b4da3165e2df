import {
  hostingSchema,
  RESOURCE_TYPE_ODOO_ENVIRONMENT,
  stageSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';
import type { ProjectedEnvironment } from './EnvironmentStore';

/** What the permission framework knows an environment as: judged on the projection of the catalog. */
export const odooEnvironmentResourceRef = createPermissionResourceRef<
  ProjectedEnvironment,
  EnvironmentQuery
>().with({
  pluginId: 'odoo',
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

const refs = z.array(z.string());

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow environments that one of the claims owns',
  resourceRef: odooEnvironmentResourceRef,
  paramsSchema: z.object({
    claims: refs.describe('References of users and groups, e.g. a user’s own'),
  }),
  apply: (environment, { claims }) => includesRef(claims, environment.ownerRef),
  toQuery:
    ({ claims }) =>
    builder =>
      builder.whereIn('owner_ref', lowerCase(claims)),
});

const inTenant = createPermissionRule({
  name: 'IN_TENANT',
  description: 'Allow environments of one of the tenants',
  resourceRef: odooEnvironmentResourceRef,
  paramsSchema: z.object({
    tenants: refs.describe(
      'References of tenants, e.g. odootenant:default/acme',
    ),
  }),
  apply: (environment, { tenants }) =>
    includesRef(tenants, environment.tenantRef),
  toQuery:
    ({ tenants }) =>
    builder =>
      builder.whereIn('tenant_ref', lowerCase(tenants)),
});

const hasStage = createPermissionRule({
  name: 'HAS_STAGE',
  description: 'Allow environments of one of the stages',
  resourceRef: odooEnvironmentResourceRef,
  paramsSchema: z.object({
    stages: z.array(stageSchema).describe('production, staging, development'),
  }),
  apply: (environment, { stages }) => stages.includes(environment.stage),
  toQuery:
    ({ stages }) =>
    builder =>
      builder.whereIn('stage', stages),
});

const hasHosting = createPermissionRule({
  name: 'HAS_HOSTING',
  description: 'Allow environments that are hosted in one of these ways',
  resourceRef: odooEnvironmentResourceRef,
  paramsSchema: z.object({
    hostings: z.array(hostingSchema).describe('multi-tenant, dedicated'),
  }),
  apply: (environment, { hostings }) => hostings.includes(environment.hosting),
  toQuery:
    ({ hostings }) =>
    builder =>
      builder.whereIn('hosting', hostings),
});

/** Rules of the resource type, for registration. */
export const odooEnvironmentRules = { isOwner, inTenant, hasStage, hasHosting };

const conditionExports = createConditionExports({
  resourceRef: odooEnvironmentResourceRef,
  rules: odooEnvironmentRules,
});

/**
 * Conditions that a permission policy can put on the permissions of an environment: `isOwner({ claims })`,
 * `inTenant({ tenants })`, `hasStage({ stages })`, `hasHosting({ hostings })`.
 *
 * @public
 */
export const odooEnvironmentConditions = conditionExports.conditions;

/**
 * Makes a policy's conditional decision on a permission of an environment.
 *
 * @public
 */
export const createOdooEnvironmentConditionalDecision =
  conditionExports.createConditionalDecision;

/** References are stored as `stringifyEntityRef` writes them, in lower case; params come as the policy wrote them. */
function lowerCase(entityRefs: readonly string[]): string[] {
  return entityRefs.map(ref => ref.toLowerCase());
}

function includesRef(entityRefs: readonly string[], ref: string): boolean {
  return lowerCase(entityRefs).includes(ref);
}
