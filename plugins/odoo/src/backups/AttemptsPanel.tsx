import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type {
  BackupAttemptItem,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
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
import { LiveBody } from '../states';
import { formatSeconds, Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';

const PAGE_SIZE = 10;

const outcomes = ['all', 'failures'] as const;

type Outcome = (typeof outcomes)[number];

const statusOf: Record<BackupAttemptItem['status'], VerdictStatus> = {
  observed: 'ok',
  empty: 'warning',
  unreachable: 'unknown',
  unauthorised: 'unknown',
  malformed: 'unknown',
};

const exportColumns: readonly ExportColumn<BackupAttemptItem>[] = [
  { header: 'attemptedAt', value: row => row.attemptedAt },
  { header: 'environment', value: row => row.environmentRef },
  { header: 'area', value: row => row.area },
  { header: 'source', value: row => row.source },
  { header: 'target', value: row => row.target },
  { header: 'by', value: row => row.by },
  { header: 'status', value: row => row.status },
  { header: 'tookMs', value: row => row.tookMs },
  { header: 'message', value: row => row.message },
];

/** Every attempt to read a source, newest first: where nothing could be read, that is said, and is not «no backups». */
export function AttemptsPanel(props: ListPanelProps) {
  const { environmentRef, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [outcome, setOutcome] = useState<Outcome>('all');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const page = useLiveData(
    `${environmentRef} ${outcome} ${cursor ?? ''}`,
    tick,
    signal =>
      api.listBackupAttempts(
        { entityRef: environmentRef, outcome, limit: PAGE_SIZE, cursor },
        { signal },
      ),
  );
  const title = t('backup.attempts.title');
  const columns: DataColumn<BackupAttemptItem>[] = [
    {
      id: 'source',
      label: t('backup.attempts.source'),
      cell: row => (
        <>
          {row.source}
          <div>
            <Muted>
              {row.target}, {t(`backup.attempts.by.${row.by}`)}
            </Muted>
          </div>
        </>
      ),
    },
    {
      id: 'area',
      label: t('backup.attempts.area'),
      cell: row => t(`backup.area.${row.area}`),
    },
    {
      id: 'outcome',
      label: t('backup.attempts.outcome'),
      cell: row => (
        <StatusWord status={statusOf[row.status]}>
          {t(`backup.attempts.status.${row.status}`)}
        </StatusWord>
      ),
    },
    {
      id: 'detail',
      label: t('backup.attempts.detail'),
      cell: row => row.message,
    },
    {
      id: 'took',
      label: t('backup.attempts.took'),
      cell: ({ tookMs }) =>
        tookMs < 1000
          ? t('backup.attempts.milliseconds', {
              number: String(Math.round(tookMs)),
            })
          : formatSeconds(tookMs / 1000),
    },
    {
      id: 'when',
      label: t('backup.attempts.when'),
      cell: row => <Instant at={row.attemptedAt} />,
    },
  ];
  return (
    <Panel
      id="attempts"
      title={title}
      actions={
        <>
          <span data-odoo-noprint="">
            <ToggleButtonGroup
              aria-label={t('backup.attempts.filter')}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[outcome]}
              onSelectionChange={([chosen]) => {
                setOutcome(chosen === 'failures' ? 'failures' : 'all');
                setCursors([]);
              }}
            >
              {outcomes.map(one => (
                <ToggleButton key={one} id={one} size="small">
                  {t(`backup.attempts.${one}`)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
          </span>
          <TakeAlong
            title={title}
            fileName={`${fileName}-attempts`}
            columns={exportColumns}
            rows={page.data?.items ?? []}
          />
        </>
      }
    >
      <LiveBody
        live={page}
        height="6rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t(
          outcome === 'failures'
            ? 'backup.attempts.noFailures'
            : 'backup.attempts.empty',
        )}
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
