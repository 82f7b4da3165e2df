/* eslint-env jest */
import {
  CLUSTER,
  DEAD_CLUSTER,
  expectFailure,
  never,
  type ClusterReaderUnderTest,
} from './ClusterReaderUnderTest';
import { failure, gone, paged, PLANTED, pod, podList } from './clusterAnswers';

/** What a reader gives when the cluster answers. */
export function describeReadFacts(underTest: ClusterReaderUnderTest): void {
  describe('facts', () => {
    it('knows the clusters without asking them', async () => {
      underTest.cluster.play(() => ({ manner: 'silent' }));
      const outcome = await underTest.reader.listClusters({ signal: never });
      expect(outcome).toEqual({
        status: 'observed',
        value: expect.arrayContaining([
          expect.objectContaining({ name: CLUSTER, readable: true }),
          expect.objectContaining({ name: DEAD_CLUSTER, readable: true }),
        ]),
        observedAt: expect.any(Number),
      });
      expect(underTest.cluster.requests).toEqual([]);
      expect(JSON.stringify(outcome)).not.toContain(PLANTED);
    });

    it('lists all pages, once, with the same question on each', async () => {
      underTest.cluster.play(paged());
      const before = Date.now();
      const outcome = await underTest.reader.list(CLUSTER, 'pods', {
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
      expect(underTest.cluster.requests.length).toBeGreaterThan(1);
      for (const { method, path, query, authorization } of underTest.cluster
        .requests) {
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
      underTest.cluster.play((request, count) => {
        restarted ||= count > 2 && !request.query.continue;
        if (restarted) {
          return second(request, count);
        }
        return count > 2 ? gone : first(request, count);
      });
      const outcome = await underTest.reader.list(CLUSTER, 'pods', {
        signal: never,
      });
      if (outcome.status !== 'observed') {
        throw new Error(outcome.status);
      }
      expect(outcome.value.map(({ metadata }) => metadata.name)).toEqual(
        Array.from({ length: 1234 }, (_, i) => `pod-${i + 10_000}`),
      );
    });

    it('gives up when the first page grows too old each time', async () => {
      const pages = paged();
      const before = Date.now();
      underTest.cluster.play((request, count) =>
        request.query.continue ? gone : pages(request, count),
      );
      const outcome = await underTest.reader.list(CLUSTER, 'pods', {
        signal: never,
      });
      expectFailure(outcome, 'unreachable', before);
      expect(underTest.cluster.requests.length).toBeLessThan(20);
    });

    it('ends a list that has no end', async () => {
      const before = Date.now();
      underTest.cluster.play(() => podList([], 'more'));
      const outcome = await underTest.reader.list(CLUSTER, 'pods', {
        signal: never,
      });
      expectFailure(outcome, 'malformed', before);
    });

    it('comes back when the cluster is busy and asks for a short pause', async () => {
      for (const { read, success } of underTest.readings) {
        underTest.cluster.play((_, count) =>
          count === 1
            ? failure(429, 'TooManyRequests', {
                headers: { 'retry-after': '1' },
              })
            : success,
        );
        const before = Date.now();
        await expect(read()).resolves.toMatchObject({ status: 'observed' });
        expect(Date.now() - before).toBeGreaterThanOrEqual(900);
      }
    });

    it('says that there is nothing, when there is nothing', async () => {
      const observedAt = expect.any(Number);
      underTest.cluster.play(() => podList([]));
      await expect(underTest.listPods()).resolves.toEqual({
        status: 'empty',
        observedAt,
      });
      underTest.cluster.play(() => failure(404, 'NotFound', { name: 'pod-1' }));
      await expect(underTest.getPod()).resolves.toEqual({
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
      underTest.cluster.play(() => ({
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
      await expect(underTest.getPod()).resolves.toEqual({
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
}
