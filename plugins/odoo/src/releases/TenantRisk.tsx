import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { EntityReleaseRisk } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  type ExportColumn,
  Printable,
  PrintButton,
  TakeAlong,
} from '../export';
import { type DataColumn, DataTable, Panel } from '../layout';
import { RELEASE_RISK_PATH } from '../routes';
import { StateAlert } from '../states';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { useVerdictWord, VerdictWord, WordAnnouncer } from '../verdict';
import { releaseName } from './releaseName';

type EnvironmentRow = EntityReleaseRisk['environments'][number];

const exportColumns: readonly ExportColumn<EnvironmentRow>[] = [
  { header: 'environment', value: row => row.environmentRef },
  { header: 'title', value: row => row.title },
  { header: 'stage', value: row => row.stage },
  { header: 'hosting', value: row => row.hosting },
  {
    header: 'verdict',
    value: row => row.current?.verdict.status ?? 'unknown',
  },
  { header: 'decision', value: row => row.current?.verdict.decision },
  { header: 'points', value: row => row.current?.verdict.score.total },
  { header: 'release', value: row => row.current?.release.artifact },
  { header: 'state', value: row => row.current?.state },
  {
    header: 'firstReason',
    value: row => row.current?.verdict.reasons[0]?.message,
  },
];

/** Release risk of a tenant: a row for each environment, with its word and first reason. */
export function TenantRisk(props: { title: string; risk: EntityReleaseRisk }) {
  const { risk } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const wordOf = useVerdictWord();
  const title = t('release.tenant.title', { title: props.title });
  const columns: DataColumn<EnvironmentRow>[] = [
    {
      id: 'environment',
      label: t('release.tenant.environment'),
      cell: row => (
        <Link href={`${entityLink(row.environmentRef)}${RELEASE_RISK_PATH}`}>
          {row.title}
        </Link>
      ),
    },
    {
      id: 'verdict',
      label: t('release.history.verdict'),
      cell: ({ current }) => (
        <VerdictWord
          status={current?.verdict.status ?? 'unknown'}
          decision={current?.verdict.decision}
          size="small"
        />
      ),
    },
    {
      id: 'reason',
      label: t('release.tenant.reason'),
      cell: ({ current }) =>
        current === undefined
          ? t('release.tenant.none')
          : current.verdict.reasons[0] && (
              <Sentence text={current.verdict.reasons[0].message} />
            ),
    },
    {
      id: 'stage',
      label: t('release.tenant.stage'),
      cell: row => `${row.stage}, ${row.hosting}`,
    },
    {
      id: 'release',
      label: t('release.tenant.release'),
      cell: ({ current }) =>
        current && (
          <>
            <code title={current.release.artifact}>
              {releaseName(current.release)}
            </code>{' '}
            {t(`release.state.${current.state}`)}
          </>
        ),
    },
  ];
  if (risk.environments.length === 0) {
    return (
      <StateAlert status="info" title={t('release.tenant.empty.title')}>
        {t('release.tenant.empty.description')}
      </StateAlert>
    );
  }
  return (
    <Printable>
      <WordAnnouncer
        text={t('release.announce', {
          title: props.title,
          word: wordOf(risk.status),
        })}
      />
      <Panel
        title={title}
        actions={
          <>
            <TakeAlong
              title={title}
              fileName={`${risk.entityRef.split('/').pop()}-release-risk`}
              columns={exportColumns}
              rows={risk.environments}
            />
            <PrintButton />
          </>
        }
      >
        <DataTable
          label={title}
          columns={columns}
          rows={risk.environments}
          rowId={row => row.environmentRef}
        />
      </Panel>
    </Printable>
  );
}
