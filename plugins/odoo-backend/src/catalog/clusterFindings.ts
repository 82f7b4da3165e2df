import {
  NAMESPACE_ANSWER_LIFETIME_MS,
  type ClusterNamespaces,
  type FindingKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { KnownCluster } from '@odoo-fleet/backstage-plugin-odoo-node';
import type {
  ClusterAnswer,
  ClusterListAnswer,
  ObservedNamespace,
} from './ClusterStore';
import type { EnvironmentPlacement } from './EnvironmentStore';
import type { FoundProblem } from './FindingStore';

/** Kinds that follow from what clusters were seen to hold. */
export const CLUSTER_FINDING_KINDS: readonly FindingKind[] = [
  'unknown-cluster',
  'unreadable-cluster',
  'not-in-git',
  'not-running',
];

export interface ClusterFacts {
  /** The list of clusters, as it was last asked for; absent when it never was. */
  listing?: ClusterListAnswer;
  clusters: readonly KnownCluster[];
  answers: readonly ClusterAnswer[];
  namespaces: ReadonlyMap<string, ClusterNamespaces>;
  undeclared: readonly ObservedNamespace[];
  placements: readonly EnvironmentPlacement[];
  /** Environments whose namespace is confirmed. */
  confirmed: ReadonlySet<string>;
  /** Namespaces with at least one workload, as `<cluster>/<namespace>`. */
  inhabited: ReadonlySet<string>;
  now: number;
}

/** What is wrong between the catalog and the clusters. */
export function findClusterProblems(facts: ClusterFacts): FoundProblem[] {
  return [
    ...findUnreadable(facts),
    ...facts.undeclared.map(toNotInGit),
    ...facts.placements.flatMap(placement => findAstray(placement, facts)),
  ];
}

function findUnreadable({
  listing,
  clusters,
  answers,
}: ClusterFacts): FoundProblem[] {
  const found: FoundProblem[] = [];
  if (listing && !isAnswer(listing)) {
    found.push({
      kind: 'unreadable-cluster',
      severity: 'unknown',
      subject: 'all clusters',
      message: `The portal could not say which clusters it knows: ${
        listing.message ?? listing.status
      }`,
      remedy:
        'Install the portal’s Kubernetes plugin with its clusters, and let this plugin ask it',
    });
  }
  for (const { name, readable, reason } of clusters) {
    const failed = answers.find(
      answer => answer.cluster === name && !isAnswer(answer),
    );
    if (!readable || failed) {
      found.push({
        kind: 'unreadable-cluster',
        severity: 'unknown',
        subject: name,
        message: readable
          ? `${failed?.resource} of the cluster could not be read: ${
              failed?.message ?? failed?.status
            }`
          : reason ?? 'The cluster can’t be read by a task',
        remedy:
          'Let the portal read namespaces, deployments and statefulsets of the cluster with credentials of its own',
      });
    }
  }
  return found;
}

function toNotInGit({
  cluster,
  namespace,
  environmentName,
}: ObservedNamespace): FoundProblem {
  return {
    kind: 'not-in-git',
    severity: 'warning',
    subject: `${cluster}/${namespace}`,
    message:
      environmentName === undefined
        ? `The namespace ${namespace} in ${cluster} is labelled as the suite’s, but no environment of the catalog declares it`
        : `The namespace ${namespace} in ${cluster} says that it is ${environmentName}’s, but the catalog has no such environment there`,
    remedy:
      'Register the environment that it belongs to, or take the namespace down',
  };
}

function findAstray(
  placement: EnvironmentPlacement,
  { listing, clusters, answers, namespaces, ...facts }: ClusterFacts,
): FoundProblem[] {
  const { environmentRef, cluster, namespace, stage } = placement;
  const on = {
    entityRef: environmentRef,
    environmentRef,
    subject: `${cluster}/${namespace}`,
  };
  if (!clusters.some(({ name }) => name === cluster)) {
    return listing?.answeredAt === undefined
      ? []
      : [
          {
            ...on,
            kind: 'unknown-cluster',
            severity: 'unknown',
            message: `The portal knows no cluster ${cluster}`,
            remedy:
              'Correct spec.kubernetes.cluster, or add the cluster to the portal’s Kubernetes config',
          },
        ];
  }
  const answer = namespaces.get(cluster);
  if (!answer || facts.now - answer.answeredAt > NAMESPACE_ANSWER_LIFETIME_MS) {
    return [];
  }
  const notRunning = (message: string): FoundProblem[] => [
    {
      ...on,
      kind: 'not-running',
      severity: stage === 'production' ? 'critical' : 'warning',
      message,
      remedy:
        'Look at what brings it into the cluster (Argo CD, Flux, Helm), or take the environment out of the catalog',
    },
  ];
  if (!answer.namespaces.has(namespace)) {
    return notRunning(`The cluster ${cluster} has no namespace ${namespace}`);
  }
  const workloads = answers.filter(
    a => a.cluster === cluster && a.resource !== 'namespaces',
  );
  const looked =
    workloads.length === 2 &&
    workloads.every(
      a =>
        a.answeredAt !== undefined &&
        facts.now - a.answeredAt <= NAMESPACE_ANSWER_LIFETIME_MS,
    );
  // What is in a namespace is told to whom it is confirmed for, and to nobody else
  return looked &&
    facts.confirmed.has(environmentRef) &&
    !facts.inhabited.has(`${cluster}/${namespace}`)
    ? notRunning(`Nothing runs in the namespace ${namespace} of ${cluster}`)
    : [];
}

function isAnswer({ status }: Pick<ClusterAnswer, 'status'>): boolean {
  return status === 'observed' || status === 'empty';
}
