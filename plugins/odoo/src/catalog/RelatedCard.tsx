import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { type DataColumn, DataTable } from '../layout';
import { RelatedState } from './RelatedState';

interface RelatedCardProps<T extends object> {
  title: string;
  /** What is said when there is none. */
  empty: string;
  related: {
    items: T[] | undefined;
    loading: boolean;
    error: Error | undefined;
  };
  rowId: (item: T) => string;
  columns: readonly DataColumn<T>[];
}

/** Card of a list that the catalog knows, with its loading, error and empty states. */
export function RelatedCard<T extends object>(props: RelatedCardProps<T>) {
  const { title, empty, rowId, columns } = props;
  const { items, loading, error } = props.related;
  return (
    <EntityInfoCard title={title}>
      <RelatedState
        title={title}
        empty={empty}
        loading={loading}
        error={error}
        count={items?.length ?? 0}
      />
      {items !== undefined && items.length > 0 && (
        <DataTable label={title} columns={columns} rows={items} rowId={rowId} />
      )}
    </EntityInfoCard>
  );
}
