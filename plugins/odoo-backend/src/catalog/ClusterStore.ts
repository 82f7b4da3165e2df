import type { ClusterNamespaces } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DatabaseTransaction } from '../platform/database';
import type {
  KnownCluster,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';

/** Resources that are read of every cluster. */
export type ObservedResource = 'namespaces' | 'deployments' | 'statefulsets';

/** A namespace as its cluster has it. */
export interface ObservedNamespace {
  cluster: string;
  namespace: string;
  /** What its annotation `odoofleet.io/environment` says. */
  environmentName?: string;
  /** Whether it carries the label by which the suite's namespaces are known. */
  partOfSuite: boolean;
}

/** A workload as its cluster has it. */
export interface ObservedWorkload {
  cluster: string;
  namespace: string;
  kind: 'Deployment' | 'StatefulSet';
  name: string;
  /** Replicas that are wanted, and those that are ready. */
  desired: number;
  ready: number;
  images: string[];
  /** Labels of its pods. */
  labels: Record<string, string>;
}

/** How the reading of one resource of a cluster stands. */
export interface ClusterAnswer {
  cluster: string;
  resource: ObservedResource;
  /** The last attempt: when, and what came of it. */
  attemptedAt: number;
  status: SourceOutcome<unknown>['status'];
  message?: string;
  /** The last answer, epoch milliseconds; absent when there never was one. */
  answeredAt?: number;
}

/** How the reading of the list of clusters stands. */
export type ClusterListAnswer = Omit<ClusterAnswer, 'cluster' | 'resource'>;

/** A place in a cluster. */
export interface NamespaceKey {
  cluster: string;
  namespace: string;
}

/** One attempt to read something, as it is kept. `cluster` is empty for the list of clusters itself. */
export interface ClusterAttempt {
  cluster: string;
  resource: ObservedResource | 'clusters';
  attemptedAt: number;
  status: SourceOutcome<unknown>['status'];
  message?: string;
  objects?: number;
}

/**
 * What clusters were seen to hold. An attempt that failed is kept and changes nothing else: the last answer stays, with its age.
 */
export interface ClusterStore {
  recordAttempt(attempt: ClusterAttempt): Promise<void>;

  /** Replaces the clusters that the portal knows; gives those that are known no more, with what was seen of them gone. */
  replaceClusters(clusters: readonly KnownCluster[]): Promise<string[]>;

  /** Replaces what a cluster has of namespaces, as of `answeredAt`; gives those that appeared, changed or went. */
  replaceNamespaces(
    cluster: string,
    namespaces: readonly ObservedNamespace[],
  ): Promise<NamespaceKey[]>;

  /** The same for its workloads of one kind. */
  replaceWorkloads(
    cluster: string,
    kind: ObservedWorkload['kind'],
    workloads: readonly ObservedWorkload[],
  ): Promise<NamespaceKey[]>;

  getClusters(): Promise<KnownCluster[]>;

  getAnswers(): Promise<ClusterAnswer[]>;

  /** Absent when the list of clusters was never asked for. */
  getListAnswer(): Promise<ClusterListAnswer | undefined>;

  /** What each cluster last said of these namespaces; of all when none is given. Clusters that never answered are missing. */
  getNamespaces(
    namespaces?: readonly NamespaceKey[],
    transaction?: DatabaseTransaction,
  ): Promise<Map<string, ClusterNamespaces>>;

  /** Namespaces of the suite that no environment declares, or that carry the name of one that does not declare them. */
  listUndeclared(limit: number): Promise<ObservedNamespace[]>;

  /** Namespaces with at least one workload. */
  listInhabited(): Promise<NamespaceKey[]>;

  getWorkloads(
    namespaces: readonly NamespaceKey[],
  ): Promise<ObservedWorkload[]>;

  /** Namespaces that environments in this cluster declare. */
  listDeclaredNamespaces(cluster: string): Promise<string[]>;

  /** Deletes up to `limit` attempts that were made before; gives how many went. */
  pruneAttempts(before: number, limit: number): Promise<number>;
}
