import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { inBatches } from './database';
import type { Outbox, OutboxMessage } from './Outbox';
import type { OutboxQueue, QueuedMessage } from './OutboxRelay';

interface OutboxRow {
  sequence: number | string;
  message_id: string;
  topic: string;
  payload: string;
  attempts: number;
}

/** Keeps the outbox in the database: the side that writes, and the queue that the relay reads. */
export class DatabaseOutboxStore implements Outbox, OutboxQueue {
  readonly #knex: Knex;
  #listener: () => void = () => {};

  static create(options: { knex: Knex }): DatabaseOutboxStore {
    return new DatabaseOutboxStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async append(
    transaction: Knex.Transaction,
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void> {
    const rows = messages.map(message => ({
      message_id: randomUUID(),
      topic: message.topic,
      payload: JSON.stringify(message.payload),
      created_at_ms: now,
    }));
    for (const batch of inBatches(rows)) {
      await transaction('outbox').insert(batch);
    }
  }

  kick(): void {
    this.#listener();
  }

  onKick(listener: () => void): void {
    this.#listener = listener;
  }

  async claim(
    limit: number,
    now: number,
    leaseMs: number,
  ): Promise<QueuedMessage[]> {
    const claim = randomUUID();
    const free = (query: Knex.QueryBuilder) =>
      query.whereNull('delivered_at_ms').where('claimed_until_ms', '<=', now);

    // The condition stands outside once more: a replica that waited for another's update must not take what that one took
    const rows: OutboxRow[] = await this.#knex('outbox')
      .whereIn('sequence', query =>
        free(query.select('sequence').from('outbox'))
          .orderBy('sequence')
          .limit(limit),
      )
      .modify(free)
      .update({ claim, claimed_until_ms: now + leaseMs })
      .returning(['sequence', 'message_id', 'topic', 'payload', 'attempts']);
    return rows
      .map(row => ({
        sequence: Number(row.sequence),
        id: row.message_id,
        topic: row.topic,
        payload: JSON.parse(row.payload),
        attempts: row.attempts,
        claim,
      }))
      .sort((a, b) => a.sequence - b.sequence);
  }

  async markDelivered(
    messages: readonly QueuedMessage[],
    now: number,
  ): Promise<void> {
    for (const batch of inBatches(messages)) {
      await this.#knex('outbox')
        .whereIn(
          'sequence',
          batch.map(({ sequence }) => sequence),
        )
        .whereIn('claim', [...new Set(batch.map(({ claim }) => claim))])
        .update({ delivered_at_ms: now, claim: null });
    }
  }

  async retryAt(message: QueuedMessage, at: number): Promise<void> {
    await this.#knex('outbox')
      .where({ sequence: message.sequence, claim: message.claim })
      .update({
        attempts: message.attempts + 1,
        claim: null,
        claimed_until_ms: at,
      });
  }

  async prune(before: number, limit: number): Promise<number> {
    return this.#knex('outbox')
      .whereIn('sequence', query =>
        query
          .select('sequence')
          .from('outbox')
          .where('delivered_at_ms', '<', before)
          .orderBy('sequence')
          .limit(limit),
      )
      .delete();
  }
}
