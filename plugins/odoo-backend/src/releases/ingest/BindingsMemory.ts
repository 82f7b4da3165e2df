import type { ProjectedBinding } from '../../catalog';
import type { BindingsBySource } from './attribute';

/** More sources than a fleet has; those that are not bound count as well, and any sender may make them up. */
const MAX_SOURCES = 2000;

/**
 * The bindings as they were read last, by source. It spares a look-up and decides nothing: whoever goes by it holds it against
 * the database in the transaction that writes, and asks the database again before refusing anybody.
 */
export class BindingsMemory {
  readonly #bindings = new Map<string, readonly ProjectedBinding[]>();

  /** Undefined when one of the sources was never read. */
  recall(sources: readonly string[]): BindingsBySource | undefined {
    const recalled = new Map<string, readonly ProjectedBinding[]>();
    for (const source of sources) {
      const bindings = this.#bindings.get(source);
      if (!bindings) {
        return undefined;
      }
      recalled.set(source, bindings);
    }
    return recalled;
  }

  /** Keeps what was read of these sources, in place of those that nobody read for longest. */
  keep(sources: readonly string[], read: BindingsBySource): void {
    for (const source of sources) {
      this.#bindings.delete(source);
      this.#bindings.set(source, read.get(source) ?? []);
    }
    for (const source of this.#bindings.keys()) {
      if (this.#bindings.size <= MAX_SOURCES) {
        return;
      }
      this.#bindings.delete(source);
    }
  }
}
