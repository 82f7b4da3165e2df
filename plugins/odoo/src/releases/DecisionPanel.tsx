import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  JudgedRelease,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { Panel } from '../layout';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { ReasonList, VerdictWord } from '../verdict';
import styles from './DecisionPanel.module.css';
import { Person } from './Person';

/** Whether the gate's answer and the verdict now are different words. */
export function decisionDiffers(judged: JudgedRelease): boolean {
  const { decisionOfRecord: record, verdict } = judged;
  return (
    record !== undefined &&
    (record.decision !== verdict.decision ||
      record.verdict.status !== verdict.status)
  );
}

/** What the gate answered beside the verdict now: side by side when they differ, else in one line. */
export function DecisionPanel(props: { judged: JudgedRelease }) {
  const { decisionOfRecord: record, verdict } = props.judged;
  const { t } = useTranslationRef(odooTranslationRef);
  const asked = record && (
    <>
      {t('release.record.askedBy', { who: <Person name={record.askedBy} /> })}
      {' · '}
      <Instant at={record.askedAt} />
      {record.dryRun && ` · ${t('decide.gateLog.dryRun')}`}
    </>
  );
  const differs = decisionDiffers(props.judged);
  return (
    <Panel title={t('release.record.title')}>
      {record === undefined && <Text as="p">{t('release.record.never')}</Text>}
      {record !== undefined && !differs && (
        <p className={styles.line}>
          {t('release.record.same')}{' '}
          <VerdictWord
            status={record.verdict.status}
            decision={record.decision}
            size="small"
          />{' '}
          {asked}
        </p>
      )}
      {record !== undefined && differs && (
        <>
          <Text as="p" weight="bold">
            {t('release.record.differs')}
          </Text>
          <div className={styles.sides}>
            <Side title={t('release.record.title')} verdict={record.verdict}>
              {asked}
            </Side>
            <Side title={t('release.record.now')} verdict={verdict}>
              {t('release.record.rules', { version: verdict.ruleSetVersion })}
            </Side>
          </div>
        </>
      )}
      <p className={styles.rules}>
        {t('release.record.rulesNow', { version: verdict.ruleSetVersion })}
        {verdict.validUntil !== undefined && (
          <>
            {' '}
            {t('release.record.validUntil', {
              at: <Instant at={verdict.validUntil} />,
            })}
          </>
        )}
      </p>
    </Panel>
  );
}

function Side(props: {
  title: string;
  verdict: RiskVerdict;
  children: ReactNode;
}) {
  const { title, verdict, children } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <section className={styles.side}>
      <Text as="h3" variant="body-medium" weight="bold">
        {title}
      </Text>
      <div>
        <VerdictWord status={verdict.status} decision={verdict.decision} />{' '}
        {t('release.record.points', { points: String(verdict.score.total) })}
      </div>
      <p className={styles.line}>{children}</p>
      <ReasonList reasons={verdict.reasons} />
    </section>
  );
}
