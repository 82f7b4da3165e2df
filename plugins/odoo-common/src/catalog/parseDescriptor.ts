import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  ODOO_API_VERSION,
} from './annotations';
import { type DescriptorProblem, describeIssues } from './descriptorProblems';
import {
  type OdooEnvironmentEntity,
  odooEnvironmentSpecSchema,
} from './environment';
import { entityRefTo } from '../fields';
import { environmentMetadataSchema, tenantMetadataSchema } from './metadata';
import { type OdooTenantEntity, odooTenantSpecSchema } from './tenant';

export type { DescriptorProblem } from './descriptorProblems';

/** Fields that the catalog adds to an entity; no author writes them, and they are not judged. */
const addedByCatalog = {
  relations: z.unknown().optional(),
  status: z.unknown().optional(),
};

const tenantSchema = z.strictObject({
  apiVersion: z.literal(ODOO_API_VERSION),
  kind: z.literal(KIND_ODOO_TENANT),
  metadata: tenantMetadataSchema,
  spec: odooTenantSpecSchema,
  ...addedByCatalog,
});

const environmentSchema = z.strictObject({
  apiVersion: z.literal(ODOO_API_VERSION),
  kind: z.literal(KIND_ODOO_ENVIRONMENT),
  metadata: environmentMetadataSchema,
  spec: odooEnvironmentSpecSchema,
  ...addedByCatalog,
});

/**
 * What became of a descriptor: a sound entity, or everything that is wrong with it.
 *
 * @public
 */
export type DescriptorOutcome<TEntity> =
  | { ok: true; entity: TEntity }
  | { ok: false; problems: DescriptorProblem[] };

function field(entity: unknown, name: string): unknown {
  return typeof entity === 'object' && entity !== null
    ? Object.getOwnPropertyDescriptor(entity, name)?.value
    : undefined;
}

function isKind(entity: unknown, kind: string): boolean {
  const written = field(entity, 'kind');
  return (
    typeof written === 'string' &&
    written.toLocaleLowerCase('en-US') === kind.toLocaleLowerCase('en-US')
  );
}

/**
 * Whether something claims to be of one of the two kinds (in any case), or to belong to their API group: then it is ours to
 * judge, also when it is wrong.
 *
 * @public
 */
export function claimsToBeOdooEntity(entity: unknown): boolean {
  const apiVersion = field(entity, 'apiVersion');
  return (
    isKind(entity, KIND_ODOO_TENANT) ||
    isKind(entity, KIND_ODOO_ENVIRONMENT) ||
    (typeof apiVersion === 'string' &&
      apiVersion.split('/')[0] === ODOO_API_VERSION.split('/')[0])
  );
}

function parse<TEntity>(
  schema: z.ZodType,
  entity: unknown,
): DescriptorOutcome<TEntity> {
  const result = schema.safeParse(entity);
  return result.success
    ? // The schemas transform nothing, so the entity itself is what they describe; returning it keeps added metadata.
      { ok: true, entity: entity as TEntity }
    : {
        ok: false,
        problems: describeIssues(schema, entity, result.error.issues),
      };
}

/**
 * Reads something as an OdooTenant. Pure; never throws on data that JSON or YAML can hold.
 *
 * @public
 */
export function parseTenant(
  entity: unknown,
): DescriptorOutcome<OdooTenantEntity> {
  return parse(tenantSchema, entity);
}

/**
 * Reads something as an OdooEnvironment. Pure; never throws on data that JSON or YAML can hold.
 *
 * @public
 */
export function parseEnvironment(
  entity: unknown,
): DescriptorOutcome<OdooEnvironmentEntity> {
  return parse(environmentSchema, entity);
}

/**
 * Reads something as an entity of one of the two kinds. Pure; never throws on data that JSON or YAML can hold.
 *
 * @public
 */
export function parseDescriptor(
  entity: unknown,
): DescriptorOutcome<OdooTenantEntity | OdooEnvironmentEntity> {
  if (isKind(entity, KIND_ODOO_TENANT)) {
    return parseTenant(entity);
  }
  if (isKind(entity, KIND_ODOO_ENVIRONMENT)) {
    return parseEnvironment(entity);
  }
  return {
    ok: false,
    problems: [
      {
        path: 'kind',
        message: `write ${KIND_ODOO_TENANT} or ${KIND_ODOO_ENVIRONMENT}`,
      },
    ],
  };
}

/**
 * Whether an entity of the catalog is an OdooTenant. Looks at kind and API version only: the catalog holds no other than sound
 * ones. For data from elsewhere use {@link parseTenant}.
 *
 * @public
 */
export function isOdooTenantEntity(entity: Entity): entity is OdooTenantEntity {
  return (
    entity.apiVersion === ODOO_API_VERSION && isKind(entity, KIND_ODOO_TENANT)
  );
}

/**
 * Whether an entity of the catalog is an OdooEnvironment. Looks at kind and API version only: the catalog holds no other than
 * sound ones. For data from elsewhere use {@link parseEnvironment}.
 *
 * @public
 */
export function isOdooEnvironmentEntity(
  entity: Entity,
): entity is OdooEnvironmentEntity {
  return (
    entity.apiVersion === ODOO_API_VERSION &&
    isKind(entity, KIND_ODOO_ENVIRONMENT)
  );
}

/**
 * The problems of a descriptor as one text, a line each, to be read by its author.
 *
 * @public
 */
export function formatProblems(problems: readonly DescriptorProblem[]): string {
  return problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

/**
 * Like {@link parseDescriptor}, for callers that stop at the first bad descriptor.
 *
 * @throws InputError with every problem, its path and its remedy.
 * @public
 */
export function requireDescriptor(
  entity: unknown,
): OdooTenantEntity | OdooEnvironmentEntity {
  const outcome = parseDescriptor(entity);
  if (!outcome.ok) {
    throw new InputError(formatProblems(outcome.problems));
  }
  return outcome.entity;
}

const environmentRefSchema = entityRefTo(KIND_ODOO_ENVIRONMENT);

/**
 * Whether a text can be the reference of an environment, as the annotation `odoofleet.io/environment` holds it; kind and
 * namespace may be left out.
 *
 * @public
 */
export function isEnvironmentRef(text: unknown): text is string {
  return environmentRefSchema.safeParse(text).success;
}
