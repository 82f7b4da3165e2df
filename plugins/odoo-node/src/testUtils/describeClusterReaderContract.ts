/* eslint-env jest */
import type { ClusterReader } from '../ClusterReader';
import {
  kubernetesResources,
  pluralOf,
  type KubernetesResourceName,
} from '../KubernetesResource';
import type { SourceOutcome, UnreadableSource } from '../SourceOutcome';
import {
  failure,
  failures,
  gone,
  paged,
  PLANTED,
  pod,
  podList,
  wrongLists,
} from './clusterAnswers';
import { ScriptedCluster, type ScriptedAnswer } from './ScriptedCluster';

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

const REQUEST_TIMEOUT_MS = 3000;
/** Two silences and a slow machine. */
const SLOW_TEST_MS = 60_000;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
const CLUSTER = 'contract-cluster';
/** Known to the portal, and nobody answers there. */
const DEAD_CLUSTER = 'dead-cluster';

const never = new AbortController().signal;

function expectFailure(
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

/**
 * Declares the tests that every {@link ClusterReader} has to pass. Call it in a test file of the implementation. The suite plays
 * the API server of a cluster itself.
 *
 * @public
 */
export function describeClusterReaderContract(
  name: string,
  open: OpenClusterReader,
): void {
  jest.setTimeout(SLOW_TEST_MS);

  describe(`contract of cluster readers: ${name}`, () => {
    let cluster: ScriptedCluster;
    let reader: ClusterReader;
    let close: () => Promise<void>;

    const listPods = (signal: AbortSignal = never) =>
      reader.list(CLUSTER, 'pods', { namespace: 'shop', signal });
    const getPod = (signal: AbortSignal = never) =>
      reader.get(CLUSTER, 'pods', {
        namespace: 'shop',
        name: 'pod-1',
        signal,
      });

    beforeAll(async () => {
      cluster = await ScriptedCluster.start();
      const dead = await ScriptedCluster.start();
      const deadUrl = dead.url;
      await dead.stop();
      ({ reader, close } = await open(
        [
          { name: CLUSTER, url: cluster.url, token: PLANTED },
          { name: DEAD_CLUSTER, url: deadUrl, token: PLANTED },
        ],
        {
          requestTimeoutMs: REQUEST_TIMEOUT_MS,
          maxResponseBytes: MAX_RESPONSE_BYTES,
        },
      ));
      // The first calls through a portal are slow, and are not what is timed here
      cluster.play(() => podList([]));
      while ((await listPods()).status !== 'empty') {
        await new Promise(done => setTimeout(done, 100));
      }
    }, 240_000);

    afterAll(async () => {
      await close?.();
      await cluster?.stop();
    });

    const wasAsked = () => cluster.requests.length > 0;
    const readings = [
      ['list', listPods],
      ['get', getPod],
    ] as const;

    describe('facts', () => {
      it('knows the clusters without asking them', async () => {
        cluster.play(() => ({ manner: 'silent' }));
        const outcome = await reader.listClusters({ signal: never });
        expect(outcome).toEqual({
          status: 'observed',
          value: expect.arrayContaining([
            expect.objectContaining({ name: CLUSTER, readable: true }),
            expect.objectContaining({ name: DEAD_CLUSTER, readable: true }),
          ]),
          observedAt: expect.any(Number),
        });
        expect(cluster.requests).toEqual([]);
        expect(JSON.stringify(outcome)).not.toContain(PLANTED);
      });

      it('lists all pages, once, with the same question on each', async () => {
        cluster.play(paged());
        const before = Date.now();
        const outcome = await reader.list(CLUSTER, 'pods', {
          labelSelector: 'app=odoo,tier in (web,cron)',
          signal: never,
        });
        if (outcome.status !== 'observed') {
          throw new Error(outcome.status);
        }
        expect(outcome.value.map(({ metadata }) => metadata.uid)).toEqual(
          Array.from({ length: 1234 }, (_, i) => `uid-${i}`),
        );
        expect(outcome.observedAt).toBeGreaterThanOrEqual(before);
        expect(outcome.observedAt).toBeLessThanOrEqual(Date.now());
        expect(cluster.requests.length).toBeGreaterThan(1);
        for (const { method, path, query, authorization } of cluster.requests) {
          expect([method, path]).toEqual(['GET', '/api/v1/pods']);
          expect(authorization).toBe(`Bearer ${PLANTED}`);
          expect(Number(query.limit)).toBeLessThanOrEqual(500);
          expect(query.labelSelector).toBe('app=odoo,tier in (web,cron)');
        }
      });

      it('begins anew when the first page has grown too old, and mixes no two states', async () => {
        const first = paged(0);
        const second = paged(1);
        let restarted = false;
        cluster.play((request, count) => {
          restarted ||= count > 2 && !request.query.continue;
          if (restarted) {
            return second(request, count);
          }
          return count > 2 ? gone : first(request, count);
        });
        const outcome = await listAll();
        expect(outcome.map(({ metadata }) => metadata.name)).toEqual(
          Array.from({ length: 1234 }, (_, i) => `pod-${i + 10_000}`),
        );
      });

      it('gives up when the first page grows too old each time', async () => {
        const pages = paged();
        const before = Date.now();
        cluster.play((request, count) =>
          request.query.continue ? gone : pages(request, count),
        );
        const outcome = await reader.list(CLUSTER, 'pods', { signal: never });
        expectFailure(outcome, 'unreachable', before);
        expect(cluster.requests.length).toBeLessThan(20);
      });

      it('ends a list that has no end', async () => {
        const before = Date.now();
        cluster.play(() => podList([], 'more'));
        const outcome = await reader.list(CLUSTER, 'pods', { signal: never });
        expectFailure(outcome, 'malformed', before);
      });

      it('comes back when the cluster is busy and asks for a short pause', async () => {
        for (const [, read] of readings) {
          cluster.play((_, count) =>
            count === 1
              ? failure(429, 'TooManyRequests', {
                  headers: { 'retry-after': '1' },
                })
              : success(read),
          );
          const before = Date.now();
          await expect(read()).resolves.toMatchObject({ status: 'observed' });
          expect(Date.now() - before).toBeGreaterThanOrEqual(900);
        }
      });

      it('says that there is nothing, when there is nothing', async () => {
        const observedAt = expect.any(Number);
        cluster.play(() => podList([]));
        await expect(listPods()).resolves.toEqual({
          status: 'empty',
          observedAt,
        });
        cluster.play(() => failure(404, 'NotFound', { name: 'pod-1' }));
        await expect(getPod()).resolves.toEqual({
          status: 'empty',
          observedAt,
        });
      });

      it('gives an object with the metadata that is used, and spec and status as they are', async () => {
        const owner = {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'web-1',
          uid: 'uid-rs',
          controller: true,
        };
        cluster.play(() => ({
          body: {
            kind: 'Pod',
            apiVersion: 'v1',
            metadata: {
              ...pod(1).metadata,
              generation: 3,
              labels: { app: 'odoo' },
              annotations: {
                note: 'kept',
                'kubectl.kubernetes.io/last-applied-configuration': PLANTED,
              },
              ownerReferences: [{ ...owner, blockOwnerDeletion: true }],
              managedFields: [{ manager: PLANTED }],
            },
            spec: { containers: [{ name: 'odoo', ports: [1] }] },
            status: { phase: 'Running' },
          },
        }));
        await expect(getPod()).resolves.toEqual({
          status: 'observed',
          observedAt: expect.any(Number),
          value: {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: {
              ...pod(1).metadata,
              generation: 3,
              labels: { app: 'odoo' },
              annotations: { note: 'kept' },
              ownerReferences: [owner],
            },
            spec: { containers: [{ name: 'odoo', ports: [1] }] },
            status: { phase: 'Running' },
          },
        });
      });
    });

    describe('failures', () => {
      it.each(failures)('calls %s by its name', async (_, answer, status) => {
        for (const [, read] of readings) {
          cluster.play(() => answer);
          const before = Date.now();
          expectFailure(await read(), status, before);
          expect(Date.now() - before).toBeLessThan(REQUEST_TIMEOUT_MS + 2000);
          expect(cluster.requests.length).toBeLessThan(10);
          for (const { path } of cluster.requests) {
            expect(path).toMatch(/^\/api\/v1\/namespaces\/shop\/pods/);
          }
        }
      });

      it.each(wrongLists)(
        'takes no part of a list with %s',
        async (_, items) => {
          const before = Date.now();
          cluster.play(() => podList(items as unknown[]));
          expectFailure(await listPods(), 'malformed', before);
        },
      );

      it('follows no redirect, for it could lead anywhere with the token', async () => {
        const elsewhere = `${cluster.url}/elsewhere`;
        for (const [, read] of readings) {
          cluster.play(({ path }) =>
            path === '/elsewhere'
              ? success(read)
              : { code: 302, headers: { location: elsewhere }, text: '' },
          );
          const before = Date.now();
          expectFailure(await read(), 'malformed', before);
          expect(cluster.requests).toHaveLength(1);
        }
      });

      it('fails whole when a later page fails', async () => {
        const pages = paged();
        const before = Date.now();
        cluster.play((request, count) =>
          count === 3 ? failure(500, 'InternalError') : pages(request, count),
        );
        expectFailure(
          await reader.list(CLUSTER, 'pods', { signal: never }),
          'unreachable',
          before,
        );
      });

      it('refuses another object than the one asked for', async () => {
        const before = Date.now();
        cluster.play(() => ({
          body: { kind: 'Pod', apiVersion: 'v1', ...pod(2) },
        }));
        expectFailure(await getPod(), 'malformed', before);
      });

      it.each([DEAD_CLUSTER, 'nobody-knows', '', 'two\r\nlines', 'größe'])(
        'cannot reach %j',
        async unreachable => {
          cluster.play(() => podList([pod(1)]));
          const before = Date.now();
          expectFailure(
            await reader.list(unreachable, 'pods', { signal: never }),
            'unreachable',
            before,
          );
          expect(cluster.requests).toEqual([]);
        },
      );
    });

    describe('a caller who gives up', () => {
      it('asks nothing when it was so from the start', async () => {
        cluster.play(() => podList([pod(1)]));
        const reason = new Error('given up');
        const signal = AbortSignal.abort(reason);
        for (const [, read] of readings) {
          await expect(read(signal)).rejects.toBe(reason);
        }
        await expect(reader.listClusters({ signal })).rejects.toBe(reason);
        expect(cluster.requests).toEqual([]);
      });

      it.each<[string, ScriptedAnswer]>([
        ['in silence', { manner: 'silent' }],
        ['within an answer', { manner: 'stuck' }],
        [
          'in a pause',
          failure(429, 'TooManyRequests', { headers: { 'retry-after': '5' } }),
        ],
      ])('gets the reason back, at once, %s', async (_, answer) => {
        for (const [, read] of readings) {
          cluster.play(() => answer);
          const controller = new AbortController();
          const reason = new Error('given up');
          const reading = read(controller.signal);
          await until(wasAsked);
          const before = Date.now();
          controller.abort(reason);
          await expect(reading).rejects.toBe(reason);
          expect(Date.now() - before).toBeLessThan(1000);
        }
      });
    });

    describe('what is never asked for', () => {
      it.each(Object.entries(kubernetesResources))(
        'asks for %s by the path of the allow-list',
        async (key, { group, version, namespaced }) => {
          const resource = key as KubernetesResourceName;
          const plural = pluralOf(resource);
          const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
          const namespace = namespaced ? 'shop' : undefined;
          cluster.play(() => failure(500, 'InternalError'));
          await reader.list(CLUSTER, resource, { signal: never });
          await reader.list(CLUSTER, resource, { namespace, signal: never });
          await reader.get(CLUSTER, resource, {
            namespace,
            name: 'a.b-1',
            signal: never,
          });
          const within = namespaced ? `${root}/namespaces/shop` : root;
          expect(cluster.requests.map(r => `${r.method} ${r.path}`)).toEqual([
            `GET ${root}/${plural}`,
            `GET ${within}/${plural}`,
            `GET ${within}/${plural}/a.b-1`,
          ]);
        },
      );

      it.each([
        'secrets',
        'configmaps',
        'backups',
        'secrets.velero.io',
        'pods/exec',
        '../v1/secrets',
        'pods?watch=1',
        '__proto__',
        'toString',
        '',
      ])('refuses the resource %j', async resource => {
        cluster.play(() => podList([]));
        const forbidden = resource as KubernetesResourceName;
        await expect(
          reader.list(CLUSTER, forbidden, { signal: never }),
        ).rejects.toThrow();
        await expect(
          reader.get(CLUSTER, forbidden, { name: 'a', signal: never }),
        ).rejects.toThrow();
        expect(cluster.requests).toEqual([]);
      });

      it.each([
        '',
        '.',
        '..',
        'a/b',
        '../secrets',
        '%2e%2e',
        'a?b',
        'a b',
        'A',
        '-a',
        'a'.repeat(254),
      ])('refuses the name %j', async bad => {
        cluster.play(() => podList([]));
        await expect(
          reader.list(CLUSTER, 'pods', { namespace: bad, signal: never }),
        ).rejects.toThrow();
        await expect(
          reader.get(CLUSTER, 'pods', {
            namespace: 'shop',
            name: bad,
            signal: never,
          }),
        ).rejects.toThrow();
        expect(cluster.requests).toEqual([]);
      });

      it('refuses a namespace where there is none, and wants one where there is', async () => {
        cluster.play(() => podList([]));
        await expect(
          reader.list(CLUSTER, 'nodes', { namespace: 'shop', signal: never }),
        ).rejects.toThrow();
        await expect(
          reader.get(CLUSTER, 'pods', { name: 'pod-1', signal: never }),
        ).rejects.toThrow();
        expect(cluster.requests).toEqual([]);
      });
    });

    async function listAll() {
      const outcome = await reader.list(CLUSTER, 'pods', { signal: never });
      if (outcome.status !== 'observed') {
        throw new Error(outcome.status);
      }
      return outcome.value;
    }

    function success(read: unknown): ScriptedAnswer {
      return read === listPods
        ? podList([pod(1)])
        : { body: { kind: 'Pod', apiVersion: 'v1', ...pod(1) } };
    }
  });
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error('It did not come about within 5 s.');
    }
    await new Promise(done => setTimeout(done, 5));
  }
}
