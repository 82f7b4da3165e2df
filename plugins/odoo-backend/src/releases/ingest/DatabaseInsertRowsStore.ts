import type { Knex } from 'knex';

type Row = Record<string, string | number | null>;

/**
 * Inserts rows of equal columns with one statement. On PostgreSQL the rows travel as one JSON value: thousands of separate
 * parameters cost the server and this process more than all else that a batch of events does.
 *
 * @param finish - adds what happens on a conflict and what is returned
 */
export async function insertRows<TReturned = unknown>(
  connection: Knex,
  table: string,
  rows: readonly Row[],
  finish: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<TReturned[]> {
  if (connection.client.config.client !== 'pg') {
    return finish(connection(table).insert(rows));
  }
  const columns = Object.keys(rows[0]);
  return finish(
    connection(
      connection.raw('?? (??)', [table, columns]) as unknown as string,
    ).insert(
      connection
        .select(columns)
        .from(
          connection.raw('json_populate_recordset(null::??, ?::json)', [
            table,
            JSON.stringify(rows),
          ]),
        ),
    ),
  );
}
