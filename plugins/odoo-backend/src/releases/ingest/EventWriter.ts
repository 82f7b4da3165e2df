import type {
  IngestOutcome,
  Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Clock } from '../../platform/clock';
import type { OutboxMessage } from '../../platform/Outbox';
import { attribute, environmentsOf, groupBindings } from './attribute';
import { Coalescer } from './Coalescer';
import {
  reachOf,
  type FactFolder,
  type UnfoldedFact,
} from '../fold/FactFolder';
import { foldAndTell } from '../fold/tellChanges';
import { GATE_SOURCE } from '../gate/gateSource';
import { isFolded } from './attribution';
import type {
  EventRecord,
  JudgementStores,
  ReleaseEventStore,
} from './ReleaseEventStore';

/** The events of one request, as they were authorised. */
export interface WriteRequest {
  records: EventRecord[];
  /** Environments that each source of a fact without environment was found to reach. */
  reach: ReadonlyMap<string, readonly string[]>;
  /**
   * Called once the facts are folded, in their transaction: nothing of the request is kept when it throws. May be called again
   * after a group failed, so it must do the same each time.
   *
   * @param folded - all releases that the facts of the request, and of those beside it, have to do with
   */
  conclude?(stores: JudgementStores, folded: readonly Release[]): Promise<void>;
  /** Told in the same transaction, when at least one of the records is new: a repetition tells nothing twice. */
  messages?: readonly OutboxMessage[];
}

/** A conclusion holds up the group as long as about so many events. */
const CONCLUSION_WEIGHT = 25;

/**
 * So many requests in one group are a load, even when nobody waits behind them: those who wait for an answer before they send the
 * next event come and go together.
 */
const CROWD = 8;

/** What became of each event; `stale` when bindings changed since the request was authorised, and then nothing was written. */
export type WriteResult = IngestOutcome['result'][] | 'stale';

export interface EventWriterOptions {
  store: ReleaseEventStore;
  folder: Pick<FactFolder, 'add' | 'isAtWork' | 'makeRoom'>;
  clock: Clock;
  sourceRank(source: string): number;
}

/** What a transaction leaves to be folded, and what it answers. */
interface Written {
  results: WriteResult[];
  unfolded: UnfoldedFact[];
}

/**
 * Writes events, many requests in one transaction, and folds the releases that they change: in the same transaction while nobody
 * waits for it, else right after, together with what came meanwhile.
 */
export class EventWriter {
  readonly #options: EventWriterOptions;
  readonly #coalescer: Coalescer<WriteRequest, WriteResult>;

