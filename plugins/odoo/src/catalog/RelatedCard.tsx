import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import { type DataColumn, DataTable, Muted } from '../layout';
import { StateAlert } from '../states';
import { odooTranslationRef } from '../translation';

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
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityInfoCard title={title}>
      {loading && <Skeleton width="100%" height="5rem" />}
      {error !== undefined && (
        <StateAlert status="danger" title={title}>
          {t('catalog.related.error', { message: error.message })}
        </StateAlert>
      )}
      {!loading && error === undefined && !items?.length && (
        <Muted as="p">{empty}</Muted>
      )}
      {items !== undefined && items.length > 0 && (
        <DataTable label={title} columns={columns} rows={items} rowId={rowId} />
      )}
    </EntityInfoCard>
  );
}
