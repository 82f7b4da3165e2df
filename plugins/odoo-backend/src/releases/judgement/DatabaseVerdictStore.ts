import type {
  RiskVerdict,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type { CachedVerdict, VerdictStore } from './VerdictStore';

const CAPABILITY = 'release-risk';

/** {@link VerdictStore} on SQLite and PostgreSQL. */
export class DatabaseVerdictStore implements VerdictStore {
  readonly #database: Knex;

  static create(options: { database: Knex }): DatabaseVerdictStore {
    return new DatabaseVerdictStore(options.database);
  }

  private constructor(database: Knex) {
    this.#database = database;
  }

  async get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedVerdict>> {
    const rows: {
      entity_ref: string;
      subject_id: string;
      inputs_hash: string;
      status: VerdictStatus;
      verdict: string;
      valid_until: number | string | null;
    }[] = await this.#database('verdicts')
      .where('capability', CAPABILITY)
      .whereIn('entity_ref', environmentRefs);
    return new Map(
      rows.map(row => [
        row.entity_ref,
        {
          environmentRef: row.entity_ref,
          releaseId: row.subject_id,
          inputsHash: row.inputs_hash,
          status: row.status,
          verdict: JSON.parse(row.verdict) as RiskVerdict,
          ...(row.valid_until !== null && {
            validUntil: Number(row.valid_until),
          }),
        },
      ]),
    );
  }

  async put(verdicts: readonly CachedVerdict[]): Promise<void> {
    if (verdicts.length === 0) {
      return;
    }
    await this.#database('verdicts')
      .insert(
        verdicts.map(cached => ({
          capability: CAPABILITY,
          entity_ref: cached.environmentRef,
          subject_id: cached.releaseId,
          inputs_hash: cached.inputsHash,
          status: cached.status,
          verdict: JSON.stringify(cached.verdict),
          valid_until: cached.validUntil ?? null,
        })),
      )
      .onConflict(['capability', 'entity_ref'])
      .merge();
  }

  async listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const rows: { entity_ref: string }[] = await this.#database('verdicts')
      .where('capability', CAPABILITY)
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
    await this.#database('verdicts')
      .where('capability', CAPABILITY)
      .whereIn('entity_ref', environmentRefs)
      .delete();
  }
}
