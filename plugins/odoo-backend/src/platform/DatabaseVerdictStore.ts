import type {
  VerdictBase,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from './database';
import type { CachedVerdict, VerdictStore } from './VerdictStore';

interface VerdictRow {
  entity_ref: string;
  subject_id: string;
  inputs_hash: string;
  status: VerdictStatus;
  verdict: string;
  /** bigint: PostgreSQL gives it as text. */
  valid_until: number | string | null;
}

/** {@link VerdictStore} on SQLite and PostgreSQL: one table for all capabilities, of which each sees its own. */
export class DatabaseVerdictStore<V extends VerdictBase>
  implements VerdictStore<V>
{
  readonly #database: Knex;
  readonly #capability: string;

  /** On a transaction, everything that it does is part of that. */
  static create<T extends VerdictBase>(options: {
    database: Knex;
    capability: string;
  }): DatabaseVerdictStore<T> {
    return new DatabaseVerdictStore<T>(options.database, options.capability);
  }

  private constructor(database: Knex, capability: string) {
    this.#database = database;
    this.#capability = capability;
  }

  async get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedVerdict<V>>> {
    const cached = new Map<string, CachedVerdict<V>>();
    for (const batch of inBatches([...new Set(environmentRefs)])) {
      const rows: VerdictRow[] = await this.#own()
        .whereIn('entity_ref', batch)
        .select('*');
      for (const row of rows) {
        cached.set(row.entity_ref, {
          environmentRef: row.entity_ref,
          subjectId: row.subject_id,
          inputsHash: row.inputs_hash,
          status: row.status,
          verdict: JSON.parse(row.verdict) as V,
          ...(row.valid_until !== null && {
            validUntil: Number(row.valid_until),
          }),
        });
      }
    }
    return cached;
  }

  async put(verdicts: readonly CachedVerdict<V>[]): Promise<void> {
    for (const batch of inBatches(verdicts)) {
      await this.#database('verdicts')
        .insert(
          batch.map(cached => ({
            capability: this.#capability,
            entity_ref: cached.environmentRef,
            subject_id: cached.subjectId,
            inputs_hash: cached.inputsHash,
            status: cached.status,
            verdict: JSON.stringify(cached.verdict),
            valid_until: cached.validUntil ?? null,
          })),
        )
        .onConflict(['capability', 'entity_ref'])
        .merge();
    }
  }

  async listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const rows: Pick<VerdictRow, 'entity_ref'>[] = await this.#own()
      .modify(query => {
        if (after !== undefined) {
          query.andWhere('entity_ref', '>', after);
        }
      })
      .orderBy('entity_ref')
      .limit(limit)
      .select('entity_ref');
    return rows.map(row => row.entity_ref);
  }

  async remove(environmentRefs: readonly string[]): Promise<void> {
    for (const batch of inBatches(environmentRefs)) {
      await this.#own().whereIn('entity_ref', batch).delete();
    }
  }

  #own(): Knex.QueryBuilder {
    return this.#database('verdicts').where('capability', this.#capability);
  }
}
