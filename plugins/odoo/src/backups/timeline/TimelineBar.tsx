import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useId } from 'react';
import { odooTranslationRef } from '../../translation';
import styles from './TimelineBar.module.css';
import { TimelineLegend } from './TimelineLegend';

const choices = [2, 7, 30, 90, 365] as const;

/** Days that the time lines go back. */
export type TimelineDays = (typeof choices)[number];

interface TimelineBarProps {
  days: TimelineDays;
  onDays: (days: TimelineDays) => void;
}

/** How far back all time lines of the page go, and what their shapes mean. */
export function TimelineBar(props: TimelineBarProps) {
  const { days, onDays } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const id = useId();
  return (
    <div className={styles.bar}>
      <div className={styles.days} data-odoo-noprint="">
        <span id={id}>{t('backup.timeline.days')}</span>
        <ToggleButtonGroup
          aria-labelledby={id}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(days)]}
          onSelectionChange={([chosen]) =>
            onDays(choices.find(one => String(one) === chosen) ?? days)
          }
        >
          {choices.map(one => (
            <ToggleButton key={one} id={String(one)} size="small">
              {t('backup.timeline.lastDays', { count: one })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <TimelineLegend />
    </div>
  );
}
