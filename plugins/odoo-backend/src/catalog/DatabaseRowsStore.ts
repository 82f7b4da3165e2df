import { isDeepStrictEqual } from 'node:util';
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

/**
 * Writes only what differs, so that a refresh that finds nothing new costs one read. Gives the keys that differ. A difference in
 * the column `stamp` alone is none: it says when the row was written.
 */
export async function replaceRows<TRow extends object>(
  tx: Knex.Transaction,
  table: string,
  key: keyof TRow & string,
  rows: readonly TRow[],
  within?: readonly string[],
  stamp?: keyof TRow & string,
): Promise<string[]> {
  const facts = (row: TRow | undefined) => ({
    ...row,
    ...(stamp && { [stamp]: undefined }),
  });
  const keyOf = (row: TRow) => String(row[key]);
  const stored = new Map<string, TRow>();
  const before: TRow[] = within
    ? await selectIn<TRow>(tx, table, key, within)
    : await tx(table).select('*');
  for (const row of before) {
    stored.set(keyOf(row), row);
  }
  const wanted = new Set(rows.map(keyOf));
  const gone = [...stored.keys()].filter(ref => !wanted.has(ref));
  const written = rows.filter(
    row => !isDeepStrictEqual(facts(stored.get(keyOf(row))), facts(row)),
  );
  for (const batch of inBatches(gone)) {
    await tx(table).whereIn(key, batch).delete();
  }
  for (const batch of inBatches(written)) {
    await tx(table).insert(batch).onConflict(key).merge();
  }
  return [...gone, ...written.map(keyOf)];
}
