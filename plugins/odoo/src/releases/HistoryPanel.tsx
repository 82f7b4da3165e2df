import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { ReleaseSummary } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../api';
import { type ExportColumn, TakeAlong } from '../export';
import {
  type DataColumn,
  DataTable,
  Muted,
  Panel,
  PageTurner,
} from '../layout';
import { useLiveData } from '../live';
import { LiveBody } from '../states';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { VerdictWord } from '../verdict';
import { releaseName } from './releaseName';
import { useReleaseLink } from './useReleaseLink';

const PAGE_SIZE = 10;

const exportColumns: readonly ExportColumn<ReleaseSummary>[] = [
  { header: 'release', value: row => row.release.id },
  { header: 'environment', value: row => row.release.environmentRef },
  { header: 'artifact', value: row => row.release.artifact },
  { header: 'attempt', value: row => row.release.attempt },
  { header: 'state', value: row => row.state },
  { header: 'verdict', value: row => row.verdict.status },
  { header: 'decisionNow', value: row => row.verdict.decision },
  { header: 'points', value: row => row.verdict.score },
  { header: 'tier', value: row => row.verdict.tier },
  { header: 'decisionOfRecord', value: row => row.decisionOfRecord?.decision },
  { header: 'askedAt', value: row => row.decisionOfRecord?.askedAt },
  { header: 'askedBy', value: row => row.decisionOfRecord?.askedBy },
  { header: 'firstSeenAt', value: row => row.release.lifecycle.firstSeenAt },
  { header: 'deployedAt', value: row => row.release.lifecycle.deployedAt },
  { header: 'rolledBackAt', value: row => row.release.lifecycle.rolledBackAt },
];

interface HistoryPanelProps {
  environmentRef: string;
  /** Id of the release that the page shows above. */
  shownReleaseId: string;
  tick: number;
  fileName: string;
}

/** Releases of the environment, newest first, page by page; each opens above by `?release=<id>`. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { environmentRef, shownReleaseId, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const linkOf = useReleaseLink();
  const { t } = useTranslationRef(odooTranslationRef);
  // Cursors of the pages that were turned; the first page has none.
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors[cursors.length - 1];
  const page = useLiveData(`${environmentRef} ${cursor ?? ''}`, tick, signal =>
    api.listReleases(
      { entityRef: environmentRef, limit: PAGE_SIZE, cursor },
      { signal },
    ),
  );
  const title = t('release.history.title');
  const columns: DataColumn<ReleaseSummary>[] = [
    {
      id: 'release',
      label: t('release.history.release'),
      cell: ({ release }) => (
        <>
          <Link
            href={linkOf(release.id)}
            aria-current={release.id === shownReleaseId ? 'true' : undefined}
          >
            {releaseName(release)}
          </Link>
          {release.attempt > 1 &&
            ` · ${t('release.identity.attempt', {
              number: String(release.attempt),
            })}`}
          {release.id === shownReleaseId && (
            <Muted> {t('release.history.shown')}</Muted>
          )}
        </>
      ),
    },
    {
      id: 'state',
      label: t('release.history.state'),
      cell: row => t(`release.state.${row.state}`),
    },
    {
      id: 'verdict',
      label: t('release.history.verdict'),
      cell: ({ verdict }) => (
        <VerdictWord
          status={verdict.status}
          decision={verdict.decision}
          size="small"
        />
      ),
    },
    {
      id: 'points',
      label: t('release.history.points'),
      cell: row => row.verdict.score,
    },
    {
      id: 'decision',
      label: t('release.history.decision'),
      cell: ({ decisionOfRecord }) =>
        decisionOfRecord === undefined ? (
          <Muted>{t('release.history.notAsked')}</Muted>
        ) : (
          <VerdictWord
            status={decisionOfRecord.status}
            decision={decisionOfRecord.decision}
            size="small"
          />
        ),
    },
    {
      id: 'when',
      label: t('release.history.when'),
      cell: row => <Instant at={row.release.lifecycle.firstSeenAt} />,
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={exportColumns}
          rows={page.data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={page}
        height="6rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('release.history.empty')}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={items}
            rowId={row => row.release.id}
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
