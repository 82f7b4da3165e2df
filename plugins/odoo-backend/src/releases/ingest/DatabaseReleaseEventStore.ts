import type {
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type { EnvironmentStore, ProjectedBinding } from '../../catalog';
import type { Outbox, OutboxMessage } from '../../platform/Outbox';
import { sha256 } from '../../platform/sha256';
import { groupBindings } from './attribute';
import { findPairs, readFoldInput } from '../fold/DatabaseFoldInputStore';
import { insertEvents } from './DatabaseInsertEventsStore';
import { insertRows } from './DatabaseInsertRowsStore';
import { listUnfolded, takeUnfolded } from '../fold/DatabaseUnfoldedStore';
import { judgementStoresIn } from '../judgement/DatabaseJudgementStore';
import { pruneReleaseEvents } from './DatabasePruneReleaseEventsStore';
import type {
  AttributedEvent,
  Attribution,
  EventRecord,
  FoldInput,
  JudgementStores,
  Pair,
  PairQuestion,
  ReleaseEventStore,
  StoredFact,
  UnfoldedQuestion,
} from './ReleaseEventStore';
import { GATE_SOURCE } from '../gate/gateSource';
import {
  attributionColumns,
  attributionOf,
  toPair,
  toReleaseRow,
  releaseColumns,
  type PairRow,
} from '../fold/releaseRows';

/** Most rows of one statement: within the limits of variables of both databases. */
const BATCH = 500;

/** Any number, the same in every replica: the lock that all writers share, and that who writes everywhere has for himself. */
const WRITER_LOCK = 0x0d00f1ee;

/** The same for the locks of single environments, which are told apart by a second number. */
const ENVIRONMENT_LOCK = 0x0d00f1ed;

/** PostgreSQL has room for some thousands of locks, of all transactions together: who wants more than these takes the one of all. */
const MOST_LOCKS = 128;

/** A writer that stands still for so long has lost its database; the others must not wait for it. */
const limits = `set local lock_timeout = '20s'; set local idle_in_transaction_session_timeout = '20s'`;

/** Two environments may have one number, and then wait for each other without need. */
const lockNumber = (environmentRef: string) =>
  Number.parseInt(sha256(environmentRef).slice(0, 7), 16);

/** In one order, so that two writers never hold what the other waits for. */
function lockStatements(environmentRefs?: readonly string[]): string {
  const numbers = [...new Set(environmentRefs?.map(lockNumber))].sort(
    (a, b) => a - b,
  );
  if (!environmentRefs || numbers.length > MOST_LOCKS) {
    return `select pg_advisory_xact_lock(${WRITER_LOCK})`;
  }
  const shared = `select pg_advisory_xact_lock_shared(${WRITER_LOCK})`;
  return numbers.length === 0
    ? shared
    : `${shared}; select pg_advisory_xact_lock(${ENVIRONMENT_LOCK}, number) from unnest(array[${numbers.join()}]) as number`;
}

function batches<T>(items: readonly T[]): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    result.push(items.slice(start, start + BATCH));
  }
  return result;
}

export interface DatabaseReleaseEventStoreOptions {
  database: Knex;
  environments: Pick<EnvironmentStore, 'getBindings'>;
  outbox: Pick<Outbox, 'append'>;
}

/** {@link ReleaseEventStore} on SQLite and PostgreSQL. */
export class DatabaseReleaseEventStore implements ReleaseEventStore {
  readonly #options: DatabaseReleaseEventStoreOptions;
  readonly #connection: Knex;
  readonly #transaction?: Knex.Transaction;
  readonly #bindings = new Map<string, readonly ProjectedBinding[]>();

  static create(
    options: DatabaseReleaseEventStoreOptions,
  ): DatabaseReleaseEventStore {
    return new DatabaseReleaseEventStore(options);
  }

  private constructor(
    options: DatabaseReleaseEventStoreOptions,
    transaction?: Knex.Transaction,
  ) {
    this.#options = options;
    this.#connection = transaction ?? options.database;
    this.#transaction = transaction;
  }

  async transaction<T>(
    work: (store: ReleaseEventStore) => Promise<T>,
    environmentRefs?: readonly string[],
  ): Promise<T> {
    return this.#options.database.transaction(async transaction => {
      if (transaction.client.config.client === 'pg') {
        await transaction.raw(`${limits}; ${lockStatements(environmentRefs)}`);
      }
      return work(new DatabaseReleaseEventStore(this.#options, transaction));
    });
  }

