import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../../platform/database';
import { readsAtOnce, type Reads } from '../../platform/DatabaseReadsStore';
import type { SharedBy, SurroundingsStore } from './SurroundingsStore';

/** Looks that one statement takes: SQLite joins at most 500 selects. */
const LOOKS = 200;

/** The newest releases of an environment up to an instant. */
interface Look {
  environmentRef: string;
  before: number;
  limit: number;
}

interface SeenRow {
  look: number | string;
  release: string;
  first_seen_at: number | string;
  id: string;
}

interface SeenRelease {
  firstSeenAt: number;
  release: Release;
}

interface CountRow {
  shared: string;
  tenants: number | string;
  environments: number | string;
}

/** {@link SurroundingsStore} on SQLite and PostgreSQL. */
export class DatabaseSurroundingsStore implements SurroundingsStore {
  readonly #database: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabaseSurroundingsStore {
    return new DatabaseSurroundingsStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#database = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  /**
   * One look for all questions about an environment, since most are about its last releases, one after the other; a question that
   * this does not answer is looked into by itself.
   */
  async listSeenBefore(
    questions: readonly { environmentRef: string; before: number }[],
    limit: number,
  ): Promise<Release[][]> {
    const looks = new Map<string, Look>();
    for (const { environmentRef, before } of questions) {
      const look = looks.get(environmentRef);
      looks.set(environmentRef, {
        environmentRef,
        before: Math.max(before, look?.before ?? before),
        limit: (look?.limit ?? limit - 1) + 1,
      });
    }
    const found = await this.#look([...looks.values()]);
    const seen = new Map(
      [...looks].map(([environmentRef, look], index) => [
        environmentRef,
        { rows: found[index], isAll: found[index].length < look.limit },
      ]),
    );
    const answers = questions.map(({ environmentRef, before }) => {
      const { rows, isAll } = seen.get(environmentRef)!;
      const own = rows.filter(row => row.firstSeenAt <= before).slice(0, limit);
      return isAll || own.length === limit ? own : undefined;
    });
    const open = questions.filter((_, index) => answers[index] === undefined);
    const rest = await this.#look(
      open.map(question => ({ ...question, limit })),
    );
    return answers.map(answer =>
      (answer ?? rest.shift()!).map(({ release }) => release),
    );
  }

  /** The newest releases of each look, in the order of the looks. */
  async #look(looks: readonly Look[]): Promise<SeenRelease[][]> {
    const answers: SeenRelease[][] = looks.map(() => []);
    const indexed = looks.map((look, index) => ({ look, index }));
    for (let start = 0; start < indexed.length; start += LOOKS) {
      const selects = indexed
        .slice(start, start + LOOKS)
        .map(({ look, index }) => {
          const newest = this.#database('releases')
            .where('environment_ref', look.environmentRef)
            .andWhere('first_seen_at', '<=', look.before)
            .orderBy([
              { column: 'first_seen_at', order: 'desc' },
              { column: 'id' },
            ])
            .limit(look.limit)
            .select(
              this.#database.raw('cast(? as integer) as look', [index]),
              'release',
              'first_seen_at',
              'id',
            );
          return this.#database.from(newest.as(`newest_${index}`)).select('*');
        });
      const [only] = selects;
      const rows = await this.#reads.rows<SeenRow>(
        selects.length === 1 ? only : this.#database.unionAll(selects, false),
        {
          look: 'number',
          release: 'text',
          first_seen_at: 'number',
          id: 'text',
        },
      );
      rows.sort(
        (a, b) =>
          Number(b.first_seen_at) - Number(a.first_seen_at) ||
          (a.id < b.id ? -1 : 1),
      );
      for (const row of rows) {
        answers[Number(row.look)].push({
          firstSeenAt: Number(row.first_seen_at),
          release: JSON.parse(row.release) as Release,
        });
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
      const rows = await this.#reads.rows<CountRow>(
        select(batch)
          .join({ e: 'environments' }, 'e.environment_ref', 's.environment_ref')
          .countDistinct({ tenants: 'e.tenant_ref' })
          .countDistinct({ environments: 's.environment_ref' }),
        { shared: 'text', tenants: 'number', environments: 'number' },
      );
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
