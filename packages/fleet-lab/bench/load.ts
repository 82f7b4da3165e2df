import autocannon from 'autocannon';
import type { BenchServer } from './servers';
import { benchEvent } from './workload';

const CONNECTIONS = 32;
const BATCH_CONNECTIONS = 4;

export interface LoadOptions {
  server: BenchServer;
  url: string;
  token: string;
  /** Events of one request. */
  batch: number;
  seconds: number;
  /** Waits until the server has done what it still owes for the events that it acknowledged. */
  untilDone?(): Promise<void>;
}

/** What one load of one server gave. */
export interface LoadResult {
  /** Events acknowledged a second. */
  perSecond: number;
  /** Milliseconds of the server's processor time for one event: unlike the rate, hardly touched by what else the machine does. */
  processorMs: number;
  /** Part of one core that making the load took: near 1, the load is what was measured. */
  loadBusy: number;
  /** Milliseconds. */
  p99: number;
  /** Milliseconds until nothing was owed any more for what was acknowledged last; its processor time is counted. */
  owed: number;
}

let next = 0;

/** Loads a server over connections that are kept open. Any answer but 200 fails the run: a fast refusal is no throughput. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { server, url, token, batch, seconds, untilDone } = options;
  const body = () =>
    JSON.stringify(
      batch === 1
        ? benchEvent(next++)
        : Array.from({ length: batch }, () => benchEvent(next++)),
    );
  const serverBefore = await server.processorTime();
  const loadBefore = process.cpuUsage();
  const result = await autocannon({
    url,
    connections: batch === 1 ? CONNECTIONS : BATCH_CONNECTIONS,
    duration: seconds,
    // An event that is known already is acknowledged too, and at less cost
    verifyBody: answer => !String(answer).includes('"duplicate"'),
    requests: [
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type':
            batch === 1
              ? 'application/cloudevents+json'
              : 'application/cloudevents-batch+json',
        },
        setupRequest: request => ({ ...request, body: body() }),
      },
    ],
  });
  const loadUsed = process.cpuUsage(loadBefore);
  const ended = performance.now();
  await untilDone?.();
  const owed = performance.now() - ended;
  const serverUsed = (await server.processorTime()) - serverBefore;
  const answered200 = result.statusCodeStats?.['200']?.count ?? 0;
  const other =
    result['2xx'] + result['4xx'] + result['5xx'] + result['3xx'] - answered200;
  if (
    other > 0 ||
    result.errors > 0 ||
    result.mismatches > 0 ||
    answered200 === 0
  ) {
    throw new Error(
      `${url}: ${answered200} answers 200, ${other} others, ${
        result.errors
      } errors, ${result.mismatches} repetitions: ${JSON.stringify(
        result.statusCodeStats,
      )}`,
    );
  }
  return {
    perSecond: (answered200 * batch) / result.duration,
    processorMs: serverUsed / (answered200 * batch),
    loadBusy: (loadUsed.user + loadUsed.system) / 1_000_000 / result.duration,
    p99: result.latency.p99,
    owed,
  };
}

/** The connections that single events come over. */
export const loadConnections = CONNECTIONS;
