/** Milliseconds that answers took. */
export interface Latency {
  median: number;
  p95: number;
}

/**
 * How long answers take, one after the other over a few connections; any answer but 200 fails the run. The first tenth is left
 * out: code that was never run is still being compiled then.
 */
export async function measureLatency(
  ask: (index: number) => Promise<Response>,
  options: { count: number; connections: number },
): Promise<Latency> {
  const { count, connections } = options;
  const taken: number[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      const began = performance.now();
      const answer = await ask(index);
      const text = await answer.text();
      const took = performance.now() - began;
      if (answer.status !== 200) {
        throw new Error(
          `${answer.url}: ${answer.status} ${text.slice(0, 300)}`,
        );
      }
      if (index >= count / 10) {
        taken.push(took);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  taken.sort((a, b) => a - b);
  const at = (part: number) => taken[Math.floor(taken.length * part)];
  return { median: at(0.5), p95: at(0.95) };
}
