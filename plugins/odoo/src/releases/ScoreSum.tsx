import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RiskVerdict } from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooTranslationRef } from '../translation';
import styles from './ScoreSum.module.css';

const decisions = ['caution', 'hold'] as const;

/** One bar out of 100: the inherent points, and the readiness gaps behind them. */
export function ScoreSum(props: { score: RiskVerdict['score'] }) {
  const { inherent, readiness, total, thresholds } = props.score;
  const { t } = useTranslationRef(odooTranslationRef);
  const words = (decision: (typeof decisions)[number]) =>
    t(`release.score.threshold.${decision}`, {
      points: String(thresholds[decision]),
    });
  return (
    <div className={styles.score}>
      <div className={styles.scale}>
        <div
          className={styles.bar}
          role="meter"
          aria-label={t('release.score.total', { total: String(total) })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={total}
        >
          {[
            { id: 'inherent', points: inherent },
            { id: 'readiness', points: readiness },
          ].map(
            ({ id, points }) =>
              points > 0 && (
                <div
                  key={id}
                  className={styles.part}
                  data-part={id}
                  style={{ width: `${points}%` }}
                >
                  {points}
                </div>
              ),
          )}
        </div>
        {decisions.map(decision => (
          <div
            key={decision}
            className={styles.threshold}
            style={{ insetInlineStart: `${thresholds[decision]}%` }}
          />
        ))}
      </div>
      <div className={styles.words}>
        <div
          className={styles.caution}
          style={{ flexBasis: `${thresholds.caution}%` }}
        >
          {words('caution')}
        </div>
        <div
          className={styles.hold}
          style={{ flexBasis: `${100 - thresholds.hold}%` }}
        >
          {words('hold')}
        </div>
      </div>
    </div>
  );
}