  constructor(options: EventWriterOptions) {
    this.#options = options;
    this.#coalescer = new Coalescer({
      weigh: ({ records, conclude }) =>
        records.length + (conclude ? CONCLUSION_WEIGHT : 0),
      maxWeight: 500,
      // While the database works for one group the server prepares another
      sideBySide: 2,
      leastBeside: CONCLUSION_WEIGHT,
      // Facts alone are nobody's to wait for: only who folds an environment keeps it to himself
      keysOf: request =>
        options.folder.isAtWork && request.conclude === undefined
          ? []
          : reachOfRequest(request),
      run: (requests, isBusy) => this.#run(requests, isBusy),
    });
  }

  /** Resolves after the commit. */
  write(request: WriteRequest): Promise<WriteResult> {
    return this.#coalescer.submit(request);
  }

  async #run(
    requests: readonly WriteRequest[],
    isBusy: boolean,
  ): Promise<WriteResult[]> {
    const { store, folder } = this.#options;
    const isLater =
      (isBusy || folder.isAtWork || requests.length >= CROWD) &&
      requests.every(({ conclude }) => conclude === undefined);
    if (isLater) {
      await folder.makeRoom();
    }
    const { results, unfolded } = await store.transaction(
      transaction => this.#writeAll(transaction, requests, isLater),
      isLater ? [] : [...reachOfAll(requests)],
    );
    if (unfolded.length > 0) {
      folder.add(unfolded);
    }
    return results;
  }

  async #writeAll(
    store: ReleaseEventStore,
    requests: readonly WriteRequest[],
    isLater: boolean,
  ): Promise<Written> {
    const stale = await findStale(store, requests);
    const current = requests.filter(request => !stale.has(request));
    const records = current.flatMap(request => request.records);

    const first = new Map<string, EventRecord>();
    for (const record of records) {
      if (!first.has(record.key)) {
        first.set(record.key, record);
      }
    }
    const added =
      first.size > 0
        ? await store.insertEvents(
            [...first.values()],
            isLater ? 'to-fold' : 'folded-here',
          )
        : new Map<string, number>();
    const results = await this.#compare(store, records, first, added);
    let folded: Release[] = [];
    if (!isLater) {
      folded = await foldAndTell(
        store,
        [...first.values()].filter(({ key }) => added.has(key)),
        reachOfAll(current),
        {
          sourceRank: this.#options.sourceRank,
          now: this.#options.clock.now(),
        },
      );
    }
    for (const request of current) {
      await request.conclude?.(store.judgementStores(), folded);
    }
    const told = current.flatMap(({ records: own, messages = [] }) =>
      own.some(record => results.get(record) === 'stored') ? messages : [],
    );
    if (told.length > 0) {
      await store.appendMessages(told, this.#options.clock.now());
    }

    return {
      results: requests.map(request =>
        stale.has(request)
          ? 'stale'
          : request.records.map(record => results.get(record)!),
      ),
      unfolded: isLater ? unfoldedOf(current, results, added) : [],
    };
  }

  /** New, the same again, or something else under the same id. */
  async #compare(
    store: ReleaseEventStore,
    records: readonly EventRecord[],
    first: ReadonlyMap<string, EventRecord>,
    added: ReadonlyMap<string, number>,
  ): Promise<Map<EventRecord, IngestOutcome['result']>> {
    const known = [...first.keys()].filter(key => !added.has(key));
    const hashes =
      known.length > 0
        ? await store.getBodyHashes(known)
        : new Map<string, string>();
    const results = new Map<EventRecord, IngestOutcome['result']>();
    const contradictory = new Map<string, EventRecord>();
    for (const record of records) {
      const isFirst = first.get(record.key) === record;
      const stored = added.has(record.key)
        ? first.get(record.key)!.bodyHash
        : hashes.get(record.key);
      if (isFirst && added.has(record.key)) {
        results.set(record, 'stored');
      } else if (stored === record.bodyHash) {
        results.set(record, 'duplicate');
      } else {
        results.set(record, 'contradictory');
        contradictory.set(`${record.key} ${record.bodyHash}`, record);
      }
    }
    if (contradictory.size > 0) {
      await store.insertContradictions([...contradictory.values()]);
    }
    return results;
  }
}

/** The facts that were stored and are still owed a fold. */
function unfoldedOf(
  requests: readonly WriteRequest[],
  results: ReadonlyMap<EventRecord, IngestOutcome['result']>,
  added: ReadonlyMap<string, number>,
): UnfoldedFact[] {
  return requests.flatMap(({ records, reach }) =>
    records
      .filter(
        record =>
          isFolded(record.attribution) && results.get(record) === 'stored',
      )
      .map(record => ({
        seq: added.get(record.key)!,
        attribution: record.attribution,
        occurredAt: record.occurredAt,
        event: record.event,
        reach: reachOf(record, source => reach.get(source) ?? []),
      })),
  );
}

function reachOfAll(requests: readonly WriteRequest[]): Set<string> {
  return new Set(requests.flatMap(request => [...reachOfRequest(request)]));
}

/** The environments whose releases the events of a request may change. */
function reachOfRequest({ records, reach }: WriteRequest): Set<string> {
  const environmentRefs = new Set([...reach.values()].flat());
  for (const { attribution } of records) {
    if (attribution.status === 'environment') {
      environmentRefs.add(attribution.environmentRef);
    }
  }
  return environmentRefs;
}

/** Requests whose events would be attributed otherwise by now: they were authorised for other environments. */
async function findStale(
  store: ReleaseEventStore,
  requests: readonly WriteRequest[],
): Promise<Set<WriteRequest>> {
  const sources = new Set(
    requests.flatMap(({ records }) => records.map(({ event }) => event.source)),
  );
  sources.delete(GATE_SOURCE);
  if (sources.size === 0) {
    return new Set();
  }
  const bindings = groupBindings(await store.getBindings([...sources]));
  const isCurrent = ({ event, attribution }: EventRecord) =>
    event.source === GATE_SOURCE ||
    JSON.stringify(attribute(event, bindings)) === JSON.stringify(attribution);
  return new Set(
    requests.filter(
      ({ records, reach }) =>
        !records.every(isCurrent) ||
        [...reach].some(
          ([source, environmentRefs]) =>
            [...environmentsOf(bindings, source)].sort().join(' ') !==
            [...environmentRefs].sort().join(' '),
        ),
    ),
  );
}
