import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { SafeWindows } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted } from '../layout';
import { Instant, Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import styles from './WhenPanel.module.css';

/** As many as a page shows. */
const SHOWN = 3;

/** The next windows in which nothing declared stands against a release, with why; or why none can be named. */
export function SafeWindowList(props: { safe: SafeWindows }) {
  const { safe } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <section className={styles.safe}>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('calendar.safe.title')}
      </Text>
      {safe.status === 'unknown' && (
        <Text as="p">
          {t('calendar.safe.unknown', {
            reason: <Sentence text={safe.reason} />,
          })}
        </Text>
      )}
      {safe.status === 'known' && safe.windows.length === 0 && (
        <Text as="p">
          {t('calendar.safe.none', { horizon: <Instant at={safe.horizon} /> })}
        </Text>
      )}
      {safe.status === 'known' && safe.windows.length > 0 && (
        <ol className={styles.windows}>
          {safe.windows.slice(0, SHOWN).map(window => (
            <li key={window.start}>
              <strong>
                {t('calendar.safe.window', {
                  from: <Instant at={window.start} />,
                  until: <Instant at={window.end} />,
                })}
              </strong>
              <Muted as="p">
                <Sentence text={window.reasons.join(' ')} />
              </Muted>
            </li>
          ))}
        </ol>
      )}
      {safe.status === 'known' && (
        <Muted as="p">
          {t('calendar.safe.rollout', {
            minutes: String(Math.ceil(safe.rolloutMinutes)),
            reason: safe.rolloutReason,
          })}
        </Muted>
      )}
    </section>
  );
}
