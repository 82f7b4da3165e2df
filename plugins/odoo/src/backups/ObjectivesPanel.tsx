import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ObjectiveStanding,
  Stage,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { type DataColumn, DataTable, Panel } from '../layout';
import { formatSeconds, useNow } from '../time';
import { odooTranslationRef } from '../translation';
import { VerdictWord } from '../verdict';
import { formatLoss, lossSeconds, processName } from './losses';
import styles from './ObjectivesPanel.module.css';

/** Where the objective stands on a bar, in percent: there is room beyond it to show by how much it is missed. */
const OBJECTIVE_AT = 60;

const exportColumns: readonly ExportColumn<ObjectiveStanding>[] = [
  { header: 'process', value: row => row.process },
  { header: 'rpoSeconds', value: row => row.rpoSeconds },
  { header: 'losingSince', value: row => row.losingSince },
  { header: 'rpo', value: row => row.rpo },
  { header: 'rtoSeconds', value: row => row.rtoSeconds },
  { header: 'measuredRtoSeconds', value: row => row.measuredRtoSeconds },
  { header: 'rto', value: row => row.rto },
];

interface ObjectivesPanelProps {
  processes: readonly ObjectiveStanding[];
  stage: Stage;
  fileName: string;
}

/** What each business process may lose and how long it may be down, against what it would lose now and what the last restore took. */
export function ObjectivesPanel(props: ObjectivesPanelProps) {
  const { processes, stage, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const now = useNow();
  const title = t('backup.objectives.title');
  const columns: DataColumn<ObjectiveStanding>[] = [
    {
      id: 'process',
      label: t('backup.objectives.process'),
      cell: row => processName(row.process),
    },
    {
      id: 'rpo',
      label: t('backup.objectives.rpo'),
      cell: row => (
        <Bar
          what="rpoMeter"
          process={row.process}
          status={row.rpo}
          seconds={
            row.losingSince === undefined
              ? undefined
              : lossSeconds(row.losingSince, now)
          }
          objective={row.rpoSeconds}
        />
      ),
    },
    {
      id: 'rto',
      label: t('backup.objectives.rto'),
      cell: row => (
        <Bar
          what="rtoMeter"
          process={row.process}
          status={row.rto}
          seconds={row.measuredRtoSeconds}
          objective={row.rtoSeconds}
        />
      ),
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-objectives`}
          columns={exportColumns}
          rows={processes}
        />
      }
    >
      {processes.length === 0 ? (
        <Text as="p">
          {t(
            stage === 'production'
              ? 'backup.objectives.empty'
              : 'backup.verdict.notProduction',
          )}
        </Text>
      ) : (
        <DataTable
          label={title}
          columns={columns}
          rows={processes}
          rowId={row => row.process}
        />
      )}
    </Panel>
  );
}

interface BarProps {
  what: 'rpoMeter' | 'rtoMeter';
  process: string;
  status: VerdictStatus;
  /** Absent when it is not known. */
  seconds: number | undefined;
  objective: number;
}

/** A length of time against its objective, which is a line across the bar. */
function Bar(props: BarProps) {
  const { what, status, seconds, objective } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const process = processName(props.process);
  const limit = formatSeconds(objective);
  const known = seconds !== undefined;
  const value = known ? formatLoss(seconds) : '';
  return (
    <div className={styles.standing}>
      <div className={styles.words}>
        <VerdictWord status={status} size="small" />
        <span>
          {known
            ? t('backup.objectives.of', { value, objective: limit })
            : t('backup.objectives.notKnown', { objective: limit })}
        </span>
      </div>
      <div
        className={styles.bar}
        role="meter"
        aria-label={
          known
            ? t(`backup.objectives.${what}`, {
                process,
                value,
                objective: limit,
              })
            : t('backup.objectives.unknownMeter', {
                process,
                objective: limit,
              })
        }
        aria-valuemin={0}
        aria-valuemax={Math.max(objective, seconds ?? 0)}
        aria-valuenow={seconds ?? 0}
      >
        <div
          className={styles.fill}
          data-status={known ? status : 'unknown'}
          style={{
            width: known
              ? `${Math.min(100, (seconds / objective) * OBJECTIVE_AT)}%`
              : '100%',
          }}
        />
        <span
          className={styles.objective}
          style={{ insetInlineStart: `${OBJECTIVE_AT}%` }}
        />
      </div>
    </div>
  );
}
