/** A kind of object that the stand-in serves. */
export interface ServedResource {
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
}

/** What a cluster of the demonstration serves, as `group/version plural Kind`; in no namespace where a star stands. */
const SERVED = `
  v1 namespaces* Namespace
  v1 nodes* Node
  v1 pods Pod
  v1 services Service
  v1 serviceaccounts ServiceAccount
  v1 configmaps ConfigMap
  v1 secrets Secret
  v1 persistentvolumeclaims PersistentVolumeClaim
  v1 resourcequotas ResourceQuota
  v1 limitranges LimitRange
  apps/v1 deployments Deployment
  apps/v1 statefulsets StatefulSet
  apps/v1 daemonsets DaemonSet
  apps/v1 replicasets ReplicaSet
  batch/v1 jobs Job
  batch/v1 cronjobs CronJob
  autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler
  policy/v1 poddisruptionbudgets PodDisruptionBudget
  networking.k8s.io/v1 ingresses Ingress
  networking.k8s.io/v1 networkpolicies NetworkPolicy
  postgresql.cnpg.io/v1 clusters Cluster
  postgresql.cnpg.io/v1 backups Backup
  postgresql.cnpg.io/v1 scheduledbackups ScheduledBackup
  barmancloud.cnpg.io/v1 objectstores ObjectStore
  velero.io/v1 backups Backup
  velero.io/v1 schedules Schedule
  velero.io/v1 restores Restore
  velero.io/v1 backupstoragelocations BackupStorageLocation
  external-secrets.io/v1 externalsecrets ExternalSecret
  cert-manager.io/v1 certificates Certificate
  argoproj.io/v1alpha1 applications Application
  kustomize.toolkit.fluxcd.io/v1 kustomizations Kustomization
  source.toolkit.fluxcd.io/v1 gitrepositories GitRepository
`;

export const servedResources: readonly ServedResource[] = SERVED.trim()
  .split('\n')
  .map(line => {
    const [apiVersion, name, kind] = line.trim().split(' ');
    const [group, version] = apiVersion.includes('/')
      ? apiVersion.split('/')
      : ['', apiVersion];
    return {
      group,
      version,
      kind,
      plural: name.replace('*', ''),
      namespaced: !name.endsWith('*'),
    };
  });

export function apiVersionOf({ group, version }: ServedResource): string {
  return group ? `${group}/${version}` : version;
}

/** What is asked for: all objects of a resource, those of a namespace, or one. */
export interface ResourceQuestion {
  resource: ServedResource;
  namespace?: string;
  name?: string;
}

/** Reads a path of the Kubernetes API; undefined for one that no API server serves. */
export function parsePath(path: string): ResourceQuestion | undefined {
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const group = parts.shift() === 'api' ? '' : parts.shift();
  const version = parts.shift();
  // `namespaces/x` alone is the namespace itself
  const namespace =
    parts[0] === 'namespaces' && parts.length > 2 ? parts[1] : undefined;
  const [plural, name, ...more] = namespace ? parts.slice(2) : parts;
  const resource = servedResources.find(
    r => r.group === group && r.version === version && r.plural === plural,
  );
  const misplaced =
    resource &&
    (resource.namespaced
      ? name !== undefined && namespace === undefined
      : namespace !== undefined);
  return !resource || misplaced || more.length > 0 || name === ''
    ? undefined
    : { resource, namespace, name };
}
