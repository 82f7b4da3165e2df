import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton, Text } from '@backstage/ui';
import type { ReleaseEventSummary } from '@odoo-fleet/backstage-plugin-odoo-common';
import { RiErrorWarningFill } from '@remixicon/react';
import { useId, useState } from 'react';
import { type ExportColumn, TakeAlong } from '../export';
import { type DataColumn, DataTable, Panel } from '../layout';
import { safeHref } from '../links';
import { Age, Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink, sourceName } from '../verdict';
import { Unfold } from './Unfold';
import styles from './EventsPanel.module.css';

/** An event that comes this much after it happened is worth a word. */
const LATE_MS = 60_000;

const exportColumns: readonly ExportColumn<ReleaseEventSummary>[] = [
  { header: 'occurredAt', value: row => row.occurredAt },
  { header: 'receivedAt', value: row => row.receivedAt },
  { header: 'kind', value: row => row.kind },
  { header: 'label', value: row => row.label },
  { header: 'outcome', value: row => row.outcome },
  { header: 'source', value: row => row.source },
  { header: 'id', value: row => row.id },
  { header: 'type', value: row => row.type },
  { header: 'url', value: row => row.url },
  { header: 'contradictions', value: row => row.contradictions },
];

/** Facts that are shown first: a release may be made of two hundred. */
const FIRST = 8;

interface EventsPanelProps {
  /** Newest first; undefined while they are fetched. */
  events: readonly ReleaseEventSummary[] | undefined;
  fileName: string;
}

/** The facts that made the release, newest first, each with its source; a few, until somebody wants them all. */
export function EventsPanel(props: EventsPanelProps) {
  const { events, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const tableId = useId();
  const [isOpen, setOpen] = useState(false);
  const title = t('release.events.title');
  const columns: DataColumn<ReleaseEventSummary>[] = [
    {
      id: 'when',
      label: t('release.events.when'),
      cell: row => (
        <>
          <Instant at={row.occurredAt} />
          {Date.parse(row.receivedAt) - Date.parse(row.occurredAt) >
            LATE_MS && (
            <span className={styles.aside}>
              {t('release.events.arrived', {
                age: <Age at={row.receivedAt} />,
              })}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'what',
      label: t('release.events.what'),
      cell: row => (
        <>
          <strong>{t(`release.kind.${row.kind}`)}</strong>
          {row.contradictions > 0 && (
            <span className={styles.contradiction}>
              <RiErrorWarningFill size={16} aria-hidden />
              {t('release.events.contradictions', {
                count: row.contradictions,
              })}
            </span>
          )}
        </>
      ),
    },
    {
      id: 'detail',
      label: t('release.events.detail'),
      cell: row => (
        <>
          {row.label ?? ''}
          {row.label !== undefined && row.outcome !== undefined && ': '}
          {row.outcome}
          {safeHref(row.url) !== undefined && (
            <span className={styles.aside}>
              <SourceLink
                url={row.url}
                text={t('release.events.open')}
                size="small"
              />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'source',
      label: t('release.events.source'),
      cell: row => (
        <>
          <span className={styles.source} title={row.source}>
            {sourceName(row.source)}
          </span>
          <span className={styles.aside} title={row.type}>
            {row.id}
          </span>
        </>
      ),
    },
  ];
  return (
    <Panel
      id="reported"
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={exportColumns}
          rows={events ?? []}
        />
      }
    >
      {events === undefined && <Skeleton width="100%" height="6rem" />}
      {events?.length === 0 && <Text as="p">{t('release.events.empty')}</Text>}
      {events !== undefined && events.length > 0 && (
        <div id={tableId}>
          <DataTable
            label={title}
            columns={columns}
            rows={isOpen ? events : events.slice(0, FIRST)}
            rowId={row => `${row.source} ${row.id}`}
          />
        </div>
      )}
      {events !== undefined && events.length > FIRST && (
        <Unfold
          controls={tableId}
          isOpen={isOpen}
          onChange={setOpen}
          show={t('release.events.showAll', { number: String(events.length) })}
          hide={t('release.events.showFew', { number: String(FIRST) })}
        />
      )}
    </Panel>
  );
}
