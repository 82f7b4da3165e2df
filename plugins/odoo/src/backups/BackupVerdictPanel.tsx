import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  BackupVerdict,
  Reason,
  Stage,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { type ExportColumn, PrintButton, TakeAlong } from '../export';
import { Muted, Panel } from '../layout';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { ReasonList, VerdictWord } from '../verdict';
import styles from './BackupVerdictPanel.module.css';
import { Exposure } from './Exposure';

const columns: readonly ExportColumn<Reason>[] = [
  { header: 'reason', value: row => row.id },
  { header: 'status', value: row => row.status },
  { header: 'message', value: row => row.message },
  { header: 'remedy', value: row => row.remedy },
  {
    header: 'evidence',
    value: row =>
      row.evidence
        .map(e => `${e.label} (${e.source}, ${e.observedAt})`)
        .join('; '),
  },
];

interface BackupVerdictPanelProps {
  /** Title of the environment. */
  title: string;
  stage: Stage;
  verdict: BackupVerdict;
  fileName: string;
  /** Which entity's page this is, when it is not the environment's own. */
  scope?: ReactNode;
}

/** The answer: the word, what the worst process would lose, three reasons. */
export function BackupVerdictPanel(props: BackupVerdictPanelProps) {
  const { title, stage, verdict, fileName, scope } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const heading = t('backup.verdict.title', { title });
  return (
    <Panel
      title={heading}
      actions={
        <>
          <TakeAlong
            title={heading}
            fileName={`${fileName}-reasons`}
            columns={columns}
            rows={verdict.reasons}
          />
          <PrintButton />
        </>
      }
    >
      <div className={styles.content}>
        {scope}
        <div className={styles.headline}>
          <VerdictWord status={verdict.status} size="large" />
          <p className={styles.exposure}>
            <Exposure verdict={verdict} stage={stage} />
          </p>
        </div>
        {verdict.reasons.length === 0 ? (
          <Text as="p">{t('backup.verdict.noReasons')}</Text>
        ) : (
          <ReasonList reasons={verdict.reasons} />
        )}
        <Muted as="p">
          {t('backup.verdict.rules', { version: verdict.ruleSetVersion })}{' '}
          {verdict.validUntil !== undefined &&
            t('backup.verdict.validUntil', {
              at: <Instant at={verdict.validUntil} />,
            })}
        </Muted>
      </div>
    </Panel>
  );
}
