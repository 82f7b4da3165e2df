import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import type { SeriesSupport } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted } from '../layout';
import type { LiveData } from '../live';
import { Age, useBusinessTimeZone, useNow } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import styles from './SeriesSupportState.module.css';
import { supportOf } from './seriesSupport';

interface SeriesSupportStateProps {
  series: string;
  table: LiveData<SeriesSupport[]>;
}

/** Until when a series is supported, with shape and word; past its end it is a warning, and unlisted is unknown. */
export function SeriesSupportState(props: SeriesSupportStateProps) {
  const { series, table } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const zone = useBusinessTimeZone();
  const now = useNow();
  if (table.data === undefined) {
    return table.failure === undefined ? (
      <Skeleton width="10rem" height="1rem" />
    ) : (
      <StatusWord status="unknown">{t('catalog.support.unread')}</StatusWord>
    );
  }
  const { status, endsAt, date } = supportOf(series, table.data, now, zone);
  if (endsAt === undefined || date === undefined) {
    return (
      <>
        <StatusWord status={status}>{t('catalog.support.unlisted')}</StatusWord>
        <Muted as="p">{t('catalog.support.unlistedWhy', { series })}</Muted>
      </>
    );
  }
  return (
    <>
      <StatusWord status={status}>
        {t(
          status === 'warning' ? 'catalog.support.ended' : 'catalog.support.ok',
          { date },
        )}
      </StatusWord>{' '}
      <span className={styles.age}>
        <Muted>
          <Age at={endsAt} />
        </Muted>
      </span>
    </>
  );
}
