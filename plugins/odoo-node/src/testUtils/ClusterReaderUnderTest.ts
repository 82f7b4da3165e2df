/* eslint-env jest */
import type { ClusterReader } from '../ClusterReader';
import type { SourceOutcome, UnreadableSource } from '../SourceOutcome';
import { PLANTED, pod, podList } from './clusterAnswers';
import { ScriptedCluster, type ScriptedAnswer } from './ScriptedCluster';

/** The cluster that answers. */
export const CLUSTER = 'contract-cluster';

/** Known to the portal, and nobody answers there. */
export const DEAD_CLUSTER = 'dead-cluster';

export const REQUEST_TIMEOUT_MS = 3000;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/** Of a caller who does not give up. */
export const never = new AbortController().signal;

/**
 * A cluster that the reader under test is to know by this name.
 *
 * @public
 */
export interface ContractCluster {
  name: string;
  /** Plain HTTP on the loopback interface. */
  url: string;
  /** Bearer token of the portal's account there. */
  token: string;
}

/**
 * Bounds that the reader under test is to keep, small so that the tests are quick.
 *
 * @public
 */
export interface ContractLimits {
  requestTimeoutMs: number;
  maxResponseBytes: number;
}

/**
 * Makes a reader of these clusters; `close` is called at the end.
 *
 * @public
 */
export type OpenClusterReader = (
  clusters: readonly ContractCluster[],
  limits: ContractLimits,
) => Promise<{ reader: ClusterReader; close(): Promise<void> }>;

/** A way to read a pod: the first of a list, or that one by its name. */
interface Reading {
  read(signal?: AbortSignal): Promise<SourceOutcome<unknown>>;
  /** What a cluster answers that has the pod. */
  success: ScriptedAnswer;
}

/** The reader that the contract is for, and the cluster that the suite plays to it. */
export class ClusterReaderUnderTest {
  #cluster?: ScriptedCluster;
  #opened?: Awaited<ReturnType<OpenClusterReader>>;

  async open(open: OpenClusterReader): Promise<void> {
    this.#cluster = await ScriptedCluster.start();
    const dead = await ScriptedCluster.start();
    const deadUrl = dead.url;
    await dead.stop();
    this.#opened = await open(
      [
        { name: CLUSTER, url: this.#cluster.url, token: PLANTED },
        { name: DEAD_CLUSTER, url: deadUrl, token: PLANTED },
      ],
      {
        requestTimeoutMs: REQUEST_TIMEOUT_MS,
        maxResponseBytes: MAX_RESPONSE_BYTES,
      },
    );
    // The first calls through a portal are slow, and are not what is timed here
    this.#cluster.play(() => podList([]));
    while ((await this.listPods()).status !== 'empty') {
      await new Promise(done => setTimeout(done, 100));
    }
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    await this.#cluster?.stop();
  }

  get cluster(): ScriptedCluster {
    return opened(this.#cluster);
  }

  get reader(): ClusterReader {
    return opened(this.#opened).reader;
  }

  listPods(signal: AbortSignal = never) {
    return this.reader.list(CLUSTER, 'pods', { namespace: 'shop', signal });
  }

  getPod(signal: AbortSignal = never) {
    return this.reader.get(CLUSTER, 'pods', {
      namespace: 'shop',
      name: 'pod-1',
      signal,
    });
  }

  readonly readings: readonly Reading[] = [
    {
      read: signal => this.listPods(signal),
      success: podList([pod(1)]),
    },
    {
      read: signal => this.getPod(signal),
      success: { body: { kind: 'Pod', apiVersion: 'v1', ...pod(1) } },
    },
  ];
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error('The reader was not opened.');
  }
  return part;
}

/** Fails unless the outcome is this failure, says what happened and what to do, and gives nothing secret away. */
export function expectFailure(
  outcome: SourceOutcome<unknown>,
  status: UnreadableSource['status'],
  since: number,
): void {
  expect(outcome).toEqual({
    status,
    message: expect.any(String),
    observedAt: expect.any(Number),
  });
  const { message, observedAt } = outcome as UnreadableSource;
  // What happened, and what to do
  expect(message).toMatch(/^[A-Z].{20,}: .{10,}\.$/);
  expect(message.length).toBeLessThan(600);
  expect(message).not.toContain(PLANTED);
  expect(observedAt).toBeGreaterThanOrEqual(since);
  expect(observedAt).toBeLessThanOrEqual(Date.now());
}
