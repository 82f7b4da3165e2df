import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_ROLE,
  kubernetesAnnotations,
  type EnvironmentService,
  type OdooEnvironmentEntity,
  type ServiceRole,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { LabObject } from './ClusterContents';
import type { ObjectFactory } from './ObjectFactory';
import type { Trouble } from './trouble';
import { workloadObjects, type Health } from './workloadObjects';

const SELECTOR = 'backstage.io/kubernetes-label-selector';
const PART_OF = { 'app.kubernetes.io/part-of': 'odoo-fleet' };

interface RolePlan {
  production: number;
  scalesTo?: number;
  args: string[];
  port?: number;
  cpu: string;
  memory: string;
}

/** How each role runs; outside production with one replica. */
const ROLES: Record<ServiceRole, RolePlan> = {
  web: {
    production: 3,
    scalesTo: 8,
    args: ['odoo', '--max-cron-threads=0'],
    port: 8069,
    cpu: '1',
    memory: '2Gi',
  },
  gevent: {
    production: 2,
    args: ['odoo', 'gevent'],
    port: 8072,
    cpu: '500m',
    memory: '1Gi',
  },
  cron: {
    production: 1,
    args: ['odoo', '--no-http', '--max-cron-threads=2'],
    cpu: '500m',
    memory: '2Gi',
  },
  queue: {
    production: 2,
    args: ['odoo', '--load=web,queue_job', '--max-cron-threads=0'],
    cpu: '500m',
    memory: '2Gi',
  },
  connector: {
    production: 1,
    args: ['connector'],
    port: 8080,
    cpu: '250m',
    memory: '512Mi',
  },
};

/** Labels that a selector finds, as far as it says which. */
export function labelsOf(selector: string): Record<string, string> {
  return Object.fromEntries(
    [
      ...selector.matchAll(
        /(?:^|,)\s*([^\s,=!()]+)\s*(?:==?\s*([^\s,]*)|in\s*\(\s*([^\s,)]+)[^)]*\))/g,
      ),
    ].map(([, key, equal, first]) => [key, equal ?? first]),
  );
}

/** Hours since the image of an environment began to run: the same on each start. */
function ageOf(factory: ObjectFactory, name: string): number {
  return (
    20 + (Number.parseInt(factory.digits('age', name).slice(0, 4), 16) % 600)
  );
}

export function namespaceObjects(
  factory: ObjectFactory,
  place: {
    namespace: string;
    environment: string;
    /** What the annotation says: `<namespace>/<name>` of the catalog. */
    carries: string;
  },
): LabObject[] {
  const { namespace, environment, carries } = place;
  const ageHours = 200 * 24;
  const inside = { namespace, ageHours, labels: PART_OF };
  return [
    factory.make('Namespace', {
      name: namespace,
      ageHours,
      labels: {
        ...PART_OF,
        [ANNOTATION_ENVIRONMENT]: environment,
        'kubernetes.io/metadata.name': namespace,
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
      annotations: { [ANNOTATION_ENVIRONMENT]: carries },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    }),
    factory.make('ServiceAccount', { ...inside, name: 'odoo' }),
    factory.make('ConfigMap', {
      ...inside,
      labels: undefined,
      name: 'kube-root-ca.crt',
      data: { 'ca.crt': '-----BEGIN CERTIFICATE-----' },
    }),
    factory.make('ResourceQuota', {
      ...inside,
      name: 'odoo',
      spec: { hard: { 'requests.cpu': '16', 'requests.memory': '48Gi' } },
      status: {
        hard: { 'requests.cpu': '16', 'requests.memory': '48Gi' },
        used: { 'requests.cpu': '6', 'requests.memory': '16Gi' },
      },
    }),
    factory.make('LimitRange', {
      ...inside,
      name: 'odoo',
      spec: {
        limits: [
          {
            type: 'Container',
            default: { memory: '512Mi' },
            defaultRequest: { cpu: '100m', memory: '256Mi' },
          },
        ],
      },
    }),
    factory.make('NetworkPolicy', {
      ...inside,
      name: 'deny-all',
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }),
    factory.make('NetworkPolicy', {
      ...inside,
      name: 'allow-odoo',
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'odoo' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': 'ingress' },
                },
              },
            ],
          },
        ],
        egress: [
          { ports: [{ port: 53, protocol: 'UDP' }] },
          { ports: [{ port: 5432, protocol: 'TCP' }] },
          { ports: [{ port: 6379, protocol: 'TCP' }] },
        ],
      },
    }),
  ];
}

