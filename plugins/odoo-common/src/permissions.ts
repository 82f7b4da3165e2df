import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of everything that belongs to one environment; its rules are `isOwner`, `inTenant`, `hasStage` and
 * `hasHosting`, and they are evaluated on the backend's projection of the catalog.
 *
 * @public
 */
export const RESOURCE_TYPE_ODOO_ENVIRONMENT = 'odoo-environment';

/**
 * See an environment's releases, facts and verdicts.
 *
 * @public
 */
export const odooEnvironmentReadPermission = createPermission({
  name: 'odoo.environment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Post release events about an environment. Pipelines have it through `odoo.machines[]` instead.
 *
 * @public
 */
export const odooReleaseEventCreatePermission = createPermission({
  name: 'odoo.release-event.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Ask the gate about a release of an environment. The answer is kept as decision of record, so asking is not reading.
 *
 * @public
 */
export const odooGateAskPermission = createPermission({
  name: 'odoo.gate.ask',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Let a release out although the gate holds: reasoned, for one digest, for hours. Never of one's own release, and no machine has
 * it.
 *
 * @public
 */
export const odooReleaseOverridePermission = createPermission({
  name: 'odoo.release.override',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Sign off, as an executive, a change to what may not change at peak. Never of one's own release, and no machine has it.
 *
 * @public
 */
export const odooReleaseSignOffPermission = createPermission({
  name: 'odoo.release.sign-off',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * See events that no environment could be found for. They may concern any tenant, hence their own permission.
 *
 * @public
 */
export const odooUnattributedEventReadPermission = createPermission({
  name: 'odoo.unattributed-event.read',
  attributes: { action: 'read' },
});

/**
 * See the raw bodies of refused events. They may hold anything that a pipeline sent, hence their own permission.
 *
 * @public
 */
export const odooDeadLetterReadPermission = createPermission({
  name: 'odoo.dead-letter.read',
  attributes: { action: 'read' },
});

/**
 * See findings that belong to no environment or tenant: clusters that can't be read, and namespaces that run but that nobody
 * declares. They may concern any tenant, hence their own permission.
 *
 * @public
 */
export const odooPlatformFindingReadPermission = createPermission({
  name: 'odoo.platform-finding.read',
  attributes: { action: 'read' },
});

/**
 * See how the backups of an environment stand, in detail. Where recovery is weak is nobody's business but the owners' and the
 * platform's, hence its own permission; who may only see the environment sees that it has backups.
 *
 * @public
 */
export const odooBackupReadPermission = createPermission({
  name: 'odoo.backup.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Report what a backup tool printed. Machines have it through `odoo.machines[]` instead.
 *
 * @public
 */
export const odooBackupReportPermission = createPermission({
  name: 'odoo.backup.report',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_ODOO_ENVIRONMENT,
});

/**
 * Every permission of the suite, for policies and for registration.
 *
 * @public
 */
export const odooPermissions = [
  odooEnvironmentReadPermission,
  odooBackupReadPermission,
  odooBackupReportPermission,
  odooReleaseEventCreatePermission,
  odooGateAskPermission,
  odooReleaseOverridePermission,
  odooReleaseSignOffPermission,
  odooUnattributedEventReadPermission,
  odooDeadLetterReadPermission,
  odooPlatformFindingReadPermission,
];
