import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_LOGINS,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  odooEnvironmentSpecSchema,
  odooTenantSpecSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import type {
  CatalogSnapshot,
  ProjectedEnvironment,
  DeclaredTenant,
} from './EnvironmentStore';

/** Kinds that the projection is made of. */
export const PROJECTED_KINDS = [
  KIND_ODOO_TENANT,
  KIND_ODOO_ENVIRONMENT,
  'User',
];

/** The fields of those kinds that the projection reads. */
export const PROJECTED_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec',
];

const ANNOTATION_GITHUB_LOGIN = 'github.com/user-login';

/** The length of the identifier column; longer ones are no name that a pipeline writes. */
const MAX_IDENTIFIER_LENGTH = 512;

// Only what the projection holds: a spec with another fault is the catalog's to refuse, not a reason to lose an environment
const environmentFields = odooEnvironmentSpecSchema.shape;
const environmentSpecSchema = z.object({
  tenant: environmentFields.tenant,
  owner: environmentFields.owner,
  stage: environmentFields.stage,
  hosting: environmentFields.hosting,
  odoo: z.object({ series: z.string() }),
  bindings: environmentFields.bindings,
});
const tenantFields = odooTenantSpecSchema.shape;
const tenantSpecSchema = z.object({
  owner: tenantFields.owner,
  criticality: tenantFields.criticality,
  timeZone: tenantFields.timeZone,
  calendars: tenantFields.calendars,
});
const userSpecSchema = z.object({
  profile: z.object({ email: z.string().optional() }).optional(),
});

/** Collects the catalog's entities into a snapshot; entities that can't be read are told apart, never passed over in silence. */
export class SnapshotBuilder {
  readonly snapshot: CatalogSnapshot = {
    tenants: [],
    environments: [],
    people: [],
  };

  /** What could not be read, one sentence each. */
  readonly problems: string[] = [];

  add(entity: Entity): void {
    try {
      switch (entity.kind.toLowerCase()) {
        case KIND_ODOO_TENANT.toLowerCase():
          this.snapshot.tenants.push(toTenant(entity));
          break;
        case KIND_ODOO_ENVIRONMENT.toLowerCase():
          this.snapshot.environments.push(toEnvironment(entity));
          break;
        case 'user':
          this.snapshot.people.push(...toPeople(entity));
          break;
        default:
      }
    } catch (error) {
      const reason =
        error instanceof z.ZodError
          ? error.issues
              .map(issue => `spec.${issue.path.join('.')}: ${issue.message}`)
              .join('; ')
          : String(error);
      this.problems.push(`${stringifyEntityRef(entity)}: ${reason}`);
    }
  }
}

function toTenant(entity: Entity): DeclaredTenant {
  const spec = tenantSpecSchema.parse(entity.spec);
  return {
    tenantRef: stringifyEntityRef(entity),
    ownerRef: fullRef(spec.owner, 'Group', entity),
    title: titleOf(entity),
    criticality: spec.criticality,
    timeZone: spec.timeZone,
    ...(spec.calendars === undefined ? {} : { calendars: spec.calendars }),
  };
}

function toEnvironment(entity: Entity): ProjectedEnvironment {
  const spec = environmentSpecSchema.parse(entity.spec);
  return {
    environmentRef: stringifyEntityRef(entity),
    tenantRef: fullRef(spec.tenant, KIND_ODOO_TENANT, entity),
    ownerRef: fullRef(spec.owner, 'Group', entity),
    title: titleOf(entity),
    stage: spec.stage,
    hosting: spec.hosting,
    series: spec.odoo.series,
    bindings: spec.bindings ?? [],
  };
}

function toPeople(entity: Entity): CatalogSnapshot['people'] {
  const userRef = stringifyEntityRef(entity);
  const spec = userSpecSchema.safeParse(entity.spec ?? {});
  const annotations = entity.metadata.annotations ?? {};
  const claimed = [
    spec.success ? spec.data.profile?.email ?? '' : '',
    annotations[ANNOTATION_GITHUB_LOGIN] ?? '',
    ...(annotations[ANNOTATION_LOGINS] ?? '').split(','),
  ];
  const identifiers = claimed
    .map(identifier => identifier.trim().toLowerCase())
    // One User must not pass for another by a login that reads like a reference
    .filter(identifier => identifier !== '' && !/[:/]/.test(identifier))
    .filter(identifier => identifier.length <= MAX_IDENTIFIER_LENGTH);
  return [...new Set([userRef, ...identifiers])].map(identifier => ({
    identifier,
    userRef,
  }));
}

function fullRef(ref: string, defaultKind: string, entity: Entity): string {
  return stringifyEntityRef(
    parseEntityRef(ref, {
      defaultKind,
      defaultNamespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
    }),
  );
}

function titleOf(entity: Entity): string {
  return entity.metadata.title ?? entity.metadata.name;
}
