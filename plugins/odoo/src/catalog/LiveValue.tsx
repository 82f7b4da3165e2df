import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { LiveData } from '../live';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';

interface LiveValueProps<T> {
  live: LiveData<T>;
  children: (data: T) => ReactNode;
}

/** One value among others: a bar while it is under way, and the word unknown with its reason when it could not be had. */
export function LiveValue<T>(props: LiveValueProps<T>) {
  const { live, children } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (live.data !== undefined) {
    return <>{children(live.data)}</>;
  }
  return live.failure === undefined ? (
    <Skeleton width="6rem" height="1rem" />
  ) : (
    <StatusWord status="unknown">
      {t(
        live.failure.kind === 'denied'
          ? 'catalog.notRead.denied'
          : 'catalog.notRead.other',
      )}
    </StatusWord>
  );
}
