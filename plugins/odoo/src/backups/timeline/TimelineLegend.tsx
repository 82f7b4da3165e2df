import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type TimelineStretch,
  timelineMarkSchema,
  timelineStretchSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooTranslationRef } from '../../translation';
import { MarkShape } from './MarkShape';
import { StretchBand } from './StretchBand';
import styles from './TimelineLegend.module.css';

const swatch = { from: 0, to: 1 };
const instants = {
  from: new Date(swatch.from).toISOString(),
  to: new Date(swatch.to).toISOString(),
};

/** What the shapes of all time lines of a page mean, in words. */
export function TimelineLegend() {
  const { t } = useTranslationRef(odooTranslationRef);
  const stretch = (kind: TimelineStretch['kind']) => ({
    kind,
    ...instants,
    message: '',
  });
  return (
    <ul className={styles.legend} aria-label={t('backup.timeline.legend')}>
      {timelineStretchSchema.shape.kind.options.map(kind => (
        <li key={kind}>
          <span className={styles.band}>
            <StretchBand stretches={[stretch(kind)]} span={swatch} />
          </span>
          {t(`backup.timeline.stretch.${kind}`)}
        </li>
      ))}
      {timelineMarkSchema.shape.kind.options.map(kind => (
        <li key={kind}>
          <MarkShape kind={kind} status="ok" />
          {t(`backup.timeline.kind.${kind}`)}
        </li>
      ))}
      <li>
        <MarkShape kind="full" status="critical" />
        {t('backup.timeline.damaged')}
      </li>
    </ul>
  );
}
