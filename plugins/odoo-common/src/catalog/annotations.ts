/** API group and version of the two kinds. @public */
export const ODOO_API_VERSION = 'odoofleet.io/v1alpha1';

/** Kind of a retailer served by the platform. @public */
export const KIND_ODOO_TENANT = 'OdooTenant';

/** Kind of one running Odoo of a tenant. @public */
export const KIND_ODOO_ENVIRONMENT = 'OdooEnvironment';

/**
 * On a Component or Resource: the full reference of the environment that it is a part of. Derived entities carry it;
 * hand-written Components join an environment by it.
 *
 * @public
 */
export const ANNOTATION_ENVIRONMENT = 'odoofleet.io/environment';

/** On a Component: the role that it has in its environment (`web`, `gevent`, `cron`, `queue`, `connector`). @public */
export const ANNOTATION_ROLE = 'odoofleet.io/role';

/** On a derived entity: the full reference of its tenant. @public */
export const ANNOTATION_TENANT = 'odoofleet.io/tenant';

/**
 * On a Resource, Component or System that environments share: it is in maintenance, for the reason that the value says. The
 * annotation stands for as long as the maintenance lasts and goes with it, so Git says who began it and when.
 *
 * @public
 */
export const ANNOTATION_MAINTENANCE = 'odoofleet.io/maintenance';

/**
 * On a User: further logins of this person, separated by commas, as pipelines write them. E-mail addresses come from
 * `spec.profile.email`, GitHub logins from `github.com/user-login`.
 *
 * @public
 */
export const ANNOTATION_LOGINS = 'odoofleet.io/logins';
