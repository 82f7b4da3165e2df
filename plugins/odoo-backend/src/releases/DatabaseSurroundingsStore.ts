import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type { SharedBy, SurroundingsStore } from './SurroundingsStore';

/** Questions that one statement answers: SQLite joins at most 500 selects. */
const QUESTIONS = 200;

interface CountRow {
  shared: string;
  tenants: number | string;
  environments: number | string;
}

/** {@link SurroundingsStore} on SQLite and PostgreSQL. */
export class DatabaseSurroundingsStore implements SurroundingsStore {
  readonly #database: Knex;

  static create(options: { database: Knex }): DatabaseSurroundingsStore {
    return new DatabaseSurroundingsStore(options.database);
  }

  private constructor(database: Knex) {
    this.#database = database;
  }

  async listSeenBefore(
    questions: readonly { environmentRef: string; before: number }[],
    limit: number,
  ): Promise<Release[][]> {
    const answers: Release[][] = questions.map(() => []);
    const indexed = questions.map((question, index) => ({ question, index }));
    for (let start = 0; start < indexed.length; start += QUESTIONS) {
      const selects = indexed
        .slice(start, start + QUESTIONS)
        .map(({ question, index }) => {
          const newest = this.#database('releases')
            .where('environment_ref', question.environmentRef)
            .andWhere('first_seen_at', '<=', question.before)
            .orderBy([
              { column: 'first_seen_at', order: 'desc' },
              { column: 'id' },
            ])
            .limit(limit)
            .select(
              this.#database.raw('cast(? as integer) as question', [index]),
              'release',
              'first_seen_at',
              'id',
            );
          return this.#database.from(newest.as(`newest_${index}`)).select('*');
        });
      const rows: { question: number | string; release: string }[] =
        await this.#database
          .from(this.#database.unionAll(selects, false).as('answers'))
          .orderBy([
            { column: 'question' },
            { column: 'first_seen_at', order: 'desc' },
            { column: 'id' },
          ])
          .select('question', 'release');
      for (const { question, release } of rows) {
        answers[Number(question)].push(JSON.parse(release) as Release);
      }
    }
    return answers;
  }

  countRunning(artifacts: readonly string[]): Promise<Map<string, SharedBy>> {
    return this.#count(artifacts, batch =>
      this.#database({ s: 'releases' })
        .whereIn('s.artifact', batch)
        .whereNotNull('s.deployed_at')
        .whereNull('s.ended_at')
        .groupBy('s.artifact')
        .select({ shared: 's.artifact' }),
    );
  }

  countOnComponents(
    componentRefs: readonly string[],
  ): Promise<Map<string, SharedBy>> {
    return this.#count(componentRefs, batch =>
      this.#database({ s: 'environment_components' })
        .whereIn('s.component_ref', batch)
        .groupBy('s.component_ref')
        .select({ shared: 's.component_ref' }),
    );
  }

  /** Counts in the database: a shared cluster has more environments than one answer should carry. */
  async #count(
    values: readonly string[],
    select: (batch: readonly string[]) => Knex.QueryBuilder,
  ): Promise<Map<string, SharedBy>> {
    const counts = new Map<string, SharedBy>();
    for (const batch of inBatches([...new Set(values)])) {
      const rows: CountRow[] = await select(batch)
        .join({ e: 'environments' }, 'e.environment_ref', 's.environment_ref')
        .countDistinct({
          tenants: 'e.tenant_ref',
        })
        .countDistinct({ environments: 's.environment_ref' });
      for (const { shared, tenants, environments } of rows) {
        counts.set(shared, {
          tenants: Number(tenants),
          environments: Number(environments),
        });
      }
    }
    return counts;
  }
}
