import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../platform/DatabaseReadsStore';
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

/** Most deployments that are read to answer all questions about the same environments. */
const LOOKED_BACK = 50;

/** The last deployments in some environments up to an instant. */
interface DeployedLook {
  environmentRefs: readonly string[];
  before: number;
  limit: number;
}

interface DeployedRow {
  question: number | string;
  environment_ref: string;
  artifact: string;
  deployed_at: number | string;
  id: string;
  source: string;
  event_id: string;
}

const deployedColumns: ReadColumns<DeployedRow> = {
  question: 'number',
  environment_ref: 'text',
  artifact: 'text',
  deployed_at: 'number',
  id: 'text',
  source: 'text',
  event_id: 'text',
};

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

const lastDeployedFirst = (a: DeployedRow, b: DeployedRow) =>
  Number(b.deployed_at) - Number(a.deployed_at) ||
  compare(a.id, b.id) ||
  compare(a.event_id, b.event_id) ||
  compare(a.source, b.source);

const toDeployed = (row: DeployedRow): DeployedArtifact => ({
  environmentRef: row.environment_ref,
  artifact: row.artifact,
  deployedAt: new Date(Number(row.deployed_at)).toISOString(),
  source: row.source,
  eventId: row.event_id,
});

/** Digits of the shortest commit id that is taken, in facts and in questions. */
const SHORTEST_COMMIT = 7;

const toRelease = (row: ReleaseRow) => JSON.parse(row.release) as Release;

/** {@link ReleaseStore} on SQLite and PostgreSQL. */
export class DatabaseReleaseStore implements ReleaseStore {
  readonly #database: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabaseReleaseStore {
    return new DatabaseReleaseStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#database = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  async get(releaseId: string): Promise<Release | undefined> {
    const row: ReleaseRow | undefined = await this.#database('releases')
      .where('id', releaseId)
      .first('environment_ref', 'release');
    return row && toRelease(row);
  }

  /** Each environment is looked at by itself: an index leads to its present, and years of releases are not read for it. */
  async getCurrent(
    environmentRefs: readonly string[],
  ): Promise<Map<string, Release>> {
    const refs = [...new Set(environmentRefs)];
    const rows: ReleaseRow[] = [];
    for (let start = 0; start < refs.length; start += QUESTIONS) {
      const selects = refs
        .slice(start, start + QUESTIONS)
        .map((environmentRef, index) =>
          this.#database
            .from(
              this.#database('releases')
                .where('environment_ref', environmentRef)
                .orderBy([
                  { column: 'standing', order: 'desc' },
                  { column: 'standing_at', order: 'desc' },
                  { column: 'id', order: 'asc' },
                ])
                .limit(1)
                .select('environment_ref', 'release')
                .as(`current_${index}`),
            )
            .select('environment_ref', 'release'),
        );
      rows.push(...(await this.#database.unionAll(selects, false)));
    }
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

  /** One look for all questions about the same environments; what lies further back than that is looked for by itself. */
  async getLastDeployed(
    questions: readonly {
      environmentRefs: readonly string[];
      before: number;
    }[],
  ): Promise<(DeployedArtifact | undefined)[]> {
    const groups = new Map<string, DeployedLook>();
    for (const { environmentRefs, before } of questions) {
      const key = environmentRefs.join(' ');
      const look = groups.get(key);
      groups.set(key, {
        environmentRefs,
        before: Math.max(before, look?.before ?? before),
        limit: look ? Math.min(look.limit + 2, LOOKED_BACK) : 1,
      });
    }
    const looks = [...groups.values()].filter(
      ({ environmentRefs }) => environmentRefs.length > 0,
    );
    const found = await this.#look(looks);
    const rowsOf = new Map(
      looks.map((look, index) => [
        look.environmentRefs.join(' '),
        { rows: found[index], isAll: found[index].length < look.limit },
      ]),
    );
    const newestBefore = (rows: readonly DeployedRow[], before: number) =>
      rows.find(row => Number(row.deployed_at) <= before);
    const answers = questions.map(({ environmentRefs, before }) => {
      const { rows, isAll } = rowsOf.get(environmentRefs.join(' ')) ?? {
        rows: [],
        isAll: true,
      };
      const row = newestBefore(rows, before);
      return { row, isOpen: !row && !isAll };
    });
    const open = questions.filter((_, index) => answers[index].isOpen);
    const rest = await this.#look(open.map(one => ({ ...one, limit: 1 })));
    return answers.map(({ row, isOpen }) => {
      const answer = isOpen ? rest.shift()![0] : row;
      return answer && toDeployed(answer);
    });
  }

  /** The last deployments of each look, newest first, in the order of the looks. */
  async #look(looks: readonly DeployedLook[]): Promise<DeployedRow[][]> {
    const answers: DeployedRow[][] = looks.map(() => []);
    for (let start = 0; start < looks.length; start += QUESTIONS) {
      const selects = looks
        .slice(start, start + QUESTIONS)
        .map((look, index) => this.#lastDeployed(look, start + index));
      const [only] = selects;
      const rows = await this.#reads.rows<DeployedRow>(
        selects.length === 1 ? only : this.#database.unionAll(selects, false),
        deployedColumns,
      );
      rows.forEach(row => answers[Number(row.question)].push(row));
    }
    answers.forEach(rows => rows.sort(lastDeployedFirst));
    return answers;
  }

  /** The releases that were deployed last, each with the events that said so. */
  #lastDeployed(look: DeployedLook, question: number): Knex.QueryBuilder {
    const last = this.#database('releases as r')
      .join('release_events as e', join =>
        join
          .on('e.environment_ref', 'r.environment_ref')
          .andOn('e.artifact', 'r.artifact')
          .andOn('e.occurred_at', 'r.deployed_at'),
      )
      .whereIn('r.environment_ref', look.environmentRefs)
      .whereIn('e.kind', ['deployed', 'rolled-back'])
      .andWhere('r.deployed_at', '<=', look.before)
      .orderBy([
        { column: 'r.deployed_at', order: 'desc' },
        { column: 'r.id' },
        { column: 'e.event_id' },
        { column: 'e.source' },
      ])
      .limit(look.limit)
      .select(
        this.#database.raw('cast(? as integer) as question', [question]),
        'r.environment_ref',
        'r.artifact',
        'r.deployed_at',
        'r.id',
        'e.source',
        'e.event_id',
      );
    return this.#database.from(last.as(`answer_${question}`)).select('*');
  }
}