/** Services by which a pod of the environment is found: by its own selector, and by the environment's. */
function labelsOfService(
  environment: OdooEnvironmentEntity,
  service: EnvironmentService,
): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'odoo',
    'app.kubernetes.io/instance': environment.metadata.name,
    'app.kubernetes.io/component': service.role,
    ...PART_OF,
    ...labelsOf(kubernetesAnnotations(environment)[SELECTOR]),
    ...labelsOf(kubernetesAnnotations(environment, service)[SELECTOR]),
  };
}

function ingress(
  factory: ObjectFactory,
  environment: OdooEnvironmentEntity,
  url: string,
): LabObject {
  const { name } = environment.metadata;
  const to = (workload: string, path: string) => ({
    path,
    pathType: 'Prefix',
    backend: { service: { name: workload, port: { name: 'http' } } },
  });
  const host = new URL(url).hostname;
  return factory.make('Ingress', {
    name,
    namespace: environment.spec.kubernetes.namespace,
    labels: labelsOfService(environment, { role: 'web' }),
    ageHours: 200 * 24,
    spec: {
      ingressClassName: 'traefik',
      tls: [{ hosts: [host], secretName: `${name}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: [to(`${name}-gevent`, '/websocket'), to(`${name}-web`, '/')],
          },
        },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } },
  });
}

/** Everything that runs for an environment, the hand-written Components that joined it included. */
export function environmentObjects(
  factory: ObjectFactory,
  environment: OdooEnvironmentEntity,
  components: readonly Entity[],
  trouble: Trouble,
): LabObject[] {
  const { name, namespace: catalogNamespace = 'default' } =
    environment.metadata;
  const { kubernetes, services, stage, url, odoo } = environment.spec;
  const { namespace } = kubernetes;
  const ageHours = ageOf(factory, name);
  const image =
    environment.spec.image ??
    `registry.odoo-fleet.example/odoo/odoo:${odoo.series}`;
  const imageOf = (role: ServiceRole): string => {
    const drift = trouble.drifted.find(
      t => t.environment === name && t.role === role,
    );
    if (!drift) {
      return image;
    }
    const [repository] = image.split(/[:@](?=[^/]*$)|@/);
    const tagged = `${repository}:${drift.tag}`;
    return `${tagged}@sha256:${factory.digits(tagged)}`;
  };
  const healthOf = (role: ServiceRole): Health => {
    const here = (listed: Trouble['unready']) =>
      listed.some(t => t.environment === name && t.role === role);
    if (here(trouble.unready)) {
      return 'unready';
    }
    return here(trouble.crashing) ? 'crashing' : 'ready';
  };
  const derived = services
    .filter(service => service.component === undefined)
    .flatMap(service => {
      const { production, scalesTo, ...plan } = ROLES[service.role];
      const busy = stage === 'production';
      return workloadObjects(factory, {
        ...plan,
        name: service.workload ?? `${name}-${service.role}`,
        namespace,
        labels: labelsOfService(environment, service),
        image: imageOf(service.role),
        replicas: busy ? production : 1,
        scalesTo: busy ? scalesTo : undefined,
        health: healthOf(service.role),
        ageHours,
      });
    });
  const written = components.flatMap(component => {
    const { production, scalesTo, args, ...plan } = ROLES.connector;
    const role = component.metadata.annotations?.[ANNOTATION_ROLE];
    const version = `registry.odoo-fleet.example/services/${component.metadata.name}:1.4`;
    return workloadObjects(factory, {
      ...plan,
      name: component.metadata.name,
      namespace,
      labels: {
        'app.kubernetes.io/instance': name,
        ...(role && { 'app.kubernetes.io/component': role }),
        ...PART_OF,
        ...labelsOf(component.metadata.annotations?.[SELECTOR] ?? ''),
      },
      image: `${version}@sha256:${factory.digits(version)}`,
      replicas: production,
      health: 'ready',
      ageHours: ageHours + 100,
    });
  });
  return [
    ...namespaceObjects(factory, {
      namespace,
      environment: name,
      carries:
        trouble.misnamed.find(t => t.environment === name)?.carries ??
        `${catalogNamespace}/${name}`,
    }),
    ...(url ? [ingress(factory, environment, url)] : []),
    ...derived,
    ...written,
  ];
}
