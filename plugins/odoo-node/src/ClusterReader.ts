import type { KubernetesResourceName } from './KubernetesResource';
import type { SourceOutcome } from './SourceOutcome';

/**
 * A cluster that the portal knows.
 *
 * @public
 */
export interface KnownCluster {
  name: string;
  /** How the portal proves who it is there, in the words of the portal's Kubernetes plugin (`serviceAccount`, `oidc` …). */
  authProvider: string;
  /** False when the cluster wants each person's own credentials, so that no task can read it. */
  readable: boolean;
  /** Why it can't be read and what to do about it; only when it can't. */
  reason?: string;
}

/**
 * An object of a cluster: the metadata that the suite uses, and `spec` and `status` as they came. Whoever uses a field of these
 * two checks it.
 *
 * @public
 */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: KubernetesObjectMetadata;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/**
 * `metadata` of a {@link KubernetesObject}.
 *
 * @public
 */
export interface KubernetesObjectMetadata {
  name: string;
  /** Absent on what is in no namespace. */
  namespace?: string;
  uid: string;
  /** An object without any has an empty record. */
  labels: Record<string, string>;
  /** Without `kubectl.kubernetes.io/last-applied-configuration`, which repeats the whole object as it once was. */
  annotations: Record<string, string>;
  /** Opaque: equal or not, never older or newer. */
  resourceVersion: string;
  /** RFC 3339, UTC. */
  creationTimestamp?: string;
  /** RFC 3339, UTC; set while the object waits for its end. */
  deletionTimestamp?: string;
  /** Counts the changes of `spec`. */
  generation?: number;
  ownerReferences: KubernetesOwnerReference[];
}

/**
 * The object that brought another about: the ReplicaSet of a pod, say.
 *
 * @public
 */
export interface KubernetesOwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
}

/**
 * Which objects to list.
 *
 * @public
 */
export interface ClusterListOptions {
  /** Only those of this namespace; else those of the whole cluster, in one paged list. */
  namespace?: string;
  /** As the Kubernetes API takes it: `app.kubernetes.io/part-of=odoo-fleet,tier in (web,cron)`. */
  labelSelector?: string;
  signal: AbortSignal;
}

/**
 * Which object to get.
 *
 * @public
 */
export interface ClusterGetOptions {
  /** Wanted for what is in a namespace, refused for what is not. */
  namespace?: string;
  name: string;
  signal: AbortSignal;
}

/**
 * The one way from the suite to Kubernetes. It only reads, with credentials of the portal and never of a person, and only the
 * resources of {@link kubernetesResources}. What it gives must therefore never reach a person without a check of what that
 * person may see.
 *
 * @remarks
 * Every call ends within a bound of time, whatever the cluster does. It rejects only when its signal is aborted (with the
 * signal's reason), or when it was called wrongly: another resource, a name that no object can have, a namespace missing or
 * superfluous. Everything else is an outcome. Held to by `describeClusterReaderContract` of `./testUtils`.
 *
 * @public
 */
export interface ClusterReader {
  /** The clusters that the portal knows, readable or not, without asking the clusters themselves. */
  listClusters(options: {
    signal: AbortSignal;
  }): Promise<SourceOutcome<readonly KnownCluster[]>>;

  /**
   * All objects of a resource, as of one instant: never a part of them. `empty` when there are none, also when there is no such
   * namespace, for the API does not tell these two apart.
   */
  list(
    cluster: string,
    resource: KubernetesResourceName,
    options: ClusterListOptions,
  ): Promise<SourceOutcome<readonly KubernetesObject[]>>;

  /** One object; `empty` when the cluster says that there is none of this name. */
  get(
    cluster: string,
    resource: KubernetesResourceName,
    options: ClusterGetOptions,
  ): Promise<SourceOutcome<KubernetesObject>>;
}
