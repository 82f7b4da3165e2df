import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type {
  ReleaseHistory,
  ReleaseOutcome,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { type ExportColumn, TakeAlong } from '../export';
import {
  type DataColumn,
  DataTable,
  type ListPanelProps,
  Muted,
  Panel,
} from '../layout';
import { useLiveData } from '../live';
import { LiveBody } from '../states';
import { formatInstant, useBusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import styles from './OutcomesPanel.module.css';
import { releaseName } from './releaseName';
import { useReleaseLink } from './useReleaseLink';

type Tier = ReleaseHistory['tiers'][number];

const statusOf: Record<ReleaseOutcome, VerdictStatus> = {
  well: 'ok',
  pending: 'unknown',
  failed: 'critical',
  'rolled-back': 'critical',
  hotfix: 'warning',
  incident: 'critical',
};

const columns: readonly ExportColumn<Tier>[] = [
  { header: 'tier', value: row => row.tier },
  { header: 'n', value: row => row.n },
  { header: 'failed', value: row => row.failed },
  { header: 'tooFew', value: row => String(row.tooFew) },
  { header: 'inWords', value: row => row.message },
];

/** How the last releases went: counts with their n for each tier, and each release as a mark that opens it. */
export function OutcomesPanel(props: ListPanelProps) {
  const { environmentRef, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const history = useLiveData(environmentRef, tick, signal =>
    api.getReleaseHistory(environmentRef, { signal }),
  );
  const { data } = history;
  const title = t('question.history.title');
  const tableColumns: DataColumn<Tier>[] = [
    {
      id: 'tier',
      label: t('question.history.tierColumn'),
      cell: row => t(`question.tier.${row.tier}`),
    },
    {
      id: 'counts',
      label: t('question.history.countColumn'),
      cell: row => (
        <>
          {t('question.history.counts', {
            failed: String(row.failed),
            n: String(row.n),
          })}
          {row.tooFew && <Muted> · {t('question.history.tooFew')}</Muted>}
        </>
      ),
    },
    {
      id: 'message',
      label: t('question.history.sentenceColumn'),
      cell: row => row.message,
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={data?.tiers ?? []}
        />
      }
    >
      <LiveBody
        live={history}
        height="4rem"
        isEmpty={({ strip }) => strip.length === 0}
        empty={t('question.history.empty')}
      >
        {({ strip, tiers, attributionHours }) => (
          <>
            <Strip strip={strip} />
            <DataTable
              label={title}
              columns={tableColumns}
              rows={tiers}
              rowId={row => row.tier}
            />
            <Muted as="p">
              {t('question.history.window', {
                hours: String(attributionHours),
              })}
            </Muted>
          </>
        )}
      </LiveBody>
    </Panel>
  );
}

/** Oldest on the left, as one reads time. */
function Strip(props: { strip: ReleaseHistory['strip'] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const zone = useBusinessTimeZone();
  const linkOf = useReleaseLink();
  return (
    <ol className={styles.strip} aria-label={t('question.history.strip')}>
      {[...props.strip].reverse().map(one => {
        const name = releaseName({
          artifact: one.artifact,
          ...(one.artifact.startsWith('sha256:') && { digest: one.artifact }),
        });
        const text = `${t(`question.outcome.${one.outcome}`)}: ${name}, ${t(
          `question.tier.${one.tier}`,
        )}, ${formatInstant(one.at, zone)}`;
        return (
          <li key={one.releaseId}>
            <Link
              href={linkOf(one.releaseId)}
              aria-label={text}
              title={text}
              className={styles.mark}
            >
              <StatusWord status={statusOf[one.outcome]} size="medium">
                {null}
              </StatusWord>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
