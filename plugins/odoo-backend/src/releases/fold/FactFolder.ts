import { setTimeout } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../../platform/clock';
import type { Outbox } from '../../platform/Outbox';
import { environmentsOf, groupBindings } from '../ingest/attribute';
import type {
  ReleaseEventStore,
  StoredFact,
} from '../ingest/ReleaseEventStore';
import type { ChangedFact } from './refold';
import { foldAndTell } from './tellChanges';

/** A fact that is stored and marked as not yet folded. */
export interface UnfoldedFact extends ChangedFact {
  seq: number;
  /** Environments whose releases it may change. */
  reach: readonly string[];
}

/**
 * How long facts gather before they are folded together: ten events of a release within it cost one fold. A page shows them that
 * much later, and only while events come faster than they can be folded one by one; it may take five seconds in all.
 */
const GATHER_MS = 1_000;

/** Facts of this replica that may wait; then whoever sends more waits for the fold. */
const MOST_WAITING = 10_000;

/** Environments of one transaction: within what single locks are taken for, and nobody else waits long. */
const MOST_ENVIRONMENTS = 100;

/** Facts of one transaction. */
const MOST_FACTS = 1_000;

/** What stands marked for longer than this was left behind by a replica that went away. */
const LEFT_BEHIND_MS = 5_000;

const LEFT_BEHIND_BATCH = 500;

export interface FactFolderOptions {
  store: ReleaseEventStore;
  outbox: Pick<Outbox, 'kick'>;
  clock: Clock;
  logger: LoggerService;
  sourceRank(source: string): number;
  /** A second unless said otherwise. */
  gatherMs?: number;
}

/** In transactions that lock few environments each, facts of one environment together where they fit. */
function inTransactions(facts: readonly UnfoldedFact[]): UnfoldedFact[][] {
  const place = ({ reach }: UnfoldedFact) => reach[0] ?? '';
  const sorted = [...facts].sort((a, b) => {
    const [left, right] = [place(a), place(b)];
    return Number(left > right) - Number(left < right);
  });
  const groups: UnfoldedFact[][] = [];
  let environments = new Set<string>();
  for (const fact of sorted) {
    const group = groups.at(-1);
    const joined = new Set([...environments, ...fact.reach]);
    if (
      group &&
      group.length < MOST_FACTS &&
      joined.size <= MOST_ENVIRONMENTS
    ) {
      group.push(fact);
      environments = joined;
    } else {
      groups.push([fact]);
      environments = new Set(fact.reach);
    }
  }
  return groups;
}

/**
 * Folds facts that were acknowledged before they were folded. Each is marked in the transaction that stores it, and loses the mark
 * in the one that folds it, so neither a crash nor another replica can lose a fold; what this replica remembers of them only spares
 * reading them again.
 */
export class FactFolder {
  readonly #options: FactFolderOptions;
  #waiting: UnfoldedFact[] = [];
  #inHand = 0;
  #round: Promise<void> | undefined;

  constructor(options: FactFolderOptions) {
    this.#options = options;
  }

  /** Whether facts wait: then others can as well join them. */
  get isAtWork(): boolean {
    return this.#round !== undefined;
  }

  /** To be called after the commit that stored and marked them. */
  add(facts: readonly UnfoldedFact[]): void {
    this.#waiting.push(...facts);
    this.#begin();
  }

  /** Waits while too much waits already. */
  async makeRoom(): Promise<void> {
    while (this.#waiting.length + this.#inHand > MOST_WAITING && this.#round) {
      await this.#round;
    }
  }

  /** Waits until what this replica has acknowledged is folded. */
  async rest(): Promise<void> {
    while (this.#round) {
      await this.#round;
    }
  }

  /**
   * Folds all that is marked and may change releases of an environment, whichever replica took it: who asks afterwards is answered
   * with every fact that was acknowledged before.
   *
   * @returns whether there was any
   * @throws when the database fails
   */
  async settle(environmentRef: string): Promise<boolean> {
    const marked = await this.#options.store.listUnfolded({ environmentRef });
    const facts = (await this.#withReach(marked)).filter(({ reach }) =>
      reach.includes(environmentRef),
    );
    for (const group of inTransactions(facts)) {
      await this.#fold(group);
    }
    return facts.length > 0;
  }

  /** Folds what a replica marked that went away before it came to it. */
  async foldLeftBehind(signal?: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    let afterSeq = 0;
    while (!signal?.aborted) {
      const marked = await store.listUnfolded({
        receivedBefore: clock.now() - LEFT_BEHIND_MS,
        afterSeq,
        limit: LEFT_BEHIND_BATCH,
      });
      if (marked.length === 0) {
        return;
      }
      afterSeq = marked.at(-1)!.seq;
      await this.#foldAll(await this.#withReach(marked));
    }
  }

  #begin(): void {
    const { gatherMs = GATHER_MS } = this.#options;
    this.#round ??= setTimeout(gatherMs, undefined, { ref: false })
      .then(() => {
        const facts = this.#waiting;
        this.#waiting = [];
        this.#inHand = facts.length;
        return this.#foldAll(facts);
      })
      .finally(() => {
        this.#inHand = 0;
        this.#round = undefined;
        if (this.#waiting.length > 0) {
          this.#begin();
        }
      });
  }

  /** Never throws. What can't be folded keeps its mark, and holds up nobody else. */
  async #foldAll(facts: readonly UnfoldedFact[]): Promise<void> {
    for (const group of inTransactions(facts)) {
      try {
        await this.#fold(group);
      } catch {
        for (const fact of group) {
          await this.#fold([fact]).catch(error =>
            this.#options.logger.error(
              `The fact ${fact.seq} is stored and could not be folded; it is tried again`,
              error instanceof Error ? error : undefined,
            ),
          );
        }
      }
    }
  }

  async #fold(facts: readonly UnfoldedFact[]): Promise<void> {
    const { store, sourceRank, clock, outbox } = this.#options;
    const reach = new Set(facts.flatMap(fact => fact.reach));
    await store.transaction(
      async transaction => {
        const seqs = facts.map(({ seq }) => seq);
        // Behind the locks: what has lost its mark meanwhile, somebody else has folded
        const marked = await transaction.takeUnfolded(seqs);
        await foldAndTell(
          transaction,
          facts.filter(({ seq }) => marked.has(seq)),
          reach,
          { sourceRank, now: clock.now() },
        );
      },
      [...reach],
    );
    outbox.kick();
  }

  /** By the bindings as they are now: when these change, all that they move is folded anew. */
  async #withReach(facts: readonly StoredFact[]): Promise<UnfoldedFact[]> {
    const sources = new Set(
      facts.flatMap(({ attribution, event }) =>
        attribution.status === 'artifact' ? event.source : [],
      ),
    );
    const bindings = groupBindings(
      sources.size > 0
        ? await this.#options.store.getBindings([...sources])
        : [],
    );
    return facts.map(fact => ({
      ...fact,
      reach: reachOf(fact, source => environmentsOf(bindings, source)),
    }));
  }
}

/** The environments whose releases a fact may change. */
export function reachOf(
  { attribution, event }: ChangedFact,
  environmentsOfSource: (source: string) => Iterable<string>,
): string[] {
  if (attribution.status === 'environment') {
    return [attribution.environmentRef];
  }
  return attribution.status === 'artifact'
    ? [...environmentsOfSource(event.source)]
    : [];
}
