import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  type Entity,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import type { CatalogProcessorResult } from '@backstage/plugin-catalog-node';
import { OdooEntitiesProcessor } from '../OdooEntitiesProcessor';

/** The policies of every catalog, in its order: an entity that breaks one never reaches our post-processing. */
const policies = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const processor = new OdooEntitiesProcessor();
const location = { type: 'file', target: '/fleet.yaml' };

/** An entity as the catalog's own policies give it on; undefined when one of them refuses it. */
export async function pastPolicies(
  entity: unknown,
): Promise<Entity | undefined> {
  return policies.enforce(entity as Entity).catch(() => undefined);
}

/**
 * What our processor does with an entity when the catalog calls its steps in order.
 *
 * @throws whatever the processor throws; the catalog takes that as the processing error of this entity.
 */
export async function processAsCatalog(
  entity: unknown,
): Promise<CatalogProcessorResult[]> {
  const emitted: CatalogProcessorResult[] = [];
  // Also of what no policy would let through: it must not throw otherwise there either.
  await processor.validateEntityKind(entity as Entity);
  const taken = await pastPolicies(entity);
  if (taken) {
    await processor.postProcessEntity(taken, location, item =>
      emitted.push(item),
    );
  }
  return emitted;
}
