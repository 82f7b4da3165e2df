import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  FactorResult,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useId, useState } from 'react';
import { type ExportColumn, TakeAlong } from '../export';
import { Muted, Panel } from '../layout';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from '../verdict';
import { ScoreSum } from './ScoreSum';
import { Unfold } from './Unfold';
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

/** Counts nothing, and nothing would lower it. What is not known never is: it is no good news. */
const isQuiet = (factor: FactorResult) =>
  factor.points === 0 &&
  factor.outcome !== 'unknown' &&
  factor.reason.remedy === undefined;

interface ScorePanelProps {
  verdict: RiskVerdict;
  /** Name of the file when the factors are taken along. */
  fileName: string;
}

/**
 * The score as the addition that it is: each factor's points, summed by group, summed to the total. Factors that add nothing are
 * folded, the sum is the same without them; and so is why each counts what it does, which would be half of the page.
 */
export function ScorePanel(props: ScorePanelProps) {
  const { verdict, fileName } = props;
  const { score, factors } = verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  const groupsId = useId();
  const [isOpen, setOpen] = useState(false);
  const [isDetailed, setDetailed] = useState(false);
  const quiet = factors.filter(isQuiet).length;
  const shown = isOpen ? factors : factors.filter(one => !isQuiet(one));
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
      <Unfold
        controls={groupsId}
        isOpen={isDetailed}
        onChange={setDetailed}
        show={t('release.score.details.show')}
        hide={t('release.score.details.hide')}
      />
      <div className={styles.groups} id={groupsId}>
        {(['inherent', 'readiness'] as const).map(group => (
          <section key={group} className={styles.group}>
            <Text as="h3" variant="body-medium" weight="bold">
              {t('release.score.sum', {
                title: t(`release.score.${group}`),
                points: String(score[group]),
              })}
            </Text>
            <FactorList
              factors={shown.filter(one => one.group === group)}
              isDetailed={isDetailed}
            />
          </section>
        ))}
      </div>
      {quiet > 0 && (
        <Unfold
          controls={groupsId}
          isOpen={isOpen}
          onChange={setOpen}
          show={t('release.score.quiet.show', { count: quiet })}
          hide={t('release.score.quiet.hide', { count: quiet })}
        />
      )}
      <Muted as="p">{t('release.score.explain')}</Muted>
    </Panel>
  );
}

function FactorList(props: {
  factors: readonly FactorResult[];
  isDetailed: boolean;
}) {
  const { t } = useTranslationRef(odooTranslationRef);
  return props.factors.length === 0 ? (
    <Muted as="p">{t('release.score.quiet.none')}</Muted>
  ) : (
    <ul className={styles.factors}>
      {props.factors.map(factor => (
        <Factor key={factor.id} factor={factor} isDetailed={props.isDetailed} />
      ))}
    </ul>
  );
}

function Factor(props: { factor: FactorResult; isDetailed: boolean }) {
  const { factor, isDetailed } = props;
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
          {factor.outcome === 'unknown' ? (
            t('release.score.unknown')
          ) : (
            <Sentence text={factor.value} />
          )}
        </strong>
        {applies && (
          <>
            {' · '}
            {t('release.score.fine', { threshold: factor.threshold })}
          </>
        )}
      </p>
      {/* Paper has no button to unfold it by */}
      <div className={styles.details} hidden={!isDetailed}>
        {factor.outcome === 'unknown' && (
          <p className={styles.remedy}>
            <Sentence text={factor.reason.message} />
          </p>
        )}
        {factor.reason.remedy !== undefined && factor.points > 0 && (
          <p className={styles.remedy}>
            {t('reason.remedy', {
              remedy: <Sentence text={factor.reason.remedy} />,
            })}
          </p>
        )}
        <EvidenceList evidence={factor.reason.evidence} />
      </div>
    </li>
  );
}
