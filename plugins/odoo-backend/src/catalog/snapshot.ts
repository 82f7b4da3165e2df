import {
  ANNOTATION_LOCATION,
  DEFAULT_NAMESPACE,
  parseEntityRef,
  RELATION_HAS_PART,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  ANNOTATION_LOGINS,
  claimsOf,
  deriveEntities,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  odooEnvironmentSpecSchema,
  odooTenantSpecSchema,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import type {
  CatalogSnapshot,
  DeclaredEnvironment,
  DeclaredTenant,
  EntityReference,
} from './EnvironmentStore';
import type { DeclaredRecovery } from './RecoveryStore';

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
  'relations',
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
  kubernetes: environmentFields.kubernetes,
  services: environmentFields.services,
  database: environmentFields.database,
  redis: environmentFields.redis,
  objectStorage: environmentFields.objectStorage,
  backupSources: environmentFields.backupSources,
  gitops: environmentFields.gitops,
  runbooks: environmentFields.runbooks,
  platformComponents: environmentFields.platformComponents,
});
type EnvironmentSpec = z.infer<typeof environmentSpecSchema>;
const tenantFields = odooTenantSpecSchema.shape;
const tenantSpecSchema = z.object({
  owner: tenantFields.owner,
  criticality: tenantFields.criticality,
  timeZone: tenantFields.timeZone,
  calendars: tenantFields.calendars,
  recoveryObjectives: tenantFields.recoveryObjectives,
  compliance: tenantFields.compliance,
});
const userSpecSchema = z.object({
  profile: z.object({ email: z.string().optional() }).optional(),
});

/** An entity that the catalog took and the projection can't read. */
export interface UnreadableDescriptor {
  entityRef: string;
  /** Path and reason. */
  problem: string;
}

/** Collects the catalog's entities into a snapshot; entities that can't be read are told apart, never passed over in silence. */
export class SnapshotBuilder {
  readonly snapshot: CatalogSnapshot = {
    tenants: [],
    environments: [],
    people: [],
  };

  /** What could not be read. */
  readonly unreadable: UnreadableDescriptor[] = [];

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
      this.unreadable.push({
        entityRef: stringifyEntityRef(entity),
        problem: reason,
      });
    }
  }
}

function toTenant(entity: Entity): DeclaredTenant {
  const spec = tenantSpecSchema.parse(entity.spec);
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  return {
    tenantRef: stringifyEntityRef(entity),
    ownerRef: fullRef(spec.owner, 'Group', entity),
    title: titleOf(entity),
    criticality: spec.criticality,
    timeZone: spec.timeZone,
    ...(spec.calendars === undefined ? {} : { calendars: spec.calendars }),
    recovery: {
      ...(spec.recoveryObjectives && { objectives: spec.recoveryObjectives }),
      compliance: spec.compliance ?? [],
    },
    ...(location !== undefined && { location }),
  };
}

function toEnvironment(entity: Entity): DeclaredEnvironment {
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
    location: entity.metadata.annotations?.[ANNOTATION_LOCATION],
    cluster: spec.kubernetes.cluster,
    namespace: spec.kubernetes.namespace,
    services: spec.services,
    recovery: recoveryOf(spec, entity),
    claims: claimsOf(spec),
    references: referencesOf(spec, entity),
    derivedRefs: deriveEntities({
      ...entity,
      spec,
    } as Entity as OdooEnvironmentEntity).map(derived =>
      stringifyEntityRef(derived),
    ),
    partRefs: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_HAS_PART)
      .map(({ targetRef }) => targetRef),
  };
}

function recoveryOf(spec: EnvironmentSpec, entity: Entity): DeclaredRecovery {
  const { database, backupSources, objectStorage, gitops, runbooks } = spec;
  return {
    database: database.name,
    ...(database.server !== undefined && {
      serverRef: fullRef(database.server, 'Resource', entity),
    }),
    backupSources: backupSources ?? [],
    cluster: spec.kubernetes.cluster,
    namespace: spec.kubernetes.namespace,
    ...(objectStorage && { objectStorage }),
    ...(gitops && { gitops }),
    ...(runbooks && { runbooks }),
  };
}

function referencesOf(
  spec: EnvironmentSpec,
  entity: Entity,
): EntityReference[] {
  const named: [string, string | undefined, string][] = [
    ['spec.tenant', spec.tenant, KIND_ODOO_TENANT],
    ['spec.owner', spec.owner, 'Group'],
    ['spec.database.server', spec.database.server, 'Resource'],
    ['spec.redis.server', spec.redis?.server, 'Resource'],
    ...spec.services.map(
      ({ component }, index) =>
        [`spec.services[${index}].component`, component, 'Component'] as [
          string,
          string | undefined,
          string,
        ],
    ),
    ...(spec.platformComponents ?? []).map(
      (component, index) =>
        [`spec.platformComponents[${index}]`, component, 'Resource'] as [
          string,
          string,
          string,
        ],
    ),
  ];
  return named.flatMap(([field, ref, kind]) =>
    ref === undefined ? [] : { field, entityRef: fullRef(ref, kind, entity) },
  );
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
