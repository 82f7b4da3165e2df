import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import { type ExportColumn, TakeAlong } from '../export';
import { Muted } from '../layout';
import type { LiveData } from '../live';
import { LiveNotice } from '../states';
import styles from './FactCard.module.css';

interface FactCardProps<T> {
  title: string;
  live: LiveData<T[]>;
  /** What is said when there is none. */
  empty: ReactNode;
  /** Who can grant the permission. */
  ownerRef?: string;
  takeAlong: { fileName: string; columns: readonly ExportColumn<T>[] };
  children: (items: T[]) => ReactNode;
}

/** Card of a list that the backend knows, with its loading, failure, stale and empty states. */
export function FactCard<T>(props: FactCardProps<T>) {
  const { title, live, empty, ownerRef, takeAlong, children } = props;
  const { data, failure } = live;
  return (
    <EntityInfoCard
      title={title}
      headerActions={
        <TakeAlong title={title} {...takeAlong} rows={data ?? []} />
      }
    >
      <div className={styles.content}>
        <LiveNotice live={[live]} ownerRef={ownerRef} />
        {data === undefined && failure === undefined && (
          <Skeleton width="100%" height="5rem" />
        )}
        {data?.length === 0 &&
          (typeof empty === 'string' ? <Muted as="p">{empty}</Muted> : empty)}
        {data !== undefined && data.length > 0 && children(data)}
      </div>
    </EntityInfoCard>
  );
}
