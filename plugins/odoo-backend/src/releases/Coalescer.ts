interface Waiting<TItem, TResult> {
  item: TItem;
  weight: number;
  resolve(result: TResult): void;
  reject(error: unknown): void;
}

export interface CoalescerOptions<TItem, TResult> {
  /** Handles a group; one result for each item, in their order. */
  run(items: TItem[]): Promise<TResult[]>;
  weigh(item: TItem): number;
  /** Most weight of one group; a single item may weigh more. */
  maxWeight: number;
}

/**
 * Joins what concurrent requests ask into groups: while one group is being handled the next one gathers, so under load a
 * statement serves many requests, and without load nobody waits. A group that fails is handled again one item at a time, so
 * that no request fails for another's sake.
 */
export class Coalescer<TItem, TResult> {
  readonly #options: CoalescerOptions<TItem, TResult>;
  #waiting: Waiting<TItem, TResult>[] = [];
  #busy = false;

  constructor(options: CoalescerOptions<TItem, TResult>) {
    this.#options = options;
  }

  submit(item: TItem): Promise<TResult> {
    return new Promise<TResult>((resolve, reject) => {
      const weight = this.#options.weigh(item);
      this.#waiting.push({ item, weight, resolve, reject });
      if (!this.#busy) {
        this.#busy = true;
        // Requests that the same turn of the event loop brings share the group
        setImmediate(() => this.#work());
      }
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#handle(this.#take());
    }
    this.#busy = false;
  }

  #take(): Waiting<TItem, TResult>[] {
    let count = 0;
    let weight = 0;
    while (count < this.#waiting.length) {
      weight += this.#waiting[count].weight;
      if (count > 0 && weight > this.#options.maxWeight) {
        break;
      }
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #handle(group: Waiting<TItem, TResult>[]): Promise<void> {
    try {
      const results = await this.#options.run(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      if (group.length === 1) {
        group[0].reject(error);
        return;
      }
      for (const one of group) {
        await this.#handle([one]);
      }
    }
  }
}
