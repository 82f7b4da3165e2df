import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type {
  ChangedEnvironment,
  ChangedEnvironmentStore,
} from './ChangedEnvironmentStore';

const TABLE = 'changed_environments';

/** Notes that these environments changed, in the transaction that changes them. */
export async function noteChangedEnvironments(
  tx: Knex.Transaction,
  environmentRefs: readonly string[],
): Promise<void> {
  for (const batch of inBatches(environmentRefs)) {
    await tx(TABLE).insert(
      batch.map(environmentRef => ({ environment_ref: environmentRef })),
    );
  }
}

/** {@inheritDoc ChangedEnvironmentStore} */
export class DatabaseChangedEnvironmentStore
  implements ChangedEnvironmentStore
{
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseChangedEnvironmentStore {
    return new DatabaseChangedEnvironmentStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<ChangedEnvironment[]> {
    const rows: { seq: number | string; environment_ref: string }[] =
      await this.#knex(TABLE).select('seq', 'environment_ref');
    return rows.map(row => ({
      seq: Number(row.seq),
      environmentRef: row.environment_ref,
    }));
  }

  async remove(seqs: readonly number[]): Promise<void> {
    for (const batch of inBatches(seqs)) {
      await this.#knex(TABLE).whereIn('seq', batch).delete();
    }
  }
}
