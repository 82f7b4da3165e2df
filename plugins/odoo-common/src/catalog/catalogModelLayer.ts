import {
  type CatalogModelKindVersionDefinition,
  createCatalogModelLayer,
} from '@backstage/catalog-model/alpha';
import { z } from 'zod';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_LOGINS,
  ANNOTATION_MAINTENANCE,
  ANNOTATION_ROLE,
  ANNOTATION_TENANT,
  KIND_ODOO_ENVIRONMENT,
  KIND_ODOO_TENANT,
  ODOO_API_VERSION,
} from './annotations';
import { odooEnvironmentSpecSchema } from './environment';
import { odooTenantSpecSchema } from './tenant';

const [GROUP, VERSION] = ODOO_API_VERSION.split('/');

/** JSON schema of a kind's spec. `format` is left out: the catalog's validator knows no formats and refuses to compile them. */
function kindSchema(
  spec: z.ZodType,
): CatalogModelKindVersionDefinition['schema'] {
  const { $schema, ...jsonSchema } = z.toJSONSchema(spec, {
    target: 'draft-7',
    override: ({ jsonSchema: part }) => {
      delete part.format;
    },
  });
  return {
    jsonSchema: {
      type: 'object',
      required: ['spec'],
      // zod's own type allows more than JSON; what it writes is JSON.
      properties: { spec: JSON.parse(JSON.stringify(jsonSchema)) },
    },
  };
}

const owner = {
  selector: { path: 'spec.owner' },
  relation: 'ownedBy',
  defaultKind: 'Group',
  defaultNamespace: 'inherit' as const,
  allowedKinds: ['Group', 'User'],
};

/**
 * The two kinds, their relations and annotations as a catalog model layer, for portals that have opted into declarative
 * models, and for whatever wants to describe the kinds.
 *
 * The suite does not register it: as soon as one model source exists, the catalog replaces the validator of all built-in
 * kinds, and that is the integrator's decision. `catalog-backend-module-odoo` is needed with and without the layer: the
 * schemas here say what a descriptor looks like; rules between fields (a production image has a digest, a role stands
 * once), derived entities and remedies in error messages are the module's.
 *
 * @alpha
 */
export const odooCatalogModelLayer = createCatalogModelLayer({
  layerId: `${GROUP}/odoo-kinds`,
  builder: model => {
    model.addKind({
      group: GROUP,
      names: {
        kind: KIND_ODOO_TENANT,
        singular: 'odootenant',
        plural: 'odootenants',
      },
      description: 'A retailer served by the platform.',
      versions: [
        {
          name: VERSION,
          relationFields: [owner],
          schema: kindSchema(odooTenantSpecSchema),
        },
      ],
    });
    model.addKind({
      group: GROUP,
      names: {
        kind: KIND_ODOO_ENVIRONMENT,
        singular: 'odooenvironment',
        plural: 'odooenvironments',
      },
      description: 'One running Odoo of a tenant.',
      versions: [
        {
          name: VERSION,
          relationFields: [
            owner,
            {
              selector: { path: 'spec.tenant' },
              relation: 'partOf',
              defaultKind: KIND_ODOO_TENANT,
              defaultNamespace: 'inherit',
              allowedKinds: [KIND_ODOO_TENANT],
            },
            {
              selector: { path: 'spec.platformComponents' },
              relation: 'dependsOn',
              defaultKind: 'Resource',
              defaultNamespace: 'inherit',
              allowedKinds: ['Resource', 'Component', 'System'],
            },
          ],
          schema: kindSchema(odooEnvironmentSpecSchema),
        },
      ],
    });
    model.addRelationPair({
      fromKind: [KIND_ODOO_TENANT, KIND_ODOO_ENVIRONMENT],
      toKind: ['Group', 'User'],
      description: 'Who answers for a tenant or an environment.',
      forward: { type: 'ownedBy', title: 'owned by' },
      reverse: { type: 'ownerOf', title: 'owner of' },
    });
    model.addRelationPair({
      fromKind: KIND_ODOO_ENVIRONMENT,
      toKind: KIND_ODOO_TENANT,
      description: 'The tenant of an environment.',
      forward: { type: 'partOf', title: 'part of' },
      reverse: { type: 'hasPart', title: 'has part' },
    });
    model.addRelationPair({
      fromKind: ['Component', 'Resource'],
      toKind: KIND_ODOO_ENVIRONMENT,
      description: 'The environment of a service, a database, a filestore.',
      forward: { type: 'partOf', title: 'part of' },
      reverse: { type: 'hasPart', title: 'has part' },
    });
    model.addRelationPair({
      fromKind: KIND_ODOO_ENVIRONMENT,
      toKind: ['Resource', 'Component', 'System'],
      description: 'What an environment shares with others.',
      forward: { type: 'dependsOn', title: 'depends on' },
      reverse: { type: 'dependencyOf', title: 'dependency of' },
    });
    model.addAnnotation({
      name: ANNOTATION_ENVIRONMENT,
      title: 'Odoo environment',
      description: 'The environment that a Component or Resource is a part of.',
    });
    model.addAnnotation({
      name: ANNOTATION_ROLE,
      title: 'Odoo role',
      description:
        'The role of a Component in its environment: web, gevent, cron, queue or connector.',
    });
    model.addAnnotation({
      name: ANNOTATION_TENANT,
      title: 'Odoo tenant',
      description: 'The tenant of a derived entity.',
    });
    model.addAnnotation({
      name: ANNOTATION_MAINTENANCE,
      title: 'Maintenance',
      description:
        'On what environments share: it is in maintenance, for this reason.',
    });
    model.addAnnotation({
      name: ANNOTATION_LOGINS,
      title: 'Logins',
      description:
        'Further logins of a User, as pipelines write them, separated by commas.',
    });
  },
});
