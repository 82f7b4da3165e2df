import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, VisuallyHidden } from '@backstage/ui';
import type {
  CalendarCell,
  CalendarWeek,
  CalendarWindowKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DateTime } from 'luxon';
import { LOCALE, useNow } from '../time';
import { odooTranslationRef } from '../translation';
import styles from './WeekPicture.module.css';

const kinds: CalendarWindowKind[] = [
  'freeze',
  'maintenance',
  'peak',
  'holiday',
];

/** Every sixth hour is named above its column. */
const NAMED_HOURS = 6;

interface Span {
  start: string;
  end: string;
}

interface WeekPictureProps {
  week: CalendarWeek;
  /** Outlined in the picture. */
  safe: readonly Span[];
  /** Shows the week that holds another day. */
  onWeek: (day: string) => void;
}

/** A week, day by day and hour by hour as the tenant's clocks show them: freezes hatched, peaks shaded, safe windows outlined. */
export function WeekPicture(props: WeekPictureProps) {
  const { week, safe, onWeek } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const monday = DateTime.fromISO(week.monday, {
    zone: week.timeZone,
    locale: LOCALE,
  });
  const turn = (weeks: number) =>
    onWeek(monday.plus({ weeks }).toISODate() ?? week.monday);
  const nextSafe =
    safe.length === 0
      ? undefined
      : DateTime.fromISO(safe[0].start, {
          zone: week.timeZone,
        }).toISODate() ?? undefined;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span>
          {t('calendar.week.caption', {
            monday: monday.toFormat('d LLL yyyy'),
            zone: week.timeZone,
          })}
        </span>
        <span className={styles.turn} data-odoo-noprint="">
          <Button size="small" variant="secondary" onPress={() => turn(-1)}>
            {t('calendar.week.before')}
          </Button>
          <Button size="small" variant="secondary" onPress={() => turn(1)}>
            {t('calendar.week.after')}
          </Button>
          {nextSafe !== undefined && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => onWeek(nextSafe)}
            >
              {t('calendar.week.next')}
            </Button>
          )}
        </span>
      </figcaption>
      <table className={styles.week}>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>{t('calendar.week.day')}</VisuallyHidden>
            </th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hour} scope="col" className={styles.hour}>
                {hour % NAMED_HOURS === 0 ? (
                  hour
                ) : (
                  <VisuallyHidden>{hour}</VisuallyHidden>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 7 }, (_, day) => (
            <tr key={day}>
              <th scope="row" className={styles.day}>
                {monday.plus({ days: day }).toFormat('ccc d')}
              </th>
              {week.cells
                .filter(cell => cell.day === day)
                .map(cell => (
                  <Hour
                    key={cell.hour}
                    cell={cell}
                    week={week}
                    start={monday.plus({ days: day }).set({ hour: cell.hour })}
                    safe={safe}
                  />
                ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.legend}>
        {kinds.map(kind => (
          <li key={kind}>
            <span className={styles.swatch} data-kind={kind} />
            {t(`calendar.kind.${kind}`)}
          </li>
        ))}
        <li>
          <span className={styles.swatch} data-safe="" />
          {t('calendar.week.safe')}
        </li>
        <li>
          <span className={styles.swatch} data-now="" />
          {t('calendar.week.now')}
        </li>
      </ul>
      <p className={styles.note}>{t('calendar.week.demand')}</p>
    </figure>
  );
}

function Hour(props: {
  cell: CalendarCell;
  week: CalendarWeek;
  start: DateTime;
  safe: readonly Span[];
}) {
  const { cell, week, start, safe } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const now = useNow();
  const from = start.toMillis();
  const until = from + 3_600_000;
  const isHere = cell.occurs !== 'skipped';
  const isSafe =
    isHere &&
    safe.some(
      window =>
        Date.parse(window.start) < until && Date.parse(window.end) > from,
    );
  const isNow = isHere && from <= now && now < until;
  const words = [
    ...(cell.occurs === 'once' ? [] : [t(`calendar.week.${cell.occurs}`)]),
    ...cell.windows.map(place => {
      const window = week.windows[place];
      return `${t(`calendar.kind.${window.kind}`)}: ${window.reason}`;
    }),
    ...(isSafe ? [t('calendar.week.safe')] : []),
    ...(isNow ? [t('calendar.week.now')] : []),
  ].join(', ');
  return (
    <td
      className={styles.cell}
      data-kind={cell.kind}
      data-skipped={isHere ? undefined : ''}
      data-safe={isSafe ? '' : undefined}
      data-now={isNow ? '' : undefined}
      title={`${start.toFormat('ccc')} ${t('calendar.week.hour', {
        hour: String(cell.hour),
      })}${words && `: ${words}`}`}
    >
      {words !== '' && <VisuallyHidden>{words}</VisuallyHidden>}
    </td>
  );
}
