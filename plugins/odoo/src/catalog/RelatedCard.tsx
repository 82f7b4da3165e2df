import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import { type DataColumn, DataTable, Muted } from '../layout';
import { StateAlert } from '../states';
import { odooTranslationRef } from '../translation';

interface RelatedCardProps<T extends Entity> {
  title: string;
  /** What is said when there is none. */
  empty: string;
  related: {
    entities: T[] | undefined;
    loading: boolean;
    error: Error | undefined;
  };
  columns: readonly DataColumn<T>[];
}

/** Card that lists entities of the catalog, with its loading, error and empty states. */
export function RelatedCard<T extends Entity>(props: RelatedCardProps<T>) {
  const { title, empty, columns } = props;
  const { entities, loading, error } = props.related;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <EntityInfoCard title={title}>
      {loading && <Skeleton width="100%" height="5rem" />}
      {error !== undefined && (
        <StateAlert status="danger" title={title}>
          {t('catalog.related.error', { message: error.message })}
        </StateAlert>
      )}
      {!loading && error === undefined && !entities?.length && (
        <Muted as="p">{empty}</Muted>
      )}
      {entities !== undefined && entities.length > 0 && (
        <DataTable
          label={title}
          columns={columns}
          rows={entities}
          rowId={stringifyEntityRef}
        />
      )}
    </EntityInfoCard>
  );
}
