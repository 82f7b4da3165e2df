import type { Knex } from 'knex';
import type { ColumnType, ReadColumns, Reads } from './Reads';

export type { ReadColumns, Reads } from './Reads';

/** Each select by itself, at once. */
export const readsAtOnce: Reads = {
  rows: async select => select,
};

interface Asked {
  select: Knex.QueryBuilder;
  columns: readonly (readonly [string, ColumnType])[];
  done(rows: readonly object[]): void;
  failed(error: unknown): void;
}

/** A select with who asked for it: several capabilities may want the same. */
interface Part extends Pick<Asked, 'columns'> {
  sql: string;
  bindings: readonly Knex.RawBinding[];
  askedBy: Asked[];
}

type JointRow = Record<string, unknown> & { part: number | string };

const absent: Record<ColumnType, string> = {
  text: 'cast(null as text)',
  number: 'cast(null as bigint)',
};

/** Where the columns of a select stand in the row that all selects share: the first text is `text0`, the second number `number1`. */
function placesOf({ columns }: Part): Map<string, string> {
  const next: Record<ColumnType, number> = { text: 0, number: 0 };
  return new Map(
    columns.map(([name, type]) => {
      const place = `${type}${next[type]}`;
      next[type] += 1;
      return [place, name];
    }),
  );
}

/** The selects that differ. */
function partsOf(asked: readonly Asked[]): Part[] {
  const parts = new Map<string, Part>();
  for (const one of asked) {
    const { sql, bindings } = one.select.toSQL();
    const key = JSON.stringify([sql, bindings, one.columns]);
    const part = parts.get(key);
    if (part) {
      part.askedBy.push(one);
    } else {
      parts.set(key, {
        sql,
        bindings: bindings as Knex.RawBinding[],
        columns: one.columns,
        askedBy: [one],
      });
    }
  }
  return [...parts.values()];
}

/**
 * Reads rows. Selects that are asked for in one breath go to the database as one statement, and what is asked for meanwhile goes
 * with the next: each way there and back costs the server more than most selects cost the database. So whoever needs several
 * things asks for all of them before waiting for one, and a transaction gets one statement at a time all the same.
 *
 * Make one for each piece of work: what two pieces ask for must not wait for each other.
 */
export class DatabaseReads implements Reads {
  readonly #database: Knex;
  #asked: Asked[] = [];
  #isBusy = false;

  static create(options: { database: Knex }): DatabaseReads {
    return new DatabaseReads(options.database);
  }

  private constructor(database: Knex) {
    this.#database = database;
  }

  rows<TRow extends object>(
    select: Knex.QueryBuilder,
    columns: ReadColumns<TRow>,
  ): Promise<TRow[]> {
    return new Promise((done, failed) => {
      this.#asked.push({
        select,
        columns: Object.entries<ColumnType>(columns),
        done: rows => done(rows as TRow[]),
        failed,
      });
      this.#sendSoon();
    });
  }

  /** Once everybody who goes on by the last answer has asked what comes next. */
  #sendSoon(): void {
    if (!this.#isBusy) {
      this.#isBusy = true;
      setImmediate(() => this.#send());
    }
  }

  async #send(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      await this.#answer(asked);
    } catch (error) {
      asked.forEach(({ failed }) => failed(error));
    }
    this.#isBusy = false;
    if (this.#asked.length > 0) {
      this.#sendSoon();
    }
  }

  async #answer(asked: readonly Asked[]): Promise<void> {
    if (asked.length === 1) {
      asked[0].done(await asked[0].select);
      return;
    }
    const parts = partsOf(asked);
    const answers = await this.#read(parts);
    parts.forEach(({ askedBy }, index) =>
      // Rows of one's own: who got them may sort or change them
      askedBy.forEach(({ done }) =>
        done(answers[index].map(row => ({ ...row }))),
      ),
    );
  }

  async #read(asked: readonly Part[]): Promise<(readonly object[])[]> {
    const places = asked.map(placesOf);
    const shared = [...new Set(places.flatMap(place => [...place.keys()]))];
    const typeOf = (place: string) =>
      place.startsWith('text') ? 'text' : 'number';
    const parts = asked.map(({ sql }, part) => {
      const columns = shared.map(place => {
        const name = places[part].get(place);
        return `${
          name === undefined ? absent[typeOf(place)] : `p."${name}"`
        } as ${place}`;
      });
      return `select ${part} as part, ${columns.join(', ')} from (${sql}) as p`;
    });
    const rows: JointRow[] = await this.#database
      .from(
        this.#database.raw(
          `(${parts.join(' union all ')}) as r`,
          asked.flatMap(({ bindings }) => bindings),
        ),
      )
      .select('*');
    const answers: object[][] = asked.map(() => []);
    for (const row of rows) {
      const part = Number(row.part);
      const answer: Record<string, unknown> = {};
      places[part].forEach((name, place) => {
        answer[name] = row[place];
      });
      answers[part].push(answer);
    }
    return answers;
  }
}