  insertEvents(
    records: readonly EventRecord[],
    fate?: 'folded-here' | 'to-fold',
  ): Promise<Map<string, number>> {
    return insertEvents(this.#connection, records, fate === 'to-fold');
  }

  listUnfolded(question: UnfoldedQuestion): Promise<StoredFact[]> {
    return listUnfolded(this.#connection, question);
  }

  takeUnfolded(seqs: readonly number[]): Promise<Set<number>> {
    return takeUnfolded(this.#connection, seqs);
  }

  async getBodyHashes(keys: readonly string[]): Promise<Map<string, string>> {
    const rows: { event_key: string; body_hash: string }[] =
      await this.#connection('release_events')
        .whereIn('event_key', keys)
        .select('event_key', 'body_hash');
    return new Map(rows.map(row => [row.event_key, row.body_hash]));
  }

  async insertContradictions(records: readonly EventRecord[]): Promise<void> {
    await this.#connection('contradictory_events')
      .insert(
        records.map(record => ({
          event_key: record.key,
          body_hash: record.bodyHash,
          received_at: record.receivedAt,
          raw: record.raw,
          sent_by: record.sentBy,
        })),
      )
      .onConflict(['event_key', 'body_hash'])
      .ignore();
  }

  /** In a transaction each source is asked for once: the writer sees one state of the bindings from first to last. */
  async getBindings(sources: readonly string[]): Promise<ProjectedBinding[]> {
    const unknown = sources.filter(source => !this.#bindings.has(source));
    if (unknown.length > 0) {
      const found = await this.#options.environments.getBindings(
        unknown,
        this.#transaction,
      );
      if (!this.#transaction) {
        return found;
      }
      const groups = groupBindings(found);
      unknown.forEach(source =>
        this.#bindings.set(source, groups.get(source) ?? []),
      );
    }
    return sources.flatMap(source => this.#bindings.get(source) ?? []);
  }

  findPairs(question: PairQuestion): Promise<Pair[]> {
    return findPairs(this.#connection, question);
  }

  readFoldInput(pairs: readonly Pair[]): Promise<FoldInput> {
    return readFoldInput(this.#connection, pairs);
  }

  async upsertReleases(
    releases: readonly { release: Release; json: string }[],
  ): Promise<void> {
    for (const batch of batches(releases)) {
      await insertRows(
        this.#connection,
        'releases',
        batch.map(toReleaseRow),
        query => query.onConflict('id').merge(releaseColumns),
      );
    }
  }

  async deleteReleases(releaseIds: readonly string[]): Promise<void> {
    for (const batch of batches(releaseIds)) {
      await this.#connection('releases').whereIn('id', batch).delete();
    }
  }

  async appendMessages(
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void> {
    if (!this.#transaction) {
      throw new Error('Messages are written in the transaction of their facts');
    }
    await this.#options.outbox.append(this.#transaction, messages, now);
  }

  judgementStores(): JudgementStores {
    if (!this.#transaction) {
      throw new Error('An answer is kept in the transaction of its question');
    }
    return judgementStoresIn(this.#transaction);
  }

  async listPairs(
    environmentRefs: readonly string[],
    after: Pair | undefined,
    limit: number,
  ): Promise<Pair[]> {
    const rows: PairRow[] = await this.#connection('release_events')
      .whereIn('environment_ref', environmentRefs)
      .whereNotNull('artifact')
      .modify(query => {
        if (after) {
          query.andWhere(place =>
            place
              .where('environment_ref', '>', after.environmentRef)
              .orWhere(tie =>
                tie
                  .where('environment_ref', after.environmentRef)
                  .andWhere('artifact', '>', after.artifact),
              ),
          );
        }
      })
      .distinct('environment_ref', 'artifact')
      .orderBy(['environment_ref', 'artifact'])
      .limit(limit);
    return rows.map(toPair);
  }

  async listForAttribution(
    options: {
      sources: readonly string[];
      environmentRefs: readonly string[];
    },
    afterSeq: number,
    limit: number,
  ): Promise<AttributedEvent[]> {
    const rows: {
      seq: number | string;
      event: string;
      attribution: string;
      environment_ref: string | null;
      component_ref: string | null;
      reason: string | null;
      occurred_at: number | string;
      sent_by: string;
    }[] = await this.#connection('release_events')
      .where('seq', '>', afterSeq)
      .whereNot('source', GATE_SOURCE)
      .whereNot('attribution', 'not-understood')
      .andWhere(either =>
        either
          .whereIn('source', options.sources)
          .orWhereIn('environment_ref', options.environmentRefs)
          .orWhere('attribution', 'unattributed'),
      )
      .orderBy('seq')
      .limit(limit)
      .select(
        'seq',
        'event',
        'attribution',
        'environment_ref',
        'component_ref',
        'reason',
        'occurred_at',
        'sent_by',
      );
    return rows.map(row => ({
      seq: Number(row.seq),
      event: JSON.parse(row.event) as ReleaseEvent,
      attribution: attributionOf(row),
      occurredAt: Number(row.occurred_at),
      sentBy: row.sent_by,
    }));
  }

  async setAttribution(
    seqs: readonly number[],
    attribution: Attribution,
  ): Promise<void> {
    for (const batch of batches(seqs)) {
      await this.#connection('release_events')
        .whereIn('seq', batch)
        .update(attributionColumns(attribution));
    }
  }

  prune(receivedBefore: number, limit: number): Promise<number> {
    return pruneReleaseEvents(this.#connection, receivedBefore, limit);
  }
}
