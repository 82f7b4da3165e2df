import type { EnvironmentStore } from '../../catalog';
import type { Clock } from '../../platform/clock';
import { reachesEnvironment, type Machine } from '../../platform/machines';
import {
  attribute,
  environmentsOf,
  groupBindings,
  type BindingsBySource,
} from './attribute';
import { findAffectedPairs, refold, type ChangedFact } from '../fold/refold';
import { messagesFor } from '../fold/tellChanges';
import type {
  AttributedEvent,
  Attribution,
  Pair,
  ReleaseEventStore,
} from './ReleaseEventStore';

/** Most events of one transaction: other writers wait for it. */
const BATCH = 200;

export interface AttributionTaskOptions {
  store: ReleaseEventStore;
  environments: Pick<EnvironmentStore, 'getEnvironments'>;
  machines: readonly Machine[];
  clock: Clock;
  sourceRank(source: string): number;
}

/** Attributes stored events anew when the environments' bindings changed, and folds what that moves. */
export class AttributionTask {
  readonly #options: AttributionTaskOptions;
  readonly #machines: ReadonlyMap<string, Machine>;

  constructor(options: AttributionTaskOptions) {
    this.#options = options;
    this.#machines = new Map(
      options.machines.map(machine => [machine.subject, machine]),
    );
  }

  /** Goes through the events that these environments have or now claim, in transactions of at most 200 events. */
  async reattribute(changedEnvironmentRefs: readonly string[]): Promise<void> {
    const { store, environments } = this.#options;
    const changed = await environments.getEnvironments(changedEnvironmentRefs);
    const sources = [
      ...new Set(
        changed.flatMap(({ bindings }) => bindings.map(({ source }) => source)),
      ),
    ];
    const which = { sources, environmentRefs: changedEnvironmentRefs };
    const attributeAfter = (seq: number) =>
      store.transaction(transaction => this.#batch(transaction, which, seq));
    let last: number | undefined = 0;
    while (last !== undefined) {
      last = await attributeAfter(last);
    }
    await this.#refoldArtifactScope(sources, changedEnvironmentRefs);
  }

  async #batch(
    store: ReleaseEventStore,
    which: {
      sources: readonly string[];
      environmentRefs: readonly string[];
    },
    afterSeq: number,
  ): Promise<number | undefined> {
    const events = await store.listForAttribution(which, afterSeq, BATCH);
    if (events.length === 0) {
      return undefined;
    }
    const bindings = groupBindings(
      await store.getBindings([
        ...new Set(events.map(({ event }) => event.source)),
      ]),
    );
    const moved = new Map<
      string,
      { attribution: Attribution; seqs: number[] }
    >();
    const facts: ChangedFact[] = [];
    for (const stored of events) {
      const attribution = this.#attributeAgain(stored, bindings);
      const word = JSON.stringify(attribution);
      if (word === JSON.stringify(stored.attribution)) {
        continue;
      }
      const group = moved.get(word) ?? { attribution, seqs: [] };
      group.seqs.push(stored.seq);
      moved.set(word, group);
      // Where it was, and where it is now: both come out otherwise
      facts.push(stored, { ...stored, attribution });
    }
    for (const { attribution, seqs } of moved.values()) {
      await store.setAttribution(seqs, attribution);
    }
    await this.#fold(store, facts);
    return events.at(-1)!.seq;
  }

  #attributeAgain(
    { event, attribution: before, sentBy }: AttributedEvent,
    bindings: BindingsBySource,
  ): Attribution {
    const after = attribute(event, bindings);
    if (JSON.stringify(after) === JSON.stringify(before)) {
      return after;
    }
    let reached: Iterable<string> = [];
    if (after.status === 'environment') {
      reached = [after.environmentRef];
    } else if (after.status === 'artifact') {
      reached = environmentsOf(bindings, event.source);
    }
    return [...reached].every(ref => this.#mayWrite(sentBy, ref))
      ? after
      : { status: 'unattributed', reason: 'sender-not-permitted' };
  }

  /** People may send what nobody is bound to only when they may write everywhere; machines are held against their entry. */
  #mayWrite(sentBy: string, environmentRef: string): boolean {
    if (sentBy.startsWith('user:')) {
      return true;
    }
    const machine = this.#machines.get(sentBy);
    return (
      machine !== undefined &&
      machine.verbs.includes('events.write') &&
      reachesEnvironment(machine, environmentRef)
    );
  }

  /** Facts of artifact scope keep their attribution when an environment begins or ends to bind their source, but reach others. */
  async #refoldArtifactScope(
    sources: readonly string[],
    environmentRefs: readonly string[],
  ): Promise<void> {
    const { store, sourceRank } = this.#options;
    if (sources.length === 0 && environmentRefs.length === 0) {
      return;
    }
    const refoldAfter = (after: Pair | undefined) =>
      store.transaction(async transaction => {
        const pairs = await transaction.listPairs(
          environmentRefs,
          after,
          BATCH,
        );
        const { changes } = await refold(transaction, pairs, sourceRank);
        await this.#tell(transaction, changes, []);
        return pairs.at(-1);
      });
    let last = await refoldAfter(undefined);
    while (last !== undefined) {
      last = await refoldAfter(last);
    }
  }

  async #fold(
    store: ReleaseEventStore,
    facts: readonly ChangedFact[],
  ): Promise<void> {
    if (facts.length === 0) {
      return;
    }
    const { changes } = await refold(
      store,
      await findAffectedPairs(store, facts),
      this.#options.sourceRank,
    );
    await this.#tell(
      store,
      changes,
      facts.flatMap(({ attribution }) =>
        attribution.status === 'environment' ? attribution.environmentRef : [],
      ),
    );
  }

  async #tell(
    store: ReleaseEventStore,
    changes: Parameters<typeof messagesFor>[0],
    environmentRefs: readonly string[],
  ): Promise<void> {
    const messages = messagesFor(changes, new Set(environmentRefs));
    if (messages.length > 0) {
      await store.appendMessages(messages, this.#options.clock.now());
    }
  }
}
