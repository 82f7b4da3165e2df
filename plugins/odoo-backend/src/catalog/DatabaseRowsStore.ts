import type { Knex } from 'knex';
import { inBatches } from '../platform/database';

/** Rows whose column has one of the values, in statements that both databases take. */
export async function selectIn<TRow extends object>(
  knex: Knex,
  table: string,
  column: keyof TRow & string,
  values: readonly string[],
  narrow: (query: Knex.QueryBuilder) => void = () => {},
): Promise<TRow[]> {
  const rows: TRow[] = [];
  for (const batch of inBatches([...new Set(values)])) {
    rows.push(
      ...(await knex(table)
        .whereIn(column, batch)
        .modify(query => narrow(query))
        .select('*')),
    );
  }
  return rows;
}
