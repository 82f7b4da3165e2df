import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import type {
  AreaTimeline,
  AreaVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useMemo } from 'react';
import { TakeAlong } from '../export';
import { Panel } from '../layout';
import { odooTranslationRef } from '../translation';
import { EvidenceList, ReasonList, VerdictWord } from '../verdict';
import { AreaFacts } from './AreaFacts';
import styles from './AreaPanel.module.css';
import { ProofList } from './ProofList';
import { AreaTimelinePicture } from './timeline/AreaTimelinePicture';
import { hasPicture, itemsOf } from './timeline/items';
import { timelineColumns, TimelineTable } from './timeline/TimelineTable';

interface AreaPanelProps {
  verdict: AreaVerdict;
  /** Undefined while it is fetched, or when it could not be. */
  timeline: AreaTimeline | undefined;
  /** The time line is on its way. */
  isLoading: boolean;
  fileName: string;
}

/** One recovery area: its word, its time line, what is proven, what is known, and its reasons. */
export function AreaPanel(props: AreaPanelProps) {
  const { verdict, timeline, isLoading, fileName } = props;
  const { area, reasons, evidence } = verdict;
  const { t } = useTranslationRef(odooTranslationRef);
  const name = t(`backup.area.${area}`);
  const title = t('backup.timeline.title', { area: name });
  const items = useMemo(() => (timeline ? itemsOf(timeline) : []), [timeline]);
  return (
    <Panel
      id={`backup-${area}`}
      title={
        <span className={styles.title}>
          {name} <VerdictWord status={verdict.status} size="small" />
        </span>
      }
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-${area}-timeline`}
          columns={timelineColumns}
          rows={items}
        />
      }
    >
      <div className={styles.content}>
        {timeline === undefined && isLoading && (
          <Skeleton width="100%" height="9rem" />
        )}
        {timeline !== undefined &&
          (area === 'postgresql' || hasPicture(timeline)) && (
            <>
              <AreaTimelinePicture timeline={timeline} />
              {items.length > 0 && (
                <details className={styles.more}>
                  <summary>{t('backup.timeline.asTable')}</summary>
                  <TimelineTable label={title} items={items} />
                </details>
              )}
            </>
          )}
        <ProofList proofs={verdict.proofs} />
        <AreaFacts verdict={verdict} />
        {reasons.length > 0 && (
          <details className={styles.more}>
            <summary>
              {t('backup.areas.reasons', { count: reasons.length })}
            </summary>
            <div className={styles.reasons}>
              <ReasonList reasons={reasons} />
            </div>
          </details>
        )}
        <EvidenceList evidence={evidence} />
      </div>
    </Panel>
  );
}
