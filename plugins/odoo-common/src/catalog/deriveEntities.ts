import {
  type ComponentEntity,
  DEFAULT_NAMESPACE,
  type ResourceEntity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_ROLE,
  ANNOTATION_TENANT,
} from './annotations';
import type {
  EnvironmentService,
  OdooEnvironmentEntity,
  ServiceRole,
} from './environment';

// By these the portal's Kubernetes plugin finds objects; not all of the names are exported by its packages.
const ANNOTATION_KUBERNETES_CLUSTER = 'backstage.io/kubernetes-cluster';
const ANNOTATION_KUBERNETES_LABEL_SELECTOR =
  'backstage.io/kubernetes-label-selector';
const ANNOTATION_KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';

/** Roles that are Odoo processes: each opens the database, the attachments and, when there is one, Redis. */
const ODOO_PROCESSES: readonly ServiceRole[] = [
  'web',
  'gevent',
  'cron',
  'queue',
];

const ROLE_TITLES: Record<ServiceRole, string> = {
  web: 'web',
  gevent: 'websocket',
  cron: 'scheduled actions',
  queue: 'job queue',
  connector: 'connector',
};

interface Origin {
  environment: OdooEnvironmentEntity;
  name: string;
  title: string;
  namespace: string;
  owner: string;
  /** On each derived entity: where it belongs. */
  annotations: Record<string, string>;
}

function fullRef(
  ref: string,
  defaultKind: string,
  defaultNamespace: string,
): string {
  return stringifyEntityRef(
    parseEntityRef(ref, { defaultKind, defaultNamespace }),
  );
}

function originOf(environment: OdooEnvironmentEntity): Origin {
  const { name, title } = environment.metadata;
  const namespace = environment.metadata.namespace ?? DEFAULT_NAMESPACE;
  return {
    environment,
    name,
    title: title ?? name,
    namespace,
    owner: fullRef(environment.spec.owner, 'Group', namespace),
    annotations: {
      [ANNOTATION_ENVIRONMENT]: stringifyEntityRef(environment),
      [ANNOTATION_TENANT]: fullRef(
        environment.spec.tenant,
        'OdooTenant',
        namespace,
      ),
    },
  };
}

/**
 * The annotations by which the portal's Kubernetes plugin finds the objects of an environment, or of one of its services.
 * Those of a service narrow the environment's selector by `app.kubernetes.io/component=<role>`, unless the service has a
 * selector of its own.
 *
 * @public
 */
export function kubernetesAnnotations(
  environment: OdooEnvironmentEntity,
  service?: EnvironmentService,
): Record<string, string> {
  const { cluster, namespace, labelSelector } = environment.spec.kubernetes;
  const whole =
    labelSelector ?? `app.kubernetes.io/instance=${environment.metadata.name}`;
  return {
    [ANNOTATION_KUBERNETES_CLUSTER]: cluster,
    [ANNOTATION_KUBERNETES_NAMESPACE]: namespace,
    [ANNOTATION_KUBERNETES_LABEL_SELECTOR]: service
      ? service.labelSelector ??
        `${whole},app.kubernetes.io/component=${service.role}`
      : whole,
  };
}

function resource(
  origin: Origin,
  part: 'database' | 'filestore' | 'redis',
  type: string,
  description: string,
  server: string | undefined,
): ResourceEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: `${origin.name}-${part}`,
      namespace: origin.namespace,
      title: `${origin.title}: ${part}`,
      description,
      annotations: { ...origin.annotations },
    },
    spec: {
      type,
      owner: origin.owner,
      ...(server && {
        dependsOn: [fullRef(server, 'Resource', origin.namespace)],
      }),
    },
  };
}

function resourcesOf(origin: Origin): ResourceEntity[] {
  const { database, objectStorage, redis } = origin.environment.spec;
  return [
    resource(
      origin,
      'database',
      'database',
      `PostgreSQL database ${database.name}`,
      database.server,
    ),
    // Odoo keeps attachments outside the database whether or not a bucket is declared, and they have to be backed up either way.
    resource(
      origin,
      'filestore',
      'filestore',
      objectStorage
        ? `Odoo attachments in bucket ${objectStorage.bucket}${
            objectStorage.prefix ? `, prefix ${objectStorage.prefix}` : ''
          }`
        : 'Odoo attachments on a volume of the environment',
      undefined,
    ),
    ...(redis
      ? [
          resource(
            origin,
            'redis',
            'cache',
            redis.database === undefined
              ? 'Redis'
              : `Redis, logical database ${redis.database}`,
            redis.server,
          ),
        ]
      : []),
  ];
}

function component(
  origin: Origin,
  service: EnvironmentService,
  resourceRefs: string[],
): ComponentEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: `${origin.name}-${service.role}`,
      namespace: origin.namespace,
      title: `${origin.title}: ${ROLE_TITLES[service.role]}`,
      ...(service.description && { description: service.description }),
      annotations: {
        ...origin.annotations,
        [ANNOTATION_ROLE]: service.role,
        ...kubernetesAnnotations(origin.environment, service),
      },
    },
    spec: {
      type: `odoo-${service.role}`,
      lifecycle: origin.environment.spec.stage,
      owner: origin.owner,
      ...(ODOO_PROCESSES.includes(service.role) && {
        dependsOn: resourceRefs,
      }),
    },
  };
}

/**
 * The entities that follow from an environment: a Component for each of its services, unless the service references a
 * Component of its own, and a Resource each for its database, its attachments and, when it has one, its Redis. Pure: the same
 * environment gives the same entities, to the byte, and no two environments of a namespace give the same name.
 *
 * @public
 */
export function deriveEntities(
  environment: OdooEnvironmentEntity,
): Array<ComponentEntity | ResourceEntity> {
  const origin = originOf(environment);
  const resources = resourcesOf(origin);
  const resourceRefs = resources.map(stringifyEntityRef).sort();
  const components = environment.spec.services
    .filter(service => service.component === undefined)
    .map(service => component(origin, service, [...resourceRefs]));
  return [...components, ...resources];
}
