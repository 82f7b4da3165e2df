import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  TimelineMark,
  TimelineStretch,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  formatShortInstant,
  Instant,
  Sentence,
  ShortInstant,
  useBusinessTimeZone,
  useNow,
} from '../../time';
import { odooTranslationRef } from '../../translation';
import { EvidenceList, StatusWord } from '../../verdict';
import styles from './AreaTimelinePicture.module.css';
import { laneOf, type TimelineItem } from './items';

/** The shape and colour that a stretch shares with verdict words; single points, and what is not kept any more, are no judgement. */
const statusOfStretch: Partial<Record<TimelineStretch['kind'], VerdictStatus>> =
  {
    recoverable: 'ok',
    gap: 'critical',
    'not-known': 'unknown',
  };

/** What of a stretch can be restored, in its words. */
export function StretchWord(props: { kind: TimelineStretch['kind'] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const status = statusOfStretch[props.kind];
  const words = t(`backup.timeline.stretch.${props.kind}`);
  return status === undefined ? (
    <strong>{words}</strong>
  ) : (
    <StatusWord status={status}>{words}</StatusWord>
  );
}

/** The word for the state of a mark; releases and checkpoints are not judged here, and have none. */
export function useMarkState(): (mark: TimelineMark) => string | undefined {
  const { t } = useTranslationRef(odooTranslationRef);
  return mark => {
    switch (laneOf(mark)) {
      case 'releases':
        return undefined;
      case 'drills':
        return t(`backup.timeline.drillState.${mark.status}`);
      default:
        return t(`backup.timeline.stateOf.${mark.status}`);
    }
  };
}

/** One line that names an item, for who can't see where it stands. */
export function useItemWords(): (item: TimelineItem) => string {
  const { t } = useTranslationRef(odooTranslationRef);
  const zone = useBusinessTimeZone();
  const now = useNow();
  const stateOf = useMarkState();
  const short = (at: string) => formatShortInstant(at, zone, now);
  return ({ stretch, mark }) => {
    if (stretch !== undefined) {
      return [
        t(`backup.timeline.stretch.${stretch.kind}`),
        t('backup.timeline.range', {
          from: short(stretch.from),
          to: short(stretch.to),
        }),
      ].join(', ');
    }
    return [
      t(`backup.timeline.kind.${mark.kind}`),
      stateOf(mark),
      short(mark.at),
      mark.label,
    ]
      .filter(word => word !== undefined)
      .join(', ');
  };
}

/** Everything about one mark or stretch of a time line, with where it comes from. */
export function ItemDetails(props: { item: TimelineItem }) {
  const { stretch, mark } = props.item;
  const { t } = useTranslationRef(odooTranslationRef);
  const stateOf = useMarkState();
  if (stretch !== undefined) {
    return (
      <div className={styles.content}>
        <div className={styles.head}>
          <StretchWord kind={stretch.kind} />
          <span>
            {t('backup.timeline.range', {
              from: <ShortInstant at={stretch.from} />,
              to: <Instant at={stretch.to} />,
            })}
          </span>
        </div>
        <p className={styles.sentence}>
          <Sentence text={stretch.message} />
        </p>
      </div>
    );
  }
  const state = stateOf(mark);
  return (
    <div className={styles.content}>
      <div className={styles.head}>
        <Text as="span" weight="bold">
          {t(`backup.timeline.kind.${mark.kind}`)}
        </Text>
        <code className={styles.code}>{mark.label}</code>
        {state !== undefined && (
          <StatusWord status={mark.status}>{state}</StatusWord>
        )}
        <Instant at={mark.at} />
      </div>
      <p className={styles.sentence}>
        <Sentence text={mark.message} />
      </p>
      <EvidenceList evidence={mark.evidence} />
    </div>
  );
}
