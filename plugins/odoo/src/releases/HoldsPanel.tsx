import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  RiskHold,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted, Panel } from '../layout';
import { Instant, Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from '../verdict';
import styles from './HoldsPanel.module.css';
import { Person } from './Person';

/** The rules that decide whatever the points say, who can lift each, and those that somebody did; nothing when there is none. */
export function HoldsPanel(props: { verdict: RiskVerdict }) {
  const { holds, lifted = [] } = props.verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  if (holds.length === 0 && lifted.length === 0) {
    return null;
  }
  return (
    <Panel title={t('release.holds.title')}>
      {holds.length > 0 && (
        <ol className={styles.holds}>
          {holds.map(hold => (
            <li key={hold.id}>
              <Hold hold={hold} />
              <Liftable hold={hold} />
            </li>
          ))}
        </ol>
      )}
      {lifted.length > 0 && (
        <>
          <h3 className={styles.title}>{t('question.lifted.title')}</h3>
          <ul className={styles.holds}>
            {lifted.map(({ hold, decisionId, kind, by, until }) => (
              <li key={`${hold.id} ${decisionId}`}>
                <Hold hold={hold} isLifted />
                <p className={styles.line}>
                  {t(`question.lifted.${kind}`)}{' '}
                  {t('question.lifted.by', {
                    who: <Person name={by} />,
                    until: <Instant at={until} />,
                  })}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function Hold(props: { hold: RiskHold; isLifted?: boolean }) {
  const { hold, isLifted = false } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const Message = isLifted ? 's' : 'strong';
  return (
    <>
      <p className={styles.line}>
        <Message>
          <Sentence text={hold.message} />
        </Message>
      </p>
      {hold.remedy !== undefined && !isLifted && (
        <p className={styles.line}>
          {t('reason.remedy', { remedy: <Sentence text={hold.remedy} /> })}
        </p>
      )}
      <EvidenceList evidence={hold.evidence} />
    </>
  );
}

/** Who can lift a rule that holds; nothing where nobody said. */
function Liftable(props: { hold: RiskHold }) {
  const { effect, liftableBy } = props.hold;
  const { t } = useTranslationRef(odooTranslationRef);
  if (effect !== 'hold' || liftableBy === undefined) {
    return null;
  }
  return (
    <Muted as="p">
      {liftableBy.length === 0
        ? t('question.lifted.never')
        : t('question.lifted.can', {
            how: liftableBy
              .map(kind => t(`question.lifted.${kind}`))
              .join(', '),
          })}
    </Muted>
  );
}
