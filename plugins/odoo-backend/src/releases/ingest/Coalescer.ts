interface Waiting<TItem, TResult> {
  item: TItem;
  weight: number;
  resolve(result: TResult): void;
  reject(error: unknown): void;
}

export interface CoalescerOptions<TItem, TResult> {
  /**
   * Handles a group; one result for each item, in their order.
   *
   * @param isBusy - others are in hand, or wait
   */
  run(items: TItem[], isBusy: boolean): Promise<TResult[]>;
  weigh(item: TItem): number;
  /** Most weight of one group; a single item may weigh more. */
  maxWeight: number;
  /** How many groups are handled side by side; one unless said otherwise. No two of them have items with a key in common. */
  sideBySide?: number;
  /** Least weight that a group begins with beside another: less is worth no group of its own and waits for more. */
  leastBeside?: number;
  /** What an item keeps to itself while it is handled. */
  keysOf?(item: TItem): Iterable<string>;
}

/**
 * Joins what concurrent requests ask into groups: while groups are being handled the next one gathers, so under load a
 * statement serves many requests, and without load nobody waits. A group that fails is handled again one item at a time, so
 * that no request fails for another's sake.
 */
export class Coalescer<TItem, TResult> {
  readonly #options: CoalescerOptions<TItem, TResult>;
  #waiting: Waiting<TItem, TResult>[] = [];
  readonly #keysInHand = new Set<string>();
  #groups = 0;
  /** Of all that wait. */
  #weight = 0;
  #planned = false;

  constructor(options: CoalescerOptions<TItem, TResult>) {
    this.#options = options;
  }

  submit(item: TItem): Promise<TResult> {
    return new Promise<TResult>((resolve, reject) => {
      const weight = this.#options.weigh(item);
      this.#waiting.push({ item, weight, resolve, reject });
      this.#weight += weight;
      this.#plan();
    });
  }

  /** Requests that the same turn of the event loop brings share the group. */
  #plan(): void {
    const { sideBySide = 1, leastBeside = 0 } = this.#options;
    const isWorthIt = this.#groups === 0 || this.#weight >= leastBeside;
    if (!this.#planned && this.#groups < sideBySide && isWorthIt) {
      this.#planned = true;
      setImmediate(() => {
        this.#planned = false;
        this.#begin();
      });
    }
  }

  #begin(): void {
    const { group, keys } = this.#take();
    if (group.length === 0) {
      return;
    }
    const isBusy = this.#groups > 0 || this.#waiting.length > 0;
    this.#groups += 1;
    keys.forEach(key => this.#keysInHand.add(key));
    // Others may be able to go beside it
    this.#plan();
    this.#handle(group, isBusy).finally(() => {
      this.#groups -= 1;
      keys.forEach(key => this.#keysInHand.delete(key));
      this.#plan();
    });
  }

  /**
   * The next items in their order, but for those with a key that is in hand, or that somebody who has waited for longer waits
   * for: nobody is overtaken by one who wants the same.
   */
  #take(): { group: Waiting<TItem, TResult>[]; keys: Set<string> } {
    const { maxWeight, keysOf = () => [] } = this.#options;
    const group: Waiting<TItem, TResult>[] = [];
    const rest: Waiting<TItem, TResult>[] = [];
    const keys = new Set<string>();
    const awaited = new Set<string>();
    let weight = 0;
    for (const waiting of this.#waiting) {
      const own = [...keysOf(waiting.item)];
      const fits = group.length === 0 || weight + waiting.weight <= maxWeight;
      const isFree = own.every(
        key => !this.#keysInHand.has(key) && !awaited.has(key),
      );
      if (fits && isFree) {
        group.push(waiting);
        weight += waiting.weight;
        own.forEach(key => keys.add(key));
      } else {
        rest.push(waiting);
        own.forEach(key => awaited.add(key));
      }
    }
    this.#waiting = rest;
    this.#weight -= weight;
    return { group, keys };
  }

  async #handle(
    group: Waiting<TItem, TResult>[],
    isBusy: boolean,
  ): Promise<void> {
    try {
      const results = await this.#options.run(
        group.map(({ item }) => item),
        isBusy,
      );
      group.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      if (group.length === 1) {
        group[0].reject(error);
        return;
      }
      for (const one of group) {
        await this.#handle([one], isBusy);
      }
    }
  }
}
