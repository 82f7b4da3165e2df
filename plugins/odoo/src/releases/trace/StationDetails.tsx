import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { TraceStation } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Fragment } from 'react';
import { FactList } from '../../layout';
import { formatSeconds, Instant, Sentence } from '../../time';
import { odooTranslationRef } from '../../translation';
import { EvidenceList, SourceLink, StatusWord } from '../../verdict';
import { Person } from '../Person';
import { statusOfState } from './stationShape';
import styles from './TraceLine.module.css';

/** Everything about one station: state, times, people, sentences, what would fill it, and where that comes from. */
export function StationDetails(props: { station: TraceStation }) {
  const { station } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const { startedAt, at, durationSeconds, actors, url } = station;
  return (
    <div className={styles.content}>
      <div className={styles.head}>
        <Text as="h3" variant="body-medium" weight="bold">
          {t(`trace.id.${station.id}`)}
        </Text>
        <StatusWord status={statusOfState[station.state]}>
          {t(`trace.state.${station.state}`)}
        </StatusWord>
      </div>
      <FactList
        items={[
          startedAt === undefined
            ? undefined
            : [t('trace.began'), <Instant key="began" at={startedAt} />],
          at === undefined
            ? undefined
            : [t('trace.ended'), <Instant key="ended" at={at} />],
          durationSeconds === undefined
            ? undefined
            : [t('trace.took'), formatSeconds(durationSeconds)],
          actors.length === 0
            ? undefined
            : [t('trace.who'), <People key="who" names={actors} />],
          url === undefined
            ? undefined
            : [
                t('trace.source'),
                <SourceLink
                  key="source"
                  url={url}
                  text={t('trace.open')}
                  size="small"
                />,
              ],
        ]}
      />
      {station.details.map(detail => (
        <p key={detail} className={styles.sentence}>
          <Sentence text={detail} />
        </p>
      ))}
      {station.missing.length > 0 && (
        <div>
          <Text as="h4" variant="body-small" weight="bold">
            {t('trace.missing')}
          </Text>
          {station.missing.map(sentence => (
            <p key={sentence} className={styles.sentence}>
              <Sentence text={sentence} />
            </p>
          ))}
        </div>
      )}
      <EvidenceList evidence={station.evidence} />
    </div>
  );
}

/** People as the source or the catalog names them, with commas. */
export function People(props: { names: readonly string[] }) {
  return (
    <>
      {props.names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <Person name={name} />
        </Fragment>
      ))}
    </>
  );
}
