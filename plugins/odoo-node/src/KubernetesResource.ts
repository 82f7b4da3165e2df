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
 * serves: autoscaling/v2 since 1.23, policy/v1 and batch/v1 CronJob since 1.21. What somebody's definition adds carries its API
 * group in its name, as `kubectl get backups.velero.io` does, since several call their objects `backups`; versions are those that
 * the current releases store: CloudNativePG and its barman-cloud plugin v1, Velero v1, External Secrets v1 (since 0.16),
 * cert-manager v1, Argo CD v1alpha1, Flux kustomize-controller and source-controller v1 (since 2.0).
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
  'clusters.postgresql.cnpg.io': {
    group: 'postgresql.cnpg.io',
    version: 'v1',
    kind: 'Cluster',
    namespaced: true,
  },
  'backups.postgresql.cnpg.io': {
    group: 'postgresql.cnpg.io',
    version: 'v1',
    kind: 'Backup',
    namespaced: true,
  },
  'scheduledbackups.postgresql.cnpg.io': {
    group: 'postgresql.cnpg.io',
    version: 'v1',
    kind: 'ScheduledBackup',
    namespaced: true,
  },
  'objectstores.barmancloud.cnpg.io': {
    group: 'barmancloud.cnpg.io',
    version: 'v1',
    kind: 'ObjectStore',
    namespaced: true,
  },
  'backups.velero.io': {
    group: 'velero.io',
    version: 'v1',
    kind: 'Backup',
    namespaced: true,
  },
  'schedules.velero.io': {
    group: 'velero.io',
    version: 'v1',
    kind: 'Schedule',
    namespaced: true,
  },
  'restores.velero.io': {
    group: 'velero.io',
    version: 'v1',
    kind: 'Restore',
    namespaced: true,
  },
  'backupstoragelocations.velero.io': {
    group: 'velero.io',
    version: 'v1',
    kind: 'BackupStorageLocation',
    namespaced: true,
  },
  'externalsecrets.external-secrets.io': {
    group: 'external-secrets.io',
    version: 'v1',
    kind: 'ExternalSecret',
    namespaced: true,
  },
  'certificates.cert-manager.io': {
    group: 'cert-manager.io',
    version: 'v1',
    kind: 'Certificate',
    namespaced: true,
  },
  'applications.argoproj.io': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    namespaced: true,
  },
  'kustomizations.kustomize.toolkit.fluxcd.io': {
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
    namespaced: true,
  },
  'gitrepositories.source.toolkit.fluxcd.io': {
    group: 'source.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'GitRepository',
    namespaced: true,
  },
} as const satisfies Record<string, KubernetesResource>;

/**
 * Plural name of a resource that may be read, with its API group when it is no part of Kubernetes itself.
 *
 * @public
 */
export type KubernetesResourceName = keyof typeof kubernetesResources;

/**
 * Name of a resource as it stands in the paths of the API: `backups` of `backups.velero.io`.
 *
 * @public
 */
export function pluralOf(resource: KubernetesResourceName): string {
  return resource.split('.', 1)[0];
}
