import type {
  EnvironmentDeployment,
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type { EnvironmentStore, ProjectedBinding } from '../catalog';
import type { Outbox, OutboxMessage } from '../platform/Outbox';
import { pruneReleaseEvents } from './DatabasePruneReleaseEventsStore';
import type {
  AttributedEvent,
  Attribution,
  EnvironmentSpan,
  EventRecord,
  FoldableEvent,
  Pair,
  ReleaseEventStore,
} from './ReleaseEventStore';
import { GATE_SOURCE } from './gateSource';
import {
  attributionColumns,
  attributionOf,
  toEventRow,
  toFoldable,
  toPair,
  toReleaseRow,
  type FoldableRow,
  type PairRow,
} from './releaseRows';

/** Most rows of one statement: within the limits of variables of both databases. */
const BATCH = 500;

/** Any number, the same in every replica: the lock that one writer holds until its transaction ends. */
const WRITER_LOCK = 0x0d00f1ee;

/** A writer that stands still for so long has lost its database; the others must not wait for it. */
const openTransaction = `set local lock_timeout = '20s'; set local idle_in_transaction_session_timeout = '20s'; select pg_advisory_xact_lock(${WRITER_LOCK})`;

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
  ): Promise<T> {
    return this.#options.database.transaction(async transaction => {
      if (transaction.client.config.client === 'pg') {
        await transaction.raw(openTransaction);
      }
      return work(new DatabaseReleaseEventStore(this.#options, transaction));
    });
  }

  async insertEvents(records: readonly EventRecord[]): Promise<Set<string>> {
    const added = new Set<string>();
    for (const batch of batches(records)) {
      const rows: { event_key: string }[] = await this.#connection(
        'release_events',
      )
        .insert(batch.map(toEventRow))
        .onConflict('event_key')
        .ignore()
        .returning('event_key');
      rows.forEach(row => added.add(row.event_key));
    }
    return added;
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

  getBindings(sources: readonly string[]): Promise<ProjectedBinding[]> {
    return this.#options.environments.getBindings(sources, this.#transaction);
  }

  async findArtifactsOfChains(chainIds: readonly string[]): Promise<string[]> {
    const rows: { artifact: string }[] = await this.#connection(
      'release_events',
    )
      .whereIn('chain_id', chainIds)
      .whereNotNull('artifact')
      .distinct('artifact');
    return rows.map(row => row.artifact);
  }

  async findPairsOfArtifacts(artifacts: readonly string[]): Promise<Pair[]> {
    const rows: PairRow[] = await this.#connection('release_events')
      .whereIn('artifact', artifacts)
      .whereNotNull('environment_ref')
      .distinct('environment_ref', 'artifact');
    return rows.map(toPair);
  }

  async findPairsRunningIn(spans: readonly EnvironmentSpan[]): Promise<Pair[]> {
    const rows: PairRow[] = await this.#connection('releases')
      .where(query => {
        for (const span of spans) {
          query.orWhere(one =>
            one
              .where('environment_ref', span.environmentRef)
              .andWhere('deployed_at', '<=', span.to)
              .andWhere(ended =>
                ended
                  .whereNull('ended_at')
                  .orWhere('ended_at', '>=', span.from),
              ),
          );
        }
      })
      .select('environment_ref', 'artifact');
    return rows.map(toPair);
  }

  async readArtifactEvents(
    artifacts: readonly string[],
    environmentRefs: readonly string[],
  ): Promise<FoldableEvent[]> {
    const rows: FoldableRow[] = await this.#connection('release_events')
      .whereIn('artifact', artifacts)
      .andWhere(scope =>
        scope
          .whereIn('environment_ref', environmentRefs)
          .orWhere('attribution', 'artifact'),
      )
      .select('environment_ref', 'event');
    return rows.map(toFoldable);
  }

  async readChainEvents(
    chainIds: readonly string[],
    environmentRefs: readonly string[],
  ): Promise<FoldableEvent[]> {
    const rows: FoldableRow[] = await this.#connection('release_events')
      .whereIn('chain_id', chainIds)
      .whereNull('artifact')
      .andWhere(scope =>
        scope
          .whereIn('environment_ref', environmentRefs)
          .orWhere('attribution', 'artifact'),
      )
      .select('environment_ref', 'event');
    return rows.map(toFoldable);
  }

  async readDeployments(
    environmentRefs: readonly string[],
    since: number,
  ): Promise<(EnvironmentDeployment & { environmentRef: string })[]> {
    const rows: {
      environment_ref: string;
      artifact: string;
      occurred_at: number | string;
      kind: EnvironmentDeployment['kind'];
      source: string;
      event_id: string;
    }[] = await this.#connection('release_events')
      .whereIn('environment_ref', environmentRefs)
      .whereIn('kind', ['deployed', 'rolled-back'])
      .andWhere('occurred_at', '>=', since)
      .whereNotNull('artifact')
      .select(
        'environment_ref',
        'artifact',
        'occurred_at',
        'kind',
        'source',
        'event_id',
      );
    return rows.map(row => ({
      environmentRef: row.environment_ref,
      artifact: row.artifact,
      at: new Date(Number(row.occurred_at)).toISOString(),
      kind: row.kind,
      source: row.source,
      eventId: row.event_id,
    }));
  }

  async readReleases(
    pairs: readonly Pair[],
  ): Promise<Map<string, Pair & { json: string }>> {
    const rows: {
      id: string;
      environment_ref: string;
      artifact: string;
      release: string;
    }[] = await this.#connection('releases')
      .whereIn('environment_ref', [
        ...new Set(pairs.map(pair => pair.environmentRef)),
      ])
      .whereIn('artifact', [...new Set(pairs.map(pair => pair.artifact))])
      .select('id', 'environment_ref', 'artifact', 'release');
    return new Map(
      rows.map(row => [
        row.id,
        {
          environmentRef: row.environment_ref,
          artifact: row.artifact,
          json: row.release,
        },
      ]),
    );
  }

  async upsertReleases(
    releases: readonly { release: Release; json: string }[],
  ): Promise<void> {
    for (const batch of batches(releases)) {
      await this.#connection('releases')
        .insert(batch.map(toReleaseRow))
        .onConflict('id')
        .merge();
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
