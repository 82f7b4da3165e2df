import type { Entity } from '@backstage/catalog-model';
import {
  isOdooEnvironmentEntity,
  type OdooEnvironmentEntity,
  stageSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** The environments among entities, production first, then by name, so that they keep their places from one load to the next. */
export function inOrderOfStage(
  entities: readonly Entity[],
): OdooEnvironmentEntity[] {
  const stages = stageSchema.options;
  return entities
    .filter(isOdooEnvironmentEntity)
    .sort(
      (a, b) =>
        stages.indexOf(a.spec.stage) - stages.indexOf(b.spec.stage) ||
        a.metadata.name.localeCompare(b.metadata.name, 'en'),
    );
}
