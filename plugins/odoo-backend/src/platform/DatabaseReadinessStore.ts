import { readdir } from 'node:fs/promises';
import type { Knex } from 'knex';
import { migrationsDirectory } from './database';
import type { ReadinessStore } from './readiness';

/** A question of a probe is worth no longer wait; the connection that did not answer is then thrown away. */
const QUERY_TIMEOUT_MS = 2_000;

interface SuccessRow {
  task_id: string;
  /** bigint: PostgreSQL gives it as text. */
  succeeded_at: number | string;
}

/** {@inheritDoc ReadinessStore} */
export class DatabaseReadinessStore implements ReadinessStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseReadinessStore {
    return new DatabaseReadinessStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async countPendingMigrations(): Promise<number> {
    const files = (await readdir(migrationsDirectory())).filter(file =>
      file.endsWith('.js'),
    );
    if (!(await this.#knex.schema.hasTable('knex_migrations'))) {
      return files.length;
    }
    const rows = await this.#knex<{ name: string }>('knex_migrations')
      .select('name')
      .timeout(QUERY_TIMEOUT_MS);
    const run = new Set(rows.map(row => row.name));
    return files.filter(file => !run.has(file)).length;
  }

  async markSucceeded(taskId: string, now: number): Promise<void> {
    await this.#knex<SuccessRow>('task_successes')
      .insert({ task_id: taskId, succeeded_at: now })
      .onConflict('task_id')
      .merge();
  }

  async lastSuccess(taskId: string): Promise<number | undefined> {
    const row = await this.#knex<SuccessRow>('task_successes')
      .where({ task_id: taskId })
      .first()
      .timeout(QUERY_TIMEOUT_MS);
    return row && Number(row.succeeded_at);
  }
}
