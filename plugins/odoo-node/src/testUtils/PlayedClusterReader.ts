import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ClusterListOptions,
  ClusterReader,
  KubernetesObject,
} from '../ClusterReader';
import {
  kubernetesResources,
  type KubernetesResourceName,
} from '../KubernetesResource';
import type { SourceOutcome, UnreadableSource } from '../SourceOutcome';

/**
 * An object as a fixture writes it: what the cluster itself would add is added.
 *
 * @public
 */
export interface PlayedObject {
  metadata: Partial<KubernetesObject['metadata']> & { name: string };
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/**
 * What is in a cluster, by resource; what is missing is empty.
 *
 * @public
 */
export type PlayedContents = Partial<
  Record<KubernetesResourceName, readonly PlayedObject[]>
>;

/**
 * What a played cluster does: it has these contents, it gives no facts, or it does not answer at all.
 *
 * @public
 */
export type PlayedCluster =
  | { kind: 'contents'; contents: PlayedContents; at?: number }
  | {
      kind: 'failure';
      status: UnreadableSource['status'];
      message: string;
      /** Only of this resource. */
      resource?: KubernetesResourceName;
      contents?: PlayedContents;
    }
  | { kind: 'silent' };

/** Labels as `key`, `key=value`, joined by commas: what the adapters ask for. */
function selects(selector: string, labels: Record<string, string>): boolean {
  return selector.split(',').every(term => {
    const [key, value] = term.split('=');
    return value === undefined ? key in labels : labels[key] === value;
  });
}

/**
 * A {@link ClusterReader} for tests of what is built on one: it keeps that contract, and has no cluster behind it. Knows one cluster,
 * `played`.
 *
 * @public
 */
export class PlayedClusterReader implements ClusterReader {
  #play: PlayedCluster = { kind: 'contents', contents: {} };
  /** What was asked for since the last {@link PlayedClusterReader.play}. */
  readonly asked: string[] = [];

  /** @param timeoutMs - how long a silent cluster is waited for. */
  constructor(private readonly timeoutMs = 200) {}

  play(cluster: PlayedCluster): void {
    this.#play = cluster;
    this.asked.length = 0;
  }

  async listClusters(): ReturnType<ClusterReader['listClusters']> {
    const value = [
      { name: 'played', authProvider: 'serviceAccount', readable: true },
    ];
    return { status: 'observed', value, observedAt: Date.now() };
  }

  async list(
    cluster: string,
    resource: KubernetesResourceName,
    { namespace, labelSelector, signal }: ClusterListOptions,
  ): Promise<SourceOutcome<readonly KubernetesObject[]>> {
    signal.throwIfAborted();
    this.asked.push(`${cluster} ${resource}`);
    const played = this.#play;
    if (cluster !== 'played' || played.kind === 'silent') {
      await this.#silence(cluster === 'played' ? this.timeoutMs : 0, signal);
      return {
        status: 'unreachable',
        message: `Cluster '${cluster}' did not answer: look at its API server.`,
        observedAt: Date.now(),
      };
    }
    if (
      played.kind === 'failure' &&
      (played.resource ?? resource) === resource
    ) {
      const { status, message } = played;
      return { status, message, observedAt: Date.now() };
    }
    const value = (played.contents?.[resource] ?? [])
      .map(object => complete(resource, object))
      .filter(
        ({ metadata }) =>
          (namespace === undefined || metadata.namespace === namespace) &&
          (labelSelector === undefined ||
            selects(labelSelector, metadata.labels)),
      );
    const observedAt =
      played.kind === 'contents' ? played.at ?? Date.now() : Date.now();
    return value.length
      ? { status: 'observed', value, observedAt }
      : { status: 'empty', observedAt };
  }

  async get(): Promise<SourceOutcome<KubernetesObject>> {
    throw new Error('Play it when something asks for single objects.');
  }

  async #silence(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  }
}

function complete(
  resource: KubernetesResourceName,
  { metadata, ...object }: PlayedObject,
): KubernetesObject {
  const { group, version, kind } = kubernetesResources[resource];
  return {
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    metadata: {
      uid: `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
      resourceVersion: '1',
      labels: {},
      annotations: {},
      ownerReferences: [],
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
    },
    ...object,
  };
}
