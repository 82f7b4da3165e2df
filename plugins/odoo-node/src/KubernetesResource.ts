/**
 * Where the Kubernetes API serves a resource.
 *
 * @public
 */
export interface KubernetesResource {
  /** API group; empty for the core group. */
  group: string;
  version: string;
  kind: string;
  /** False when its objects stand beside namespaces and not in them. */
  namespaced: boolean;
}

/**
 * Everything that the suite reads from a cluster, by plural name, and nothing else is ever asked for. Secrets are missing on
 * purpose, and so are ConfigMaps, since settings files hold passwords. Versions are those that every supported Kubernetes
 * serves: autoscaling/v2 since 1.23, policy/v1 and batch/v1 CronJob since 1.21.
 *
 * @public
 */
export const kubernetesResources = {
  namespaces: {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    namespaced: false,
  },
  nodes: { group: '', version: 'v1', kind: 'Node', namespaced: false },
  pods: { group: '', version: 'v1', kind: 'Pod', namespaced: true },
  services: { group: '', version: 'v1', kind: 'Service', namespaced: true },
  serviceaccounts: {
    group: '',
    version: 'v1',
    kind: 'ServiceAccount',
    namespaced: true,
  },
  persistentvolumeclaims: {
    group: '',
    version: 'v1',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
  },
  resourcequotas: {
    group: '',
    version: 'v1',
    kind: 'ResourceQuota',
    namespaced: true,
  },
  limitranges: {
    group: '',
    version: 'v1',
    kind: 'LimitRange',
    namespaced: true,
  },
  deployments: {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    namespaced: true,
  },
  statefulsets: {
    group: 'apps',
    version: 'v1',
    kind: 'StatefulSet',
    namespaced: true,
  },
  replicasets: {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    namespaced: true,
  },
  jobs: { group: 'batch', version: 'v1', kind: 'Job', namespaced: true },
  cronjobs: {
    group: 'batch',
    version: 'v1',
    kind: 'CronJob',
    namespaced: true,
  },
  horizontalpodautoscalers: {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
  },
  poddisruptionbudgets: {
    group: 'policy',
    version: 'v1',
    kind: 'PodDisruptionBudget',
    namespaced: true,
  },
  ingresses: {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'Ingress',
    namespaced: true,
  },
  networkpolicies: {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'NetworkPolicy',
    namespaced: true,
  },
} as const satisfies Record<string, KubernetesResource>;

/**
 * Plural name of a resource that may be read.
 *
 * @public
 */
export type KubernetesResourceName = keyof typeof kubernetesResources;
