import type { LoggerService } from '@backstage/backend-plugin-api';
import { NAMESPACE_ANSWER_LIFETIME_MS } from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  ClusterReader,
  KnownCluster,
  KubernetesObject,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Clock } from '../platform/clock';
import { BindingReview } from './BindingReview';
import type {
  ClusterAttempt,
  ClusterStore,
  NamespaceKey,
  ObservedResource,
} from './ClusterStore';
import type { FindingRounds } from './FindingRounds';
import type { FollowUp } from './FollowUp';
import { toObservedNamespace, toObservedWorkload } from './observedObjects';

/** Clusters that are read at the same time. */
const PARALLEL_CLUSTERS = 4;

/** Most old attempts that go in one round, so that a long pause does not make one long round. */
const PRUNE_BATCH = 5000;

const WORKLOAD_KINDS = [
  ['deployments', 'Deployment'],
  ['statefulsets', 'StatefulSet'],
] as const;

export interface ClusterTaskOptions {
  reader: ClusterReader;
  clusters: ClusterStore;
  bindings: Pick<BindingReview, 'review'>;
  rounds: Pick<FindingRounds, 'bindings' | 'clusters'>;
  clock: Clock;
  logger: LoggerService;
  /** How long attempts are kept, in milliseconds. */
  keepAttemptsMs: number;
  /** Called after what is confirmed of environments changed. */
  followUp: Pick<FollowUp, 'run'>;
}

/**
 * Reads namespaces and workloads of every cluster that the portal knows: three lists a cluster, however many environments there
 * are. Every attempt is kept. One that fails takes nothing away; what it could not see is known with its age for an hour, and is
 * unknown after that.
 */
export class ClusterTask {
  readonly #options: ClusterTaskOptions;

  static create(options: ClusterTaskOptions): ClusterTask {
    return new ClusterTask(options);
  }

  private constructor(options: ClusterTaskOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clusters, bindings, rounds, clock, followUp } = this.#options;
    const known = await this.#listClusters(signal);
    const moved: NamespaceKey[] = [...known.moved];
    const waiting = known.clusters.filter(({ readable }) => readable);
    const workers = Array.from({ length: PARALLEL_CLUSTERS }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        moved.push(...(await this.#readCluster(next.name, signal)));
      }
    });
    await Promise.all(workers);

    const now = clock.now();
    const keys = BindingReview.keysOf(moved);
    if (keys.length > 0) {
      const { environmentRefs } = await bindings.review(now, keys);
      await rounds.bindings(now, environmentRefs);
    }
    await followUp.run();
    await rounds.clusters(now);
    await clusters.pruneAttempts(
      now - this.#options.keepAttemptsMs,
      PRUNE_BATCH,
    );
  }

  /** When the portal can't say which clusters it knows, those that it knew last are read all the same. */
  async #listClusters(
    signal: AbortSignal,
  ): Promise<{ clusters: readonly KnownCluster[]; moved: NamespaceKey[] }> {
    const { reader, clusters } = this.#options;
    const outcome = await reader.listClusters({ signal });
    const listed = valueOf(outcome);
    const moved: NamespaceKey[] = [];
    if (listed) {
      for (const gone of await clusters.replaceClusters(listed)) {
        moved.push(...(await this.#declaredIn(gone)));
      }
    }
    await this.#record('', 'clusters', outcome, listed?.length);
    return { clusters: listed ?? (await clusters.getClusters()), moved };
  }

  /** Gives the namespaces of which something else is known now. */
  async #readCluster(
    cluster: string,
    signal: AbortSignal,
  ): Promise<NamespaceKey[]> {
    const { reader, clusters, clock } = this.#options;
    const moved: NamespaceKey[] = [];

    const wasKnown = await this.#isNamespaceAnswerFresh(cluster);
    const outcome = await reader.list(cluster, 'namespaces', { signal });
    const namespaces = valueOf(outcome);
    if (namespaces) {
      moved.push(
        ...(await clusters.replaceNamespaces(
          cluster,
          namespaces.map(object => toObservedNamespace(cluster, object)),
        )),
      );
    }
    await this.#record(cluster, 'namespaces', outcome, namespaces?.length);
    const isKnown = namespaces !== undefined || wasKnown;
    // It spoke for the first time, or again, or has been silent for too long: that concerns whoever says it runs there
    if (wasKnown !== isKnown || !isKnown) {
      moved.push(...(await this.#declaredIn(cluster)));
    }

    const declared = new Set(await clusters.listDeclaredNamespaces(cluster));
    for (const [resource, kind] of WORKLOAD_KINDS) {
      const listed = await reader.list(cluster, resource, { signal });
      const objects = valueOf(listed);
      if (objects) {
        await clusters.replaceWorkloads(
          cluster,
          kind,
          objects
            .filter(({ metadata }) => declared.has(metadata.namespace ?? ''))
            .map(object => toObservedWorkload(cluster, kind, object)),
        );
      }
      await this.#record(cluster, resource, listed, objects?.length);
    }
    if (!namespaces) {
      this.#options.logger.warn(
        `The cluster ${cluster} could not be read at ${new Date(
          clock.now(),
        ).toISOString()}: ${describe(outcome)}`,
      );
    }
    return moved;
  }

  async #isNamespaceAnswerFresh(cluster: string): Promise<boolean> {
    const { clusters, clock } = this.#options;
    const answer = (await clusters.getNamespaces([])).get(cluster);
    return (
      answer !== undefined &&
      clock.now() - answer.answeredAt <= NAMESPACE_ANSWER_LIFETIME_MS
    );
  }

  async #declaredIn(cluster: string): Promise<NamespaceKey[]> {
    const declared = await this.#options.clusters.listDeclaredNamespaces(
      cluster,
    );
    return declared.map(namespace => ({ cluster, namespace }));
  }

  async #record(
    cluster: string,
    resource: ObservedResource | 'clusters',
    outcome: SourceOutcome<unknown>,
    objects: number | undefined,
  ): Promise<void> {
    const attempt: ClusterAttempt = {
      cluster,
      resource,
      attemptedAt: outcome.observedAt,
      status: outcome.status,
      ...('message' in outcome ? { message: outcome.message } : {}),
      ...(objects === undefined ? {} : { objects }),
    };
    await this.#options.clusters.recordAttempt(attempt);
  }
}

/** What was answered; undefined when nothing was. */
function valueOf<T>(
  outcome: SourceOutcome<readonly T[]>,
): readonly T[] | undefined {
  switch (outcome.status) {
    case 'observed':
      return outcome.value;
    case 'empty':
      return [];
    default:
      return undefined;
  }
}

function describe(outcome: SourceOutcome<readonly KubernetesObject[]>): string {
  return 'message' in outcome ? outcome.message : outcome.status;
}
