import { parseEntityRef } from '@backstage/catalog-model';
import type { EnvironmentService } from './environment';
import { matchesLabels } from './labelSelector';
import type { Workload } from './workloads';

/**
 * How long what a cluster said of its workloads is shown as what is, in milliseconds; after that it is unknown.
 *
 * @public
 */
export const WORKLOAD_ANSWER_LIFETIME_MS = 3_600_000;

/**
 * A Deployment or StatefulSet as its cluster has it.
 *
 * @public
 */
export interface SeenWorkload {
  kind: Workload['kind'];
  name: string;
  /** Replicas that are wanted, and those that are ready. */
  desired: number;
  ready: number;
  images: readonly string[];
  /** Labels of its pods. */
  labels: Readonly<Record<string, string>>;
}

/** @public */
export interface WorkloadHealthInput {
  environmentRef: string;
  cluster: string;
  namespace: string;
  services: readonly EnvironmentService[];
  /** Whether the namespace is confirmed as this environment's; what is in another's is nobody's here. */
  confirmed: boolean;
  /** What is in the namespace; absent when the cluster was never read. */
  seen?: {
    workloads: readonly SeenWorkload[];
    /** The oldest of the answers that this is from, epoch milliseconds. */
    answeredAt: number;
  };
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Holds the services of an environment against the workloads of its namespace: first each service with what runs it, in the
 * order of the descriptor, then what no service accounts for, by name.
 *
 * @public
 */
export function evaluateWorkloads(input: WorkloadHealthInput): Workload[] {
  const { services, confirmed, seen, now } = input;
  if (!confirmed) {
    return unknownServices(
      input,
      'The namespace is not confirmed as this environment’s, so nothing is read from it',
    );
  }
  if (!seen) {
    return unknownServices(input, 'The cluster has not been read yet');
  }
  const observedAt = new Date(seen.answeredAt).toISOString();
  const stale = now - seen.answeredAt > WORKLOAD_ANSWER_LIFETIME_MS;
  const judge = (
    workload: SeenWorkload,
    role?: Workload['role'],
  ): Workload => ({
    ...placeOf(input),
    ...(role && { role }),
    kind: workload.kind,
    name: workload.name,
    desired: workload.desired,
    ready: workload.ready,
    images: [...workload.images],
    ...(stale
      ? {
          status: 'unknown',
          message:
            'The cluster has not answered for more than an hour; this is what it said last',
        }
      : replicaHealth(workload)),
    observedAt,
  });
  const rest = new Set(seen.workloads);
  const ofServices = services.map(service => {
    const found = findWorkload(service, input, rest);
    if (found) {
      rest.delete(found);
      return judge(found, service.role);
    }
    return {
      ...placeOf(input),
      role: service.role,
      kind: 'Deployment' as const,
      images: [],
      ...missing(service, stale),
      observedAt,
    };
  });
  const others = [...rest]
    .sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name))
    .map(workload => judge(workload));
  return [...ofServices, ...others];
}

function placeOf(input: WorkloadHealthInput) {
  const { environmentRef, cluster, namespace } = input;
  return { environmentRef, cluster, namespace };
}

function unknownServices(
  input: WorkloadHealthInput,
  message: string,
): Workload[] {
  return input.services.map(({ role }) => ({
    ...placeOf(input),
    role,
    kind: 'Deployment',
    images: [],
    status: 'unknown',
    message,
  }));
}

function missing(
  service: EnvironmentService,
  stale: boolean,
): Pick<Workload, 'status' | 'message'> {
  if (service.component !== undefined) {
    return {
      status: 'unknown',
      message: `Its workload is its own Component’s to name (${service.component}); none here carries the role as app.kubernetes.io/component`,
    };
  }
  return stale
    ? {
        status: 'unknown',
        message:
          'The cluster has not answered for more than an hour; it had no such workload then',
      }
    : {
        status: 'critical',
        message: 'The namespace has no workload for this service',
      };
}

/** By the workload's name, or by the labels of its pods when the descriptor or the convention says which. */
function findWorkload(
  service: EnvironmentService,
  { environmentRef }: WorkloadHealthInput,
  candidates: ReadonlySet<SeenWorkload>,
): SeenWorkload | undefined {
  const { role, component, workload, labelSelector } = service;
  const all = [...candidates];
  const { name } = parseEntityRef(environmentRef);
  const byName =
    component === undefined
      ? all.find(seen => seen.name === (workload ?? `${name}-${role}`))
      : undefined;
  return (
    byName ??
    all.find(seen =>
      labelSelector === undefined
        ? seen.labels['app.kubernetes.io/component'] === role
        : matchesLabels(labelSelector, seen.labels),
    )
  );
}

function replicaHealth({
  desired,
  ready,
}: SeenWorkload): Pick<Workload, 'status' | 'message'> {
  if (desired === 0) {
    return { status: 'critical', message: 'Scaled to zero: nothing runs' };
  }
  const count = `${Math.min(ready, desired)} of ${desired} replicas ready`;
  if (ready >= desired) {
    return { status: 'ok', message: count };
  }
  return { status: ready > 0 ? 'warning' : 'critical', message: count };
}
