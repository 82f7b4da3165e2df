import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  JudgedRelease,
  ReleaseDetail,
  ReleaseState,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ReactNode } from 'react';
import { CopyText, Muted, Panel } from '../layout';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { ReasonList, VerdictWord } from '../verdict';
import { decisionDiffers } from './DecisionPanel';
import { ReleaseFactList } from './ReleaseFactList';
import { releaseName } from './releaseName';
import styles from './VerdictPanel.module.css';

const onItsWay: ReadonlySet<ReleaseState> = new Set([
  'proposed',
  'gated',
  'rolling-out',
]);
const running: ReadonlySet<ReleaseState> = new Set([
  'deployed',
  'watching',
  'settled',
]);

interface VerdictPanelProps {
  /** Title of the environment. */
  title: string;
  judged: JudgedRelease | ReleaseDetail;
  /** False for one that was chosen from the history. */
  isCurrent: boolean;
  actions?: ReactNode;
  /** Which entity's page this is, when it is not the environment's own. */
  scope?: ReactNode;
  /** Role of the service whose page this is. */
  ownRole?: string;
  /** What who looks may decide. */
  decisions?: ReactNode;
}

/** The answer: verdict word first, then which release, then three reasons, then what is known of it. */
export function VerdictPanel(props: VerdictPanelProps) {
  const { title, judged, isCurrent, actions, scope, ownRole, decisions } =
    props;
  const { release, state, verdict, decisionOfRecord: record } = judged;
  const { t } = useTranslationRef(odooTranslationRef);
  const heading = () => {
    if (isCurrent && onItsWay.has(state)) {
      return t('release.current.onItsWay', { title });
    }
    return isCurrent && running.has(state)
      ? t('release.current.running', { title })
      : t('release.current.past', { title });
  };
  return (
    <Panel title={heading()} actions={actions}>
      <div className={styles.content}>
        {scope}
        <div className={styles.headline}>
          <VerdictWord
            status={verdict.status}
            decision={verdict.decision}
            size="large"
          />
          <div className={styles.identity}>
            <code title={release.digest ?? release.artifact}>
              {releaseName(release)}
            </code>
            <CopyText
              text={release.digest ?? release.artifact}
              what={
                release.digest === undefined
                  ? t('release.identity.artifact')
                  : t('release.identity.digest')
              }
            />
            {release.attempt > 1 && (
              <span>
                {t('release.identity.attempt', {
                  number: String(release.attempt),
                })}
              </span>
            )}
            <span className={styles.state}>{t(`release.state.${state}`)}</span>
            {verdict.tier !== undefined && (
              <span className={styles.state}>
                {t('question.tier.title', {
                  tier: t(`question.tier.${verdict.tier.name}`),
                })}
              </span>
            )}
          </div>
        </div>
        {record !== undefined && decisionDiffers(judged) && (
          <p className={styles.record}>
            {t('release.record.differs')} {t('release.record.answered')}{' '}
            <VerdictWord
              status={record.verdict.status}
              decision={record.decision}
              size="small"
            />{' '}
            <Instant at={record.askedAt} />
          </p>
        )}
        {verdict.status === 'unknown' && (
          <Muted as="p">
            {t('release.unknownWhy', {
              decision: t(`decision.${verdict.decision}`),
            })}
          </Muted>
        )}
        {verdict.reasons.length === 0 ? (
          <Text as="p">{t('release.noReasons')}</Text>
        ) : (
          <ReasonList reasons={verdict.reasons} ownRole={ownRole} />
        )}
        {decisions}
        <ReleaseFactList judged={judged} />
      </div>
    </Panel>
  );
}
