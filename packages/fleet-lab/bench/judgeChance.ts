/** Random numbers that are the same in each run: a benchmark that finds something else each time can't be compared with itself. */
export class Chance {
  #state: number;
  #spare: number | undefined;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Between 0 and 1 (mulberry32). */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Normal with mean 0 and deviation 1. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.share()));
    const angle = 2 * Math.PI * this.share();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** How many events come when so many are to be expected. */
  poisson(expected: number): number {
    if (expected > 30) {
      return Math.max(
        0,
        Math.round(expected + Math.sqrt(expected) * this.normal()),
      );
    }
    let count = -1;
    for (let sum = 0; sum < expected; count += 1) {
      sum -= Math.log(1 - this.share());
    }
    return Math.max(0, count);
  }

  /** How many of `trials` succeed, each with `probability`. */
  binomial(trials: number, probability: number): number {
    if (probability >= 1 || trials === 0) {
      return probability >= 1 ? trials : 0;
    }
    if (probability > 0.5) {
      return trials - this.binomial(trials, 1 - probability);
    }
    const expected = trials * probability;
    if (expected > 30) {
      const spread = Math.sqrt(expected * (1 - probability));
      return Math.min(
        trials,
        Math.max(0, Math.round(expected + spread * this.normal())),
      );
    }
    // From one success to the next
    let count = 0;
    const log = Math.log(1 - probability);
    for (
      let place = Math.floor(Math.log(1 - this.share()) / log);
      place < trials;
      place += 1 + Math.floor(Math.log(1 - this.share()) / log)
    ) {
      count += 1;
    }
    return count;
  }

  /** Noise that remembers: deviation `spread`, correlation `memory` from one step to the next. */
  remembering(length: number, spread: number, memory: number): number[] {
    const fresh = spread * Math.sqrt(1 - memory * memory);
    let last = spread * this.normal();
    return Array.from({ length }, () => {
      last = memory * last + fresh * this.normal();
      return last;
    });
  }

  pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.share() * of.length)];
  }
}
