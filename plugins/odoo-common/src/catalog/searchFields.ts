import type { Entity } from '@backstage/catalog-model';
import type { OdooEnvironmentEntity } from './environment';
import { isOdooEnvironmentEntity, isOdooTenantEntity } from './parseDescriptor';
import type { OdooTenantEntity } from './tenant';

/**
 * What a search index should have of a tenant or an environment, by the names of the fields that Backstage's index of the
 * catalog has: people look for them by name, address, database and namespace, none of which it takes by itself. `type` is the
 * hosting and `lifecycle` the stage, so that the portal's own filters work on them.
 *
 * @public
 */
export interface OdooSearchFields {
  text: string;
  type?: string;
  lifecycle?: string;
  /**
   * Addresses without their colon: Backstage's engine for PostgreSQL takes it out of what is asked for, so a pasted address is only
   * found where it stands like this. A field of its own, which no result shows.
   */
  pastedAddresses?: string;
}

/** An address as it stands, and its host alone: a search engine may take an address for one word. */
function addressText(url: string): string {
  const host = url.replace(/^[a-z]+:\/\//i, '').split(/[/?#]/)[0];
  return `${url} (${host})`;
}

function pastedAddresses(
  urls: readonly (string | undefined)[],
): Pick<OdooSearchFields, 'pastedAddresses'> {
  const written = urls.flatMap(url =>
    url === undefined ? [] : url.replaceAll(':', ''),
  );
  return written.length > 0 ? { pastedAddresses: written.join(' ') } : {};
}

function sentence(parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join(' · ');
}

function tenantFields({ metadata, spec }: OdooTenantEntity): OdooSearchFields {
  return {
    text: sentence([
      metadata.description,
      metadata.name,
      spec.criticality.replace('-', ' '),
      spec.regions?.join(', '),
      ...(metadata.links ?? []).map(({ url }) => addressText(url)),
    ]),
    ...pastedAddresses((metadata.links ?? []).map(({ url }) => url)),
  };
}

function environmentFields({
  metadata,
  spec,
}: OdooEnvironmentEntity): OdooSearchFields {
  const { kubernetes, odoo } = spec;
  return {
    text: sentence([
      metadata.description,
      metadata.name,
      `Odoo ${odoo.series} ${odoo.edition}`,
      spec.url && addressText(spec.url),
      `database ${spec.database.name}`,
      `namespace ${kubernetes.namespace} on ${kubernetes.cluster}`,
    ]),
    type: spec.hosting,
    lifecycle: spec.stage,
    ...pastedAddresses([spec.url]),
  };
}

/**
 * The fields of a tenant or an environment for a search index; undefined for every other entity. Meant to be spread over what
 * `defaultCatalogCollatorEntityTransformer` of `@backstage/plugin-search-backend-module-catalog` makes of it.
 *
 * @public
 */
export function odooSearchFields(entity: Entity): OdooSearchFields | undefined {
  if (isOdooTenantEntity(entity)) {
    return tenantFields(entity);
  }
  return isOdooEnvironmentEntity(entity)
    ? environmentFields(entity)
    : undefined;
}
