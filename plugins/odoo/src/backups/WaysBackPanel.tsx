import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type {
  BackupVerdict,
  Evidence,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { type DataColumn, DataTable, Muted, Panel } from '../layout';
import { safeHref } from '../links';
import { Age, Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList, SourceLink, VerdictWord } from '../verdict';

interface Way {
  way: 'rollback' | 'disaster-recovery' | 'failover';
  status: VerdictStatus;
  message: string;
  url?: string;
  lastRehearsedAt?: string;
  evidence: readonly Evidence[];
}

const exportColumns: readonly ExportColumn<Way>[] = [
  { header: 'way', value: row => row.way },
  { header: 'status', value: row => row.status },
  { header: 'message', value: row => row.message },
  { header: 'lastRehearsedAt', value: row => row.lastRehearsedAt },
  { header: 'url', value: row => row.url },
];

interface WaysBackPanelProps {
  verdict: Pick<BackupVerdict, 'runbooks' | 'failover'>;
  /** Who answers for the environment, and for its plans. */
  ownerRef: string;
  fileName: string;
}

/** The plans for the two worst days, each with its own verdict, and whether something would take over. */
export function WaysBackPanel(props: WaysBackPanelProps) {
  const { verdict, ownerRef, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('backup.ways.title');
  const ways: Way[] = [
    ...verdict.runbooks.map(({ runbook, ...rest }) => ({
      way: runbook,
      ...rest,
    })),
    { way: 'failover', ...verdict.failover },
  ];
  const columns: DataColumn<Way>[] = [
    {
      id: 'plan',
      label: t('backup.ways.plan'),
      cell: ({ way, url }) => (
        <>
          <strong>
            {way === 'failover'
              ? t('backup.ways.failover')
              : t(`backup.ways.runbook.${way}`)}
          </strong>
          {way !== 'failover' && (
            <div>
              {safeHref(url) === undefined ? (
                <Muted>{t('backup.ways.noRunbook')}</Muted>
              ) : (
                <SourceLink
                  url={url}
                  text={t('backup.ways.open')}
                  size="small"
                />
              )}
            </div>
          )}
        </>
      ),
    },
    {
      id: 'standing',
      label: t('backup.ways.standing'),
      cell: row => (
        <>
          <VerdictWord status={row.status} size="small" />
          <div>
            <Sentence text={row.message} />
          </div>
          <EvidenceList evidence={row.evidence} />
        </>
      ),
    },
    {
      id: 'rehearsed',
      label: t('backup.ways.rehearsed'),
      cell: ({ way, lastRehearsedAt }) => {
        if (lastRehearsedAt !== undefined) {
          return <Age at={lastRehearsedAt} />;
        }
        return way === 'failover' ? '' : t('backup.ways.never');
      },
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-ways-back`}
          columns={exportColumns}
          rows={ways}
        />
      }
    >
      <Text as="p">
        {t('backup.ways.intro')} {t('backup.ways.owner')}{' '}
        <EntityRefLink entityRef={ownerRef} defaultKind="Group" />.
      </Text>
      <DataTable
        label={title}
        columns={columns}
        rows={ways}
        rowId={row => row.way}
      />
    </Panel>
  );
}
