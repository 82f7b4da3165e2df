import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  RiskTier,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Panel } from '../layout';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import styles from './QuestionsPanel.module.css';

const words = {
  ok: 'there',
  warning: 'missing',
  critical: 'missing',
  unknown: 'unknown',
} as const satisfies Record<VerdictStatus, string>;

/** How much care the release asks for, why, and which evidence that takes. */
export function TierPanel(props: { tier: RiskTier }) {
  const { tier } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <Panel
      title={t('question.tier.title', {
        tier: t(`question.tier.${tier.name}`),
      })}
    >
      <Text as="p">{tier.message}</Text>
      {tier.requires.length === 0 ? (
        <Text as="p">{t('question.tier.nothing')}</Text>
      ) : (
        <>
          <Text as="p">{t('question.tier.requires')}</Text>
          <ul className={`${styles.questions} ${styles.below}`}>
            {tier.requires.map(one => (
              <li key={one.id}>
                <div className={styles.head}>
                  <span>{one.title}</span>
                  <StatusWord status={one.status}>
                    {t(`question.tier.${words[one.status]}`)}
                  </StatusWord>
                </div>
                <p className={styles.why}>
                  <Sentence text={one.message} />
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
