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

type JointRow = Record<string, unknown> & { part: number | string };

const absent: Record<ColumnType, string> = {
  text: 'cast(null as text)',
  number: 'cast(null as bigint)',
};

/** Where the columns of a select stand in the row that all selects share: the first text is `text0`, the second number `number1`. */
function placesOf({ columns }: Asked): Map<string, string> {
  const next: Record<ColumnType, number> = { text: 0, number: 0 };
  return new Map(
    columns.map(([name, type]) => {
      const place = `${type}${next[type]}`;
      next[type] += 1;
      return [place, name];
    }),
  );
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
      const answers = await this.#read(asked);
      asked.forEach(({ done }, index) => done(answers[index]));
    } catch (error) {
      asked.forEach(({ failed }) => failed(error));
    }
    this.#isBusy = false;
    if (this.#asked.length > 0) {
      this.#sendSoon();
    }
  }

  async #read(asked: readonly Asked[]): Promise<(readonly object[])[]> {
    if (asked.length === 1) {
      return [await asked[0].select];
    }
    const places = asked.map(placesOf);
    const shared = [...new Set(places.flatMap(place => [...place.keys()]))];
    const typeOf = (place: string) =>
      place.startsWith('text') ? 'text' : 'number';
    const bindings: Knex.RawBinding[] = [];
    const parts = asked.map(({ select }, part) => {
      const compiled = select.toSQL();
      bindings.push(...(compiled.bindings as Knex.RawBinding[]));
      const columns = shared.map(place => {
        const name = places[part].get(place);
        return `${
          name === undefined ? absent[typeOf(place)] : `p."${name}"`
        } as ${place}`;
      });
      return `select ${part} as part, ${columns.join(', ')} from (${
        compiled.sql
      }) as p`;
    });
    const rows: JointRow[] = await this.#database
      .from(this.#database.raw(`(${parts.join(' union all ')}) as r`, bindings))
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
