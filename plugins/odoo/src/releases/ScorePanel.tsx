import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  FactorResult,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { Muted, Panel } from '../layout';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from '../verdict';
import { ScoreSum } from './ScoreSum';
import styles from './ScorePanel.module.css';

const columns: readonly ExportColumn<FactorResult>[] = [
  { header: 'factor', value: row => row.title },
  { header: 'group', value: row => row.group },
  { header: 'outcome', value: row => row.outcome },
  { header: 'points', value: row => row.points },
  { header: 'weight', value: row => row.weight },
  { header: 'value', value: row => row.value },
  { header: 'threshold', value: row => row.threshold },
  { header: 'reason', value: row => row.reason.message },
  { header: 'remedy', value: row => row.reason.remedy },
  {
    header: 'evidence',
    value: row =>
      row.reason.evidence
        .map(e => `${e.label} (${e.source}, ${e.observedAt})`)
        .join('; '),
  },
];

interface ScorePanelProps {
  verdict: RiskVerdict;
  /** Name of the file when the factors are taken along. */
  fileName: string;
}

/** The score as the addition that it is: each factor's points, summed by group, summed to the total. */
export function ScorePanel(props: ScorePanelProps) {
  const { verdict, fileName } = props;
  const { score, factors } = verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('release.score.title', {
    total: String(score.total),
    inherent: String(score.inherent),
    readiness: String(score.readiness),
  });
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={factors}
        />
      }
    >
      <ScoreSum score={score} />
      <div className={styles.groups}>
        {(['inherent', 'readiness'] as const).map(group => (
          <section key={group} className={styles.group}>
            <Text as="h3" variant="body-medium" weight="bold">
              {t('release.score.sum', {
                title: t(`release.score.${group}`),
                points: String(score[group]),
              })}
            </Text>
            <ul className={styles.factors}>
              {factors
                .filter(factor => factor.group === group)
                .map(factor => (
                  <Factor key={factor.id} factor={factor} />
                ))}
            </ul>
          </section>
        ))}
      </div>
      <Muted as="p">{t('release.score.explain')}</Muted>
    </Panel>
  );
}

function Factor(props: { factor: FactorResult }) {
  const { factor } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const applies = factor.outcome !== 'not-applicable';
  const amount = {
    points: String(factor.points),
    weight: String(factor.weight),
  };
  return (
    <li className={styles.factor} data-outcome={factor.outcome}>
      <div className={styles.factorHead}>
        <span className={styles.factorTitle}>{factor.title}</span>
        <span className={styles.points}>
          {applies
            ? t('release.score.points', amount)
            : t('release.score.notApplicable')}
        </span>
      </div>
      {applies && (
        <div
          className={styles.bar}
          role="meter"
          aria-label={t('release.score.bar', {
            title: factor.title,
            ...amount,
          })}
          aria-valuemin={0}
          aria-valuemax={factor.weight}
          aria-valuenow={factor.points}
        >
          <div
            className={styles.fill}
            data-status={factor.reason.status}
            style={{
              width: `${
                factor.weight === 0 ? 0 : (100 * factor.points) / factor.weight
              }%`,
            }}
          />
        </div>
      )}
      <p className={styles.value}>
        <strong>
          {factor.outcome === 'unknown'
            ? t('release.score.unknown')
            : factor.value}
        </strong>
        {applies && (
          <>
            {' · '}
            {t('release.score.fine', { threshold: factor.threshold })}
          </>
        )}
      </p>
      {factor.reason.remedy !== undefined && factor.points > 0 && (
        <p className={styles.remedy}>
          {t('reason.remedy', { remedy: factor.reason.remedy })}
        </p>
      )}
      <EvidenceList evidence={factor.reason.evidence} />
    </li>
  );
}
