import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RestoreDrillItem } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../api';
import { type ExportColumn, TakeAlong } from '../export';
import {
  type DataColumn,
  DataTable,
  type ListPanelProps,
  Muted,
  PageTurner,
  Panel,
} from '../layout';
import { useLiveData } from '../live';
import { safeHref } from '../links';
import { LiveBody } from '../states';
import { formatSeconds, Instant, ShortInstant } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink, sourceName, StatusWord } from '../verdict';

const PAGE_SIZE = 10;

const exportColumns: readonly ExportColumn<RestoreDrillItem>[] = [
  { header: 'at', value: row => row.at },
  { header: 'environment', value: row => row.environmentRef },
  { header: 'area', value: row => row.area },
  { header: 'outcome', value: row => row.outcome },
  { header: 'durationSeconds', value: row => row.durationSeconds },
  { header: 'restoredTo', value: row => row.restoredTo },
  { header: 'backup', value: row => row.backup },
  { header: 'database', value: row => row.database },
  { header: 'rowsCompared', value: row => row.rowsCompared },
  {
    header: 'checks',
    value: row =>
      row.checks
        ?.map(({ name, passed }) => `${name}: ${passed ? 'passed' : 'failed'}`)
        .join('; '),
  },
  { header: 'message', value: row => row.message },
  { header: 'source', value: row => row.source },
  { header: 'url', value: row => row.url },
];

/** Restores that were tried: the only proof there is. */
export function DrillsPanel(props: ListPanelProps) {
  const { environmentRef, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const page = useLiveData(`${environmentRef} ${cursor ?? ''}`, tick, signal =>
    api.listRestoreDrills(
      { entityRef: environmentRef, limit: PAGE_SIZE, cursor },
      { signal },
    ),
  );
  const title = t('backup.drills.title');
  const columns: DataColumn<RestoreDrillItem>[] = [
    {
      id: 'when',
      label: t('backup.drills.when'),
      cell: row => <Instant at={row.at} />,
    },
    {
      id: 'outcome',
      label: t('backup.drills.outcome'),
      cell: ({ outcome, message }) => (
        <>
          <StatusWord status={outcome === 'success' ? 'ok' : 'critical'}>
            {t(`backup.drills.${outcome}`)}
          </StatusWord>
          {message !== undefined && <div>{message}</div>}
        </>
      ),
    },
    {
      id: 'area',
      label: t('backup.drills.area'),
      cell: row => t(`backup.area.${row.area}`),
    },
    {
      id: 'took',
      label: t('backup.drills.took'),
      cell: row => formatSeconds(row.durationSeconds),
    },
    {
      id: 'restoredTo',
      label: t('backup.drills.restoredTo'),
      cell: row => (
        <>
          {row.restoredTo !== undefined && <ShortInstant at={row.restoredTo} />}
          {row.backup !== undefined && (
            <div>
              <Muted>{t('backup.drills.backup', { name: row.backup })}</Muted>
            </div>
          )}
          {row.database !== undefined && (
            <div>
              <Muted>
                {t('backup.drills.database', { name: row.database })}
              </Muted>
            </div>
          )}
        </>
      ),
    },
    {
      id: 'checks',
      label: t('backup.drills.checks'),
      cell: row => <Checks drill={row} />,
    },
    {
      id: 'source',
      label: t('backup.drills.source'),
      cell: row => (
        <>
          {sourceName(row.source)}
          {safeHref(row.url) !== undefined && (
            <div>
              <SourceLink
                url={row.url}
                text={t('backup.drills.open')}
                size="small"
              />
            </div>
          )}
        </>
      ),
    },
  ];
  return (
    <Panel
      id="drills"
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-drills`}
          columns={exportColumns}
          rows={page.data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={page}
        height="4rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('backup.drills.empty')}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={items}
            rowId={row => row.id}
          />
        )}
      </LiveBody>
      <PageTurner
        cursors={cursors}
        nextCursor={page.data?.nextCursor}
        onTurn={setCursors}
      />
    </Panel>
  );
}

function Checks(props: { drill: RestoreDrillItem }) {
  const { checks = [], rowsCompared } = props.drill;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <>
      {checks.map(({ name, passed, detail }) => (
        <div key={name}>
          {name}:{' '}
          <StatusWord status={passed ? 'ok' : 'critical'}>
            {passed ? t('backup.drills.passed') : t('backup.drills.notPassed')}
          </StatusWord>
          {detail !== undefined && <Muted> {detail}</Muted>}
        </div>
      ))}
      {rowsCompared !== undefined &&
        t('backup.areas.rows', { count: rowsCompared })}
    </>
  );
}
