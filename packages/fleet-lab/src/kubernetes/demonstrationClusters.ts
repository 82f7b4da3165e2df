import { ClusterContents } from './ClusterContents';
import { environmentObjects, namespaceObjects } from './environmentObjects';
import type { StandInCluster } from './KubernetesStandIn';
import { ObjectFactory } from './ObjectFactory';
import type { DeclaredFleet } from './readFleet';
import { recoveryObjects } from './recoveryObjects';
import type { Trouble } from './trouble';
import { workloadObjects } from './workloadObjects';

/** What every cluster has besides: nodes, and namespaces that are none of the suite's. */
function ground(factory: ObjectFactory) {
  const ageHours = 400 * 24;
  return [
    ...['node-1', 'node-2', 'node-3'].map(name =>
      factory.make('Node', {
        name,
        ageHours,
        labels: {
          'kubernetes.io/hostname': name,
          'topology.kubernetes.io/zone': `zone-${name.slice('node-'.length)}`,
        },
        spec: { providerID: `example://${name}` },
        status: {
          capacity: { cpu: '16', memory: '64Gi' },
          conditions: [{ type: 'Ready', status: 'True' }],
          nodeInfo: { kubeletVersion: 'v1.33.4' },
        },
      }),
    ),
    ...['default', 'ingress', 'kube-system'].map(name =>
      factory.make('Namespace', {
        name,
        ageHours,
        labels: { 'kubernetes.io/metadata.name': name },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      }),
    ),
    ...workloadObjects(factory, {
      name: 'ingress-controller',
      namespace: 'ingress',
      labels: { 'app.kubernetes.io/name': 'traefik' },
      image: 'registry.odoo-fleet.example/traefik:3.5',
      replicas: 2,
      health: 'ready',
      ageHours: 900,
      port: 8000,
      cpu: '250m',
      memory: '256Mi',
    }),
  ];
}

/**
 * The clusters that the descriptors of a fleet name, with what would run there: the same fleet, trouble and instant give the same
 * objects.
 */
export function demonstrationClusters(
  fleet: DeclaredFleet,
  trouble: Trouble,
  now: Date,
): StandInCluster[] {
  const names = [
    ...new Set(fleet.environments.map(e => e.spec.kubernetes.cluster)),
  ].sort();
  return names.map(name => {
    const factory = new ObjectFactory(name, now);
    const contents = new ClusterContents().put(...ground(factory));
    for (const environment of fleet.environments) {
      const { cluster, namespace } = environment.spec.kubernetes;
      if (
        cluster !== name ||
        trouble.withoutNamespace.includes(environment.metadata.name)
      ) {
        continue;
      }
      const joined = fleet.components.filter(
        ({ metadata: { annotations = {} } }) =>
          annotations['backstage.io/kubernetes-cluster'] === cluster &&
          annotations['backstage.io/kubernetes-namespace'] === namespace,
      );
      contents.put(
        ...environmentObjects(factory, environment, joined, trouble),
        ...recoveryObjects(factory, environment, trouble),
      );
    }
    for (const {
      cluster,
      environment,
      namespace,
      image,
    } of trouble.undeclared) {
      if (cluster === name) {
        contents.put(
          ...namespaceObjects(factory, {
            namespace,
            environment,
            carries: `default/${environment}`,
          }),
          ...workloadObjects(factory, {
            name: `${environment}-web`,
            namespace,
            labels: {
              'app.kubernetes.io/name': 'odoo',
              'app.kubernetes.io/instance': environment,
              'app.kubernetes.io/component': 'web',
              'app.kubernetes.io/part-of': 'odoo-fleet',
            },
            image,
            replicas: 1,
            health: 'ready',
            ageHours: 500 * 24,
            port: 8069,
            cpu: '1',
            memory: '2Gi',
          }),
        );
      }
    }
    return { name, contents };
  });
}

/**
 * Makes what says when something was backed up anew, as time goes on: a demonstration that runs for a day would else show that
 * nothing was backed up since it began.
 */
export function renewRecovery(
  clusters: readonly StandInCluster[],
  fleet: DeclaredFleet,
  trouble: Trouble,
  now: Date,
): void {
  for (const { name, contents } of clusters) {
    const factory = new ObjectFactory(name, now);
    for (const environment of fleet.environments) {
      if (
        environment.spec.kubernetes.cluster === name &&
        !trouble.withoutNamespace.includes(environment.metadata.name)
      ) {
        contents.put(...recoveryObjects(factory, environment, trouble));
      }
    }
  }
}
