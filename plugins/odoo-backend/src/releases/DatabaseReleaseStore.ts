import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type {
  DeployedArtifact,
  ReleasePosition,
  ReleaseStore,
} from './ReleaseStore';

interface ReleaseRow {
  environment_ref: string;
  release: string;
}

/** Questions that one statement answers: SQLite joins at most 500 selects. */
const QUESTIONS = 200;

/** Digits of the shortest commit id that is taken, in facts and in questions. */
const SHORTEST_COMMIT = 7;

const toRelease = (row: ReleaseRow) => JSON.parse(row.release) as Release;

/** {@link ReleaseStore} on SQLite and PostgreSQL. */
export class DatabaseReleaseStore implements ReleaseStore {
  readonly #database: Knex;

  static create(options: { database: Knex }): DatabaseReleaseStore {
    return new DatabaseReleaseStore(options.database);
  }

  private constructor(database: Knex) {
    this.#database = database;
  }

  async get(releaseId: string): Promise<Release | undefined> {
    const row: ReleaseRow | undefined = await this.#database('releases')
      .where('id', releaseId)
      .first('environment_ref', 'release');
    return row && toRelease(row);
  }

  async getCurrent(
    environmentRefs: readonly string[],
  ): Promise<Map<string, Release>> {
    const rows: ReleaseRow[] = await this.#database
      .with('ranked', query =>
        query
          .from('releases')
          .whereIn('environment_ref', environmentRefs)
          .select('environment_ref', 'release')
          .rowNumber('n', over =>
            over.partitionBy('environment_ref').orderBy([
              { column: 'standing', order: 'desc' },
              { column: 'standing_at', order: 'desc' },
              { column: 'id', order: 'asc' },
            ]),
          ),
      )
      .from('ranked')
      .where('n', 1)
      .select('environment_ref', 'release');
    return new Map(rows.map(row => [row.environment_ref, toRelease(row)]));
  }

  async getLatestAttempt(
    environmentRef: string,
    artifact: string,
  ): Promise<Release | undefined> {
    const row: ReleaseRow | undefined = await this.#database('releases')
      .where({ environment_ref: environmentRef, artifact })
      .orderBy('attempt', 'desc')
      .first('environment_ref', 'release');
    return row && toRelease(row);
  }

  async listByCommit(
    environmentRef: string,
    commit: string,
  ): Promise<Release[]> {
    // Hexadecimal digits only, so nothing in it is a pattern; which field they stand in is looked at below
    const rows: ReleaseRow[] = await this.#database('releases')
      .where('environment_ref', environmentRef)
      .where('release', 'like', `%"${commit.slice(0, SHORTEST_COMMIT)}%`)
      .orderBy([{ column: 'first_seen_at', order: 'desc' }, { column: 'id' }])
      .select('environment_ref', 'release');
    return rows
      .map(toRelease)
      .filter(({ facts }) =>
        facts.commits?.value.some(
          id => id.startsWith(commit) || commit.startsWith(id),
        ),
      );
  }

  async list(
    environmentRefs: readonly string[],
    after: ReleasePosition | undefined,
    limit: number,
  ): Promise<Release[]> {
    const rows: ReleaseRow[] = await this.#database('releases')
      .whereIn('environment_ref', environmentRefs)
      .modify(query => {
        if (after) {
          query.andWhere(place =>
            place
              .where('first_seen_at', '<', after.firstSeenAt)
              .orWhere(tie =>
                tie
                  .where('first_seen_at', after.firstSeenAt)
                  .andWhere('id', '>', after.id),
              ),
          );
        }
      })
      .orderBy([
        { column: 'first_seen_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ])
      .limit(limit)
      .select('environment_ref', 'release');
    return rows.map(toRelease);
  }

  async listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const rows: { environment_ref: string }[] = await this.#database('releases')
      .modify(query => {
        if (after !== undefined) {
          query.where('environment_ref', '>', after);
        }
      })
      .distinct('environment_ref')
      .orderBy('environment_ref')
      .limit(limit);
    return rows.map(row => row.environment_ref);
  }

  async getLastDeployed(
    questions: readonly {
      environmentRefs: readonly string[];
      before: number;
    }[],
  ): Promise<(DeployedArtifact | undefined)[]> {
    const answers: (DeployedArtifact | undefined)[] = questions.map(
      () => undefined,
    );
    const asked = questions.flatMap(({ environmentRefs, before }, index) =>
      environmentRefs.length > 0 ? [{ environmentRefs, before, index }] : [],
    );
    for (let start = 0; start < asked.length; start += QUESTIONS) {
      const selects = asked
        .slice(start, start + QUESTIONS)
        .map(question => this.#lastDeployed(question));
      const rows: {
        question: number | string;
        environment_ref: string;
        artifact: string;
        deployed_at: number | string;
        source: string;
        event_id: string;
      }[] = await this.#database
        .from(this.#database.unionAll(selects, false).as('answers'))
        .select('*');
      for (const row of rows) {
        answers[Number(row.question)] = {
          environmentRef: row.environment_ref,
          artifact: row.artifact,
          deployedAt: new Date(Number(row.deployed_at)).toISOString(),
          source: row.source,
          eventId: row.event_id,
        };
      }
    }
    return answers;
  }

  /** The release that was deployed last, with the event that said so. */
  #lastDeployed(question: {
    environmentRefs: readonly string[];
    before: number;
    index: number;
  }): Knex.QueryBuilder {
    const last = this.#database('releases as r')
      .join('release_events as e', join =>
        join
          .on('e.environment_ref', 'r.environment_ref')
          .andOn('e.artifact', 'r.artifact')
          .andOn('e.occurred_at', 'r.deployed_at'),
      )
      .whereIn('r.environment_ref', question.environmentRefs)
      .whereIn('e.kind', ['deployed', 'rolled-back'])
      .andWhere('r.deployed_at', '<=', question.before)
      .orderBy([
        { column: 'r.deployed_at', order: 'desc' },
        { column: 'r.id' },
        { column: 'e.event_id' },
        { column: 'e.source' },
      ])
      .limit(1)
      .select(
        this.#database.raw('cast(? as integer) as question', [question.index]),
        'r.environment_ref',
        'r.artifact',
        'r.deployed_at',
        'e.source',
        'e.event_id',
      );
    return this.#database.from(last.as(`answer_${question.index}`)).select('*');
  }
}
