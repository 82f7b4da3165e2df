import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type {
  EntityBackupStatus,
  EnvironmentBackupStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  type ExportColumn,
  Printable,
  PrintButton,
  TakeAlong,
} from '../export';
import { type DataColumn, DataTable, Muted, Panel } from '../layout';
import { BACKUP_STATUS_PATH } from '../routes';
import { StateAlert } from '../states';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { useVerdictWord, VerdictWord, WordAnnouncer } from '../verdict';
import { worstProcess } from './losses';
import { Exposure } from './Exposure';
import styles from './TenantBackups.module.css';

const verdictOf = (row: EnvironmentBackupStatus) =>
  row.access === 'granted' ? row.verdict : undefined;

const exportColumns: readonly ExportColumn<EnvironmentBackupStatus>[] = [
  { header: 'environment', value: row => row.environmentRef },
  { header: 'title', value: row => row.title },
  { header: 'stage', value: row => row.stage },
  { header: 'access', value: row => row.access },
  { header: 'verdict', value: row => verdictOf(row)?.status },
  {
    header: 'areas',
    value: row =>
      verdictOf(row)
        ?.areas.map(({ area, status }) => `${area}: ${status}`)
        .join('; '),
  },
  {
    header: 'worstProcess',
    value: row => {
      const verdict = verdictOf(row);
      return verdict && worstProcess(verdict, Date.now())?.process;
    },
  },
  {
    header: 'losingSince',
    value: row => {
      const verdict = verdictOf(row);
      return verdict && worstProcess(verdict, Date.now())?.losingSince;
    },
  },
  { header: 'firstReason', value: row => verdictOf(row)?.reasons[0]?.message },
];

/** Backup status of a tenant: a row for each environment, with its word, what it would lose, and its first reason. */
export function TenantBackups(props: {
  title: string;
  status: EntityBackupStatus;
}) {
  const { status } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const entityLink = useEntityRefLink();
  const wordOf = useVerdictWord();
  const title = t('backup.tenant.title', { title: props.title });
  const columns: DataColumn<EnvironmentBackupStatus>[] = [
    {
      id: 'environment',
      label: t('backup.tenant.environment'),
      cell: row => (
        <>
          <Link href={`${entityLink(row.environmentRef)}${BACKUP_STATUS_PATH}`}>
            {row.title}
          </Link>
          <div>
            <Muted>{row.stage}</Muted>
          </div>
        </>
      ),
    },
    {
      id: 'verdict',
      label: t('backup.tenant.verdict'),
      cell: row =>
        row.access === 'granted' ? (
          <VerdictWord status={row.verdict.status} size="small" />
        ) : (
          <Muted>
            {t('backup.denied.short')}; {t('backup.denied.ask')}{' '}
            <EntityRefLink entityRef={row.ownerRef} defaultKind="Group" />
          </Muted>
        ),
    },
    {
      id: 'losing',
      label: t('backup.tenant.losing'),
      cell: row =>
        row.access === 'granted' ? (
          <Exposure verdict={row.verdict} stage={row.stage} />
        ) : null,
    },
    {
      id: 'areas',
      label: t('backup.tenant.areas'),
      cell: row =>
        row.access === 'granted' ? (
          <ul className={styles.areas}>
            {row.verdict.areas.map(({ area, status: word }) => (
              <li key={area}>
                {t(`backup.area.${area}`)}{' '}
                <VerdictWord status={word} size="small" />
              </li>
            ))}
          </ul>
        ) : null,
    },
    {
      id: 'reason',
      label: t('backup.tenant.reason'),
      cell: row => (
        <Sentence text={verdictOf(row)?.reasons[0]?.message ?? ''} />
      ),
    },
  ];
  if (status.environments.length === 0) {
    return (
      <StateAlert status="info" title={t('backup.tenant.empty.title')}>
        {t('backup.tenant.empty.description')}
      </StateAlert>
    );
  }
  return (
    <Printable>
      <WordAnnouncer
        text={t('backup.announce', {
          title: props.title,
          word: wordOf(status.status),
        })}
      />
      <Panel
        title={title}
        actions={
          <>
            <TakeAlong
              title={title}
              fileName={`${status.entityRef.split('/').pop()}-backups`}
              columns={exportColumns}
              rows={status.environments}
            />
            <PrintButton />
          </>
        }
      >
        <DataTable
          label={title}
          columns={columns}
          rows={status.environments}
          rowId={row => row.environmentRef}
        />
      </Panel>
    </Printable>
  );
}
