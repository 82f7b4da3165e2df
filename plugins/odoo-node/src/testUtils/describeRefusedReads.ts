/* eslint-env jest */
import {
  kubernetesResources,
  pluralOf,
  type KubernetesResourceName,
} from '../KubernetesResource';
import {
  CLUSTER,
  never,
  type ClusterReaderUnderTest,
} from './ClusterReaderUnderTest';
import { failure, podList } from './clusterAnswers';

/** What a reader asks for, and what it never does. */
export function describeRefusedReads(underTest: ClusterReaderUnderTest): void {
  describe('what is never asked for', () => {
    it.each(Object.entries(kubernetesResources))(
      'asks for %s by the path of the allow-list',
      async (key, { group, version, namespaced }) => {
        const resource = key as KubernetesResourceName;
        const plural = pluralOf(resource);
        const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
        const namespace = namespaced ? 'shop' : undefined;
        underTest.cluster.play(() => failure(500, 'InternalError'));
        await underTest.reader.list(CLUSTER, resource, { signal: never });
        await underTest.reader.list(CLUSTER, resource, {
          namespace,
          signal: never,
        });
        await underTest.reader.get(CLUSTER, resource, {
          namespace,
          name: 'a.b-1',
          signal: never,
        });
        const within = namespaced ? `${root}/namespaces/shop` : root;
        expect(
          underTest.cluster.requests.map(r => `${r.method} ${r.path}`),
        ).toEqual([
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
      underTest.cluster.play(() => podList([]));
      const forbidden = resource as KubernetesResourceName;
      await expect(
        underTest.reader.list(CLUSTER, forbidden, { signal: never }),
      ).rejects.toThrow();
      await expect(
        underTest.reader.get(CLUSTER, forbidden, { name: 'a', signal: never }),
      ).rejects.toThrow();
      expect(underTest.cluster.requests).toEqual([]);
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
      underTest.cluster.play(() => podList([]));
      await expect(
        underTest.reader.list(CLUSTER, 'pods', {
          namespace: bad,
          signal: never,
        }),
      ).rejects.toThrow();
      await expect(
        underTest.reader.get(CLUSTER, 'pods', {
          namespace: 'shop',
          name: bad,
          signal: never,
        }),
      ).rejects.toThrow();
      expect(underTest.cluster.requests).toEqual([]);
    });

    it('refuses a namespace where there is none, and wants one where there is', async () => {
      underTest.cluster.play(() => podList([]));
      await expect(
        underTest.reader.list(CLUSTER, 'nodes', {
          namespace: 'shop',
          signal: never,
        }),
      ).rejects.toThrow();
      await expect(
        underTest.reader.get(CLUSTER, 'pods', { name: 'pod-1', signal: never }),
      ).rejects.toThrow();
      expect(underTest.cluster.requests).toEqual([]);
    });
  });
}
