import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A column of a {@link DataTable}; the first one names the row. */
export interface DataColumn<T> {
  id: string;
  label: string;
  cell: (row: T) => ReactNode;
}

interface DataTableProps<T> {
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
}

/** A plain table of text and links; where its panel is narrow, each row becomes a list of names and values. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rows, rowId } = props;
  return (
    <div className={styles.frame}>
      <TableRoot aria-label={label} className={styles.table}>
        <TableHeader className={styles.header}>
          {columns.map((column, index) => (
            <Column key={column.id} id={column.id} isRowHeader={index === 0}>
              {column.label}
            </Column>
          ))}
        </TableHeader>
        <TableBody>
          {rows.map(row => (
            <Row key={rowId(row)} id={rowId(row)} className={styles.row}>
              {columns.map(column => (
                <Cell
                  key={column.id}
                  className={styles.cell}
                  data-label={column.label}
                >
                  <div>{column.cell(row)}</div>
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </TableRoot>
    </div>
  );
}
