import type { DatabaseQuery } from './database';

/** How a column travels: the selects of one statement have to agree on it. */
export type ColumnType = 'text' | 'number';

/** Every column that a select gives. */
export type ReadColumns<TRow> = {
  readonly [K in keyof TRow & string]-?: ColumnType;
};

/** Reads rows from the database. */
export interface Reads {
  /** The rows of a select, in no order: sort them, or have the select give one row. A number may come as text. */
  rows<TRow extends object>(
    select: DatabaseQuery,
    columns: ReadColumns<TRow>,
  ): Promise<TRow[]>;
}
