import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  EnvironmentCalendar,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted } from '../layout';
import { Age } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import styles from './WhenPanel.module.css';

type Standing = EnvironmentCalendar['standings'][number];

const statusOf: Record<Standing['status'], VerdictStatus> = {
  current: 'ok',
  stale: 'unknown',
  incomplete: 'warning',
  unreadable: 'unknown',
};

/** Each calendar with how its reading stands. What can't be relied on says why. */
export function CalendarStandings(props: { standings: readonly Standing[] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  return props.standings.length === 0 ? null : (
    <section>
      <Text as="h3" variant="body-medium" weight="bold">
        {t('calendar.standing.title')}
      </Text>
      <ul className={styles.standings}>
        {props.standings.map(one => (
          <li key={`${one.declaredBy} ${one.name}`}>
            {one.name}{' '}
            <StatusWord status={statusOf[one.status]}>
              {t(`calendar.standing.${one.status}`)}
            </StatusWord>{' '}
            {one.readAt !== undefined && (
              <Muted>
                {t('calendar.standing.readAt', {
                  age: <Age at={one.readAt} />,
                })}
              </Muted>
            )}
            {one.reason !== undefined && <Muted as="p">{one.reason}</Muted>}
          </li>
        ))}
      </ul>
    </section>
  );
}
