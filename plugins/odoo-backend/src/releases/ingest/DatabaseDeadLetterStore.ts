import { randomUUID } from 'node:crypto';
import { toUSVString } from 'node:util';
import type { DeadLetter } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type { DeadLetterStore, RefusedRequest } from './DeadLetterStore';
import { redact } from './redact';

/** Most characters of a body that are kept. */
const MAX_KEPT = 16 * 1024;

/** Most that the column takes. */
const MAX_BYTES = 2 ** 31 - 1;

export interface DatabaseDeadLetterStoreOptions {
  database: Knex;
  maxPerMachine: number;
}

/** {@link DeadLetterStore} on SQLite and PostgreSQL. */
export class DatabaseDeadLetterStore implements DeadLetterStore {
  readonly #options: DatabaseDeadLetterStoreOptions;

  static create(
    options: DatabaseDeadLetterStoreOptions,
  ): DatabaseDeadLetterStore {
    return new DatabaseDeadLetterStore(options);
  }

  private constructor(options: DatabaseDeadLetterStoreOptions) {
    this.#options = options;
  }

  async add(request: RefusedRequest): Promise<void> {
    const { database, maxPerMachine } = this.#options;
    await database('dead_letters').insert({
      id: randomUUID(),
      received_at: request.receivedAt,
      subject: request.subject,
      status: request.status,
      error: request.error.slice(0, 2000),
      body: keptText(request),
      bytes: Math.min(request.cut?.bytes ?? request.body.length, MAX_BYTES),
    });
    await database('dead_letters')
      .where('subject', request.subject)
      .andWhere('seq', '<=', (query: Knex.QueryBuilder) =>
        query
          .from('dead_letters')
          .where('subject', request.subject)
          .orderBy('seq', 'desc')
          .offset(maxPerMachine)
          .limit(1)
          .select('seq'),
      )
      .delete();
  }

  async list(
    afterSeq: number | undefined,
    limit: number,
  ): Promise<(DeadLetter & { seq: number })[]> {
    const rows: {
      seq: number | string;
      id: string;
      received_at: number | string;
      subject: string;
      status: number;
      error: string;
      body: string;
      bytes: number;
    }[] = await this.#options
      .database('dead_letters')
      .modify(query => {
        if (afterSeq !== undefined) {
          query.where('seq', '<', afterSeq);
        }
      })
      .orderBy('seq', 'desc')
      .limit(limit);
    return rows.map(row => ({
      seq: Number(row.seq),
      id: row.id,
      receivedAt: new Date(Number(row.received_at)).toISOString(),
      subject: row.subject,
      status: row.status,
      error: row.error,
      body: row.body,
      bytes: row.bytes,
    }));
  }

  async prune(receivedBefore: number, limit: number): Promise<number> {
    const { database } = this.#options;
    return database('dead_letters')
      .whereIn(
        'seq',
        database('dead_letters')
          .where('received_at', '<', receivedBefore)
          .orderBy('seq')
          .limit(limit)
          .select('seq'),
      )
      .delete();
  }
}

/** What is kept of a body, with a mark at its end when that is not all. */
function keptText({ body, cut }: RefusedRequest): string {
  // Cut last: a cut before could part a secret from what gives it away. What lies far behind the cut is never looked at.
  const text = redact(body.toString('utf8', 0, 2 * MAX_KEPT));
  let mark = '';
  if (cut) {
    mark = cut.isWhole
      ? `[cut: ${cut.bytes} bytes in all]`
      : `[cut: ${cut.bytes} bytes or more]`;
  } else if (text.length > MAX_KEPT || body.length > 2 * MAX_KEPT) {
    mark = `[cut: ${body.length} bytes in all]`;
  }
  return (
    toUSVString(text.slice(0, MAX_KEPT - mark.length)).replaceAll(
      '\0',
      '\uFFFD',
    ) + mark
  );
}
