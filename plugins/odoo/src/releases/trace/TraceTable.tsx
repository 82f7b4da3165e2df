import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ReleaseTrace,
  TraceStation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type DataColumn, DataTable } from '../../layout';
import { formatSeconds, Instant } from '../../time';
import { odooTranslationRef } from '../../translation';
import { SourceLink, StatusWord } from '../../verdict';
import { People } from './StationDetails';
import { statusOfState } from './stationShape';

/** The trace for who would rather read. */
export function TraceTable(props: { trace: ReleaseTrace }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const columns: DataColumn<TraceStation>[] = [
    {
      id: 'station',
      label: t('trace.station'),
      cell: row => t(`trace.id.${row.id}`),
    },
    {
      id: 'state',
      label: t('trace.stateColumn'),
      cell: row => (
        <StatusWord status={statusOfState[row.state]}>
          {t(`trace.state.${row.state}`)}
        </StatusWord>
      ),
    },
    { id: 'summary', label: t('trace.summary'), cell: row => row.summary },
    {
      id: 'when',
      label: t('trace.when'),
      cell: row => {
        const at = row.at ?? row.startedAt;
        return at === undefined ? '' : <Instant at={at} />;
      },
    },
    {
      id: 'took',
      label: t('trace.took'),
      cell: row =>
        row.durationSeconds === undefined
          ? ''
          : formatSeconds(row.durationSeconds),
    },
    {
      id: 'who',
      label: t('trace.who'),
      cell: row => <People names={row.actors} />,
    },
    {
      id: 'known',
      label: t('trace.known'),
      cell: row => (
        <>
          {row.details.join(' ')}{' '}
          {row.url !== undefined && (
            <SourceLink url={row.url} text={t('trace.open')} size="small" />
          )}
        </>
      ),
    },
    {
      id: 'missing',
      label: t('trace.missing'),
      cell: row => row.missing.join(' '),
    },
  ];
  return (
    <DataTable
      label={t('trace.title')}
      columns={columns}
      rows={props.trace}
      rowId={row => row.id}
    />
  );
}
