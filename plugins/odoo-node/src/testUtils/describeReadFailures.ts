/* eslint-env jest */
import {
  CLUSTER,
  DEAD_CLUSTER,
  expectFailure,
  never,
  REQUEST_TIMEOUT_MS,
  type ClusterReaderUnderTest,
} from './ClusterReaderUnderTest';
import {
  failure,
  failures,
  paged,
  pod,
  podList,
  wrongLists,
} from './clusterAnswers';

/** What a reader says when it could not read. */
export function describeReadFailures(underTest: ClusterReaderUnderTest): void {
  describe('failures', () => {
    it.each(failures)('calls %s by its name', async (_, answer, status) => {
      for (const { read } of underTest.readings) {
        underTest.cluster.play(() => answer);
        const before = Date.now();
        expectFailure(await read(), status, before);
        expect(Date.now() - before).toBeLessThan(REQUEST_TIMEOUT_MS + 10_000);
        expect(underTest.cluster.requests.length).toBeLessThan(10);
        for (const { path } of underTest.cluster.requests) {
          expect(path).toMatch(/^\/api\/v1\/namespaces\/shop\/pods/);
        }
      }
    });

    it.each(wrongLists)('takes no part of a list with %s', async (_, items) => {
      const before = Date.now();
      underTest.cluster.play(() => podList(items as unknown[]));
      expectFailure(await underTest.listPods(), 'malformed', before);
    });

    it('follows no redirect, for it could lead anywhere with the token', async () => {
      const elsewhere = `${underTest.cluster.url}/elsewhere`;
      for (const { read, success } of underTest.readings) {
        underTest.cluster.play(({ path }) =>
          path === '/elsewhere'
            ? success
            : { code: 302, headers: { location: elsewhere }, text: '' },
        );
        const before = Date.now();
        expectFailure(await read(), 'malformed', before);
        expect(underTest.cluster.requests).toHaveLength(1);
      }
    });

    it('fails whole when a later page fails', async () => {
      const pages = paged();
      const before = Date.now();
      underTest.cluster.play((request, count) =>
        count === 3 ? failure(500, 'InternalError') : pages(request, count),
      );
      expectFailure(
        await underTest.reader.list(CLUSTER, 'pods', { signal: never }),
        'unreachable',
        before,
      );
    });

    it('refuses another object than the one asked for', async () => {
      const before = Date.now();
      underTest.cluster.play(() => ({
        body: { kind: 'Pod', apiVersion: 'v1', ...pod(2) },
      }));
      expectFailure(await underTest.getPod(), 'malformed', before);
    });

    it.each([DEAD_CLUSTER, 'nobody-knows', '', 'two\r\nlines', 'größe'])(
      'cannot reach %j',
      async unreachable => {
        underTest.cluster.play(() => podList([pod(1)]));
        const before = Date.now();
        expectFailure(
          await underTest.reader.list(unreachable, 'pods', { signal: never }),
          'unreachable',
          before,
        );
        expect(underTest.cluster.requests).toEqual([]);
      },
    );
  });
}
