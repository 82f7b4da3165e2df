import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import { Muted } from '../layout';
import { StateAlert } from '../states';
import { odooTranslationRef } from '../translation';

interface RelatedStateProps {
  title: string;
  /** What is said when there is none. */
  empty: string;
  loading: boolean;
  error: Error | undefined;
  /** How many the catalog knows; it may know some and be asked anew. */
  count: number;
  /** Height of what comes, so that the page does not jump. */
  height?: string;
}

/** What a card of related entities says in place of them: that they load, that they failed to, that there are none. */
export function RelatedState(props: RelatedStateProps) {
  const { title, empty, loading, error, count, height = '5rem' } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (error !== undefined) {
    return (
      <StateAlert status="danger" title={title}>
        {t('catalog.related.error', { message: error.message })}
      </StateAlert>
    );
  }
  if (loading) {
    return <Skeleton width="100%" height={height} />;
  }
  return count === 0 ? <Muted as="p">{empty}</Muted> : null;
}
