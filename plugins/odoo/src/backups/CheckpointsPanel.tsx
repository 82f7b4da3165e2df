import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type {
  EnvironmentTimeline,
  ReleaseCheckpoint,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { CopyText, type DataColumn, DataTable, Muted, Panel } from '../layout';
import type { LiveData } from '../live';
import { useReleaseLink } from '../releases';
import { LiveBody } from '../states';
import { Sentence, ShortInstant, useNow } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from '../verdict';
import styles from './CheckpointsPanel.module.css';
import { formatLoss, lossSeconds } from './losses';

const exportColumns: readonly ExportColumn<ReleaseCheckpoint>[] = [
  { header: 'release', value: row => row.releaseId },
  { header: 'version', value: row => row.version },
  { header: 'at', value: row => row.at },
  { header: 'binding', value: row => row.binding },
  { header: 'checkpointAt', value: row => row.checkpointAt },
  { header: 'label', value: row => row.label },
  {
    header: 'changesData',
    value: row =>
      row.changesData === undefined ? undefined : String(row.changesData),
  },
  { header: 'losingSince', value: row => row.losingSince },
  { header: 'restoreTarget', value: row => row.restoreTarget },
  { header: 'message', value: row => row.message },
];

interface CheckpointsPanelProps {
  timeline: LiveData<EnvironmentTimeline>;
  fileName: string;
}

/** Of each release on the time line, the recovery point that belongs to it, and what going back to it would cost now. */
export function CheckpointsPanel(props: CheckpointsPanelProps) {
  const { timeline, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const linkOf = useReleaseLink();
  const title = t('backup.checkpoints.title');
  const nameOf = (row: ReleaseCheckpoint) => row.version ?? row.releaseId;
  const columns: DataColumn<ReleaseCheckpoint>[] = [
    {
      id: 'release',
      label: t('backup.checkpoints.release'),
      cell: row => (
        <>
          <Link href={linkOf(row.releaseId)}>
            <span className={styles.version}>{nameOf(row)}</span>
          </Link>
          {row.at !== undefined && (
            <div>
              <Muted>
                <ShortInstant at={row.at} />
              </Muted>
            </div>
          )}
        </>
      ),
    },
    {
      id: 'checkpoint',
      label: t('backup.checkpoints.checkpoint'),
      cell: row => (
        <>
          <strong>{t(`backup.checkpoints.binding.${row.binding}`)}</strong>
          {row.checkpointAt !== undefined && (
            <>
              {': '}
              <ShortInstant at={row.checkpointAt} />
            </>
          )}
          <div>
            <Sentence text={row.message} />
          </div>
          <EvidenceList evidence={row.evidence} />
        </>
      ),
    },
    {
      id: 'changes',
      label: t('backup.checkpoints.changes'),
      cell: ({ changesData }) => {
        if (changesData === undefined) {
          return t('backup.checkpoints.notKnown');
        }
        return changesData
          ? t('backup.checkpoints.yes')
          : t('backup.checkpoints.no');
      },
    },
    {
      id: 'losing',
      label: t('backup.checkpoints.losing'),
      cell: row => <Loss checkpoint={row} />,
    },
    {
      id: 'target',
      label: t('backup.checkpoints.target'),
      cell: row =>
        row.restoreTarget === undefined ? (
          <Muted>{t('backup.checkpoints.notKnown')}</Muted>
        ) : (
          <span className={styles.target}>
            <code>{row.restoreTarget}</code>
            <CopyText
              text={row.restoreTarget}
              what={t('backup.checkpoints.copyTarget', {
                release: nameOf(row),
              })}
            />
          </span>
        ),
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-checkpoints`}
          columns={exportColumns}
          rows={timeline.data?.checkpoints ?? []}
        />
      }
    >
      <LiveBody
        live={timeline}
        height="4rem"
        isEmpty={({ checkpoints }) => checkpoints.length === 0}
        empty={t('backup.checkpoints.empty')}
      >
        {({ checkpoints }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={checkpoints}
            rowId={row => row.releaseId}
          />
        )}
      </LiveBody>
    </Panel>
  );
}

function Loss(props: { checkpoint: ReleaseCheckpoint }) {
  const { losingSince, changesData } = props.checkpoint;
  const { t } = useTranslationRef(odooTranslationRef);
  const now = useNow();
  if (losingSince !== undefined) {
    return (
      <>
        {t('backup.checkpoints.losingSince', {
          loss: formatLoss(lossSeconds(losingSince, now)),
          since: <ShortInstant at={losingSince} />,
        })}
      </>
    );
  }
  return (
    <Muted>
      {changesData === false
        ? t('backup.checkpoints.nothing')
        : t('backup.checkpoints.notKnown')}
    </Muted>
  );
}
