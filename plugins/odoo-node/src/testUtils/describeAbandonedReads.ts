/* eslint-env jest */
import type { ClusterReaderUnderTest } from './ClusterReaderUnderTest';
import { failure, pod, podList } from './clusterAnswers';
import type { ScriptedAnswer } from './ScriptedCluster';

/** What a reader does when its caller gives up. */
export function describeAbandonedReads(
  underTest: ClusterReaderUnderTest,
): void {
  describe('a caller who gives up', () => {
    it('asks nothing when it was so from the start', async () => {
      underTest.cluster.play(() => podList([pod(1)]));
      const reason = new Error('given up');
      const signal = AbortSignal.abort(reason);
      for (const { read } of underTest.readings) {
        await expect(read(signal)).rejects.toBe(reason);
      }
      await expect(underTest.reader.listClusters({ signal })).rejects.toBe(
        reason,
      );
      expect(underTest.cluster.requests).toEqual([]);
    });

    it.each<[string, ScriptedAnswer]>([
      ['in silence', { manner: 'silent' }],
      ['within an answer', { manner: 'stuck' }],
      [
        'in a pause',
        failure(429, 'TooManyRequests', { headers: { 'retry-after': '5' } }),
      ],
    ])('gets the reason back, at once, %s', async (_, answer) => {
      for (const { read } of underTest.readings) {
        underTest.cluster.play(() => answer);
        const controller = new AbortController();
        const reason = new Error('given up');
        const reading = read(controller.signal);
        await until(() => underTest.cluster.requests.length > 0);
        const before = Date.now();
        controller.abort(reason);
        await expect(reading).rejects.toBe(reason);
        // Sooner than any limit of the reader would have ended it
        expect(Date.now() - before).toBeLessThan(2500);
      }
    });
  });
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error('It did not come about within 30 s.');
    }
    await new Promise(done => setTimeout(done, 5));
  }
}
