import type { IngestOutcome } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Clock } from '../../platform/clock';
import type { OutboxMessage } from '../../platform/Outbox';
import { attribute, environmentsOf, groupBindings } from './attribute';
import { Coalescer } from './Coalescer';
import { GATE_SOURCE } from '../gate/gateSource';
import { findAffectedPairs, refold, type ReleaseChange } from '../fold/refold';
import type {
  EventRecord,
  JudgementStores,
  ReleaseEventStore,
} from './ReleaseEventStore';

/** Topic on which a changed release is told. */
export const RELEASE_TOPIC = 'odoo.release';

/** The events of one request, as they were authorised. */
export interface WriteRequest {
  records: EventRecord[];
  /** Environments that each source of a fact without environment was found to reach. */
  reach: ReadonlyMap<string, readonly string[]>;
  /**
   * Called once the facts are folded, in their transaction: nothing of the request is kept when it throws. May be called again
   * after a group failed, so it must do the same each time.
   */
  conclude?(stores: JudgementStores): Promise<void>;
  /** Told in the same transaction, when at least one of the records is new: a repetition tells nothing twice. */
  messages?: readonly OutboxMessage[];
}

/** A conclusion holds up the group as long as about so many events. */
const CONCLUSION_WEIGHT = 25;

/** What became of each event; `stale` when bindings changed since the request was authorised, and then nothing was written. */
export type WriteResult = IngestOutcome['result'][] | 'stale';

export interface EventWriterOptions {
  store: ReleaseEventStore;
  clock: Clock;
  sourceRank(source: string): number;
}

/**
 * Says which releases changed, and which environments and platform components got facts that no release is folded from
 * (checkpoints, incidents, maintenance). A component stands for all environments on it.
 */
export function messagesFor(
  changes: readonly ReleaseChange[],
  environmentRefs: Iterable<string>,
  componentRefs: Iterable<string> = [],
): OutboxMessage[] {
  const told = new Set(changes.map(({ environmentRef }) => environmentRef));
  return [
    ...changes.map(payload => ({
      topic: RELEASE_TOPIC,
      payload: { ...payload },
    })),
    ...[...environmentRefs]
      .filter(ref => !told.has(ref))
      .map(environmentRef => ({
        topic: RELEASE_TOPIC,
        payload: { environmentRef },
      })),
    ...[...componentRefs].map(componentRef => ({
      topic: RELEASE_TOPIC,
      payload: { componentRef },
    })),
  ];
}

/** Writes events and folds the releases that they change, many requests in one transaction. */
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
      keysOf: reachOfRequest,
      run: requests =>
        options.store.transaction(
          store => this.#writeAll(store, requests),
          [
            ...new Set(
              requests.flatMap(request => [...reachOfRequest(request)]),
            ),
          ],
        ),
    });
  }

  /** Resolves after the commit. */
  write(request: WriteRequest): Promise<WriteResult> {
    return this.#coalescer.submit(request);
  }

  async #writeAll(
    store: ReleaseEventStore,
    requests: readonly WriteRequest[],
  ): Promise<WriteResult[]> {
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
        ? await store.insertEvents([...first.values()])
        : new Set<string>();
    const results = await this.#compare(store, records, first, added);
    await this.#fold(
      store,
      [...first.values()].filter(({ key }) => added.has(key)),
      new Set(current.flatMap(request => [...reachOfRequest(request)])),
    );
    for (const request of current) {
      await request.conclude?.(store.judgementStores());
    }
    const told = current.flatMap(({ records: own, messages = [] }) =>
      own.some(record => results.get(record) === 'stored') ? messages : [],
    );
    if (told.length > 0) {
      await store.appendMessages(told, this.#options.clock.now());
    }

    return requests.map(request =>
      stale.has(request)
        ? 'stale'
        : request.records.map(record => results.get(record)!),
    );
  }

  /** New, the same again, or something else under the same id. */
  async #compare(
    store: ReleaseEventStore,
    records: readonly EventRecord[],
    first: ReadonlyMap<string, EventRecord>,
    added: ReadonlySet<string>,
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

  async #fold(
    store: ReleaseEventStore,
    records: readonly EventRecord[],
    reach: ReadonlySet<string>,
  ): Promise<void> {
    if (records.length === 0) {
      return;
    }
    const pairs = await findAffectedPairs(store, records);
    const changes = await refold(
      store,
      // Others may name the same artifact without being reached: nothing of theirs changes, and somebody else may be writing it
      pairs.filter(({ environmentRef }) => reach.has(environmentRef)),
      this.#options.sourceRank,
    );
    const environmentRefs = new Set(
      records.flatMap(({ attribution }) =>
        attribution.status === 'environment' ? attribution.environmentRef : [],
      ),
    );
    const componentRefs = new Set(
      records.flatMap(({ attribution }) =>
        attribution.status === 'component' ? attribution.componentRef : [],
      ),
    );
    const messages = messagesFor(changes, environmentRefs, componentRefs);
    if (messages.length > 0) {
      await store.appendMessages(messages, this.#options.clock.now());
    }
  }
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
