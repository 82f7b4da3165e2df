import { createHash } from 'node:crypto';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import {
  type CatalogProcessor,
  type CatalogProcessorCache,
  type CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_MAINTENANCE,
  ANNOTATION_ROLE,
  claimsToBeOdooEntity,
  deriveEntities,
  isEnvironmentRef,
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
  kubernetesAnnotations,
  maintenanceOf,
  requireDescriptor,
  serviceRoleSchema,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  environmentRelations,
  partRelations,
  tenantRelations,
} from './relations';

/** Kinds that can be a part of an environment by annotation. */
const PART_KINDS = ['Component', 'Resource'];

/** Kinds that own environments, and are meant by the logins of pipelines. */
const PEOPLE_KINDS = ['User', 'Group'];

/** Kinds that environments can share. */
const SHARED_KINDS = ['Component', 'Resource', 'System'];

function refuseAnnotation(name: string, remedy: string): never {
  throw new InputError(`metadata.annotations["${name}"]: ${remedy}`);
}

/**
 * Validates OdooTenant and OdooEnvironment, emits the entities that follow from an environment, and relates all of them both
 * ways. A classic processor and not a catalog model layer: registering a layer would replace the validator of every built-in
 * kind in the integrator's catalog.
 */
export class OdooEntitiesProcessor implements CatalogProcessor {
  readonly #onChange?: (entityRef: string) => void;

  /** `onChange` hears of each tenant, environment, User and Group that is new, or other than when it was processed last. */
  constructor(options: { onChange?: (entityRef: string) => void } = {}) {
    this.#onChange = options.onChange;
  }

  getProcessorName(): string {
    return 'OdooEntitiesProcessor';
  }

  /** @throws InputError that lists every problem with its path and its remedy. */
  async validateEntityKind(entity: Entity): Promise<boolean> {
    if (!claimsToBeOdooEntity(entity)) {
      return false;
    }
    requireDescriptor(entity);
    return true;
  }

  async postProcessEntity(
    entity: Entity,
    location: LocationSpec,
    emit: CatalogProcessorEmit,
    cache?: CatalogProcessorCache,
  ): Promise<Entity> {
    if (
      isOdooTenantEntity(entity) ||
      isOdooEnvironmentEntity(entity) ||
      PEOPLE_KINDS.includes(entity.kind)
    ) {
      await this.announce(entity, cache);
    }
    if (isOdooTenantEntity(entity)) {
      tenantRelations(entity).forEach(relation =>
        emit(processingResult.relation(relation)),
      );
      return entity;
    }
    if (isOdooEnvironmentEntity(entity)) {
      return this.postProcessEnvironment(entity, location, emit);
    }
    if (SHARED_KINDS.includes(entity.kind)) {
      this.checkMaintenance(entity);
    }
    if (PART_KINDS.includes(entity.kind)) {
      this.postProcessPart(entity, emit);
    }
    return entity;
  }

  private async announce(
    entity: Entity,
    cache?: CatalogProcessorCache,
  ): Promise<void> {
    if (!this.#onChange || !cache) {
      return;
    }
    const hash = createHash('sha256')
      .update(JSON.stringify([entity.metadata, entity.spec]))
      .digest('hex');
    if ((await cache.get('hash')) !== hash) {
      await cache.set('hash', hash);
      this.#onChange(stringifyEntityRef(entity));
    }
  }

  private postProcessEnvironment(
    environment: OdooEnvironmentEntity,
    location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): OdooEnvironmentEntity {
    environmentRelations(environment).forEach(relation =>
      emit(processingResult.relation(relation)),
    );
    // A key of the environment's own, not the location's: its parts stay its own when its file moves, and another file that
    // declares an entity by the name of a part is refused instead of taking the part over.
    const locationKey = `odoo-environment:${stringifyEntityRef(environment)}`;
    deriveEntities(environment).forEach(derived =>
      emit(processingResult.entity(location, derived, { locationKey })),
    );
    // So that the portal's Kubernetes tab works on the environment too; what the author wrote stands.
    return {
      ...environment,
      metadata: {
        ...environment.metadata,
        annotations: {
          ...kubernetesAnnotations(environment),
          ...environment.metadata.annotations,
        },
      },
    };
  }

  private checkMaintenance(shared: Entity): void {
    const written = shared.metadata.annotations?.[ANNOTATION_MAINTENANCE];
    if (written !== undefined && maintenanceOf(shared) === undefined) {
      refuseAnnotation(
        ANNOTATION_MAINTENANCE,
        'write why it is in maintenance, or remove the annotation when it is in none',
      );
    }
  }

  private postProcessPart(part: Entity, emit: CatalogProcessorEmit): void {
    const {
      [ANNOTATION_ENVIRONMENT]: environmentRef,
      [ANNOTATION_ROLE]: role,
    } = part.metadata.annotations ?? {};
    if (environmentRef === undefined) {
      return;
    }
    if (!isEnvironmentRef(environmentRef)) {
      refuseAnnotation(
        ANNOTATION_ENVIRONMENT,
        'write a reference to an OdooEnvironment, e.g. odooenvironment:default/acme-production',
      );
    }
    if (role !== undefined && !serviceRoleSchema.safeParse(role).success) {
      refuseAnnotation(
        ANNOTATION_ROLE,
        `write one of ${serviceRoleSchema.options.join(', ')}`,
      );
    }
    partRelations(part, environmentRef).forEach(relation =>
      emit(processingResult.relation(relation)),
    );
  }
}
