import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AreaTimeline } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  type KeyboardEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Muted } from '../../layout';
import { useBusinessTimeZone } from '../../time';
import { odooTranslationRef } from '../../translation';
import styles from './AreaTimelinePicture.module.css';
import { placeOf, type Span, ticksOf } from './axis';
import { ItemDetails, useItemWords } from './ItemDetails';
import {
  firstToShow,
  itemsOf,
  laneOf,
  lanes,
  type TimelineItem,
} from './items';
import { MarkShape } from './MarkShape';
import { StretchBand } from './StretchBand';

/** Which way a key goes, in order of time. */
const steps: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => Math.min(index + 1, count - 1),
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowLeft: index => Math.max(index - 1, 0),
  ArrowUp: index => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** A name needs this much of the axis, in percent; closer than that it would run into the next mark. */
const ROOM_FOR_NAME = 11;

/** Time line of one area: what can be restored, what was backed up, drilled and released, and what is known of the one that is looked at. */
export function AreaTimelinePicture(props: { timeline: AreaTimeline }) {
  const { timeline } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const id = useId();
  const wordsOf = useItemWords();
  const items = useMemo(() => itemsOf(timeline), [timeline]);
  const [chosenId, setChosenId] = useState<string>();
  const [peekedId, setPeekedId] = useState<string>();
  const tabs = useRef(new Map<string, HTMLButtonElement>());
  const scroll = useScrolledToNow(timeline);
  if (items.length === 0) {
    return <Muted as="p">{t('backup.timeline.empty')}</Muted>;
  }
  const found = items.findIndex(item => item.id === chosenId);
  const selected = found >= 0 ? found : firstToShow(items);
  // What the pointer is on is shown for as long as it is; the choice of the keyboard stays
  const shown = items.find(item => item.id === peekedId) ?? items[selected];
  const span = {
    from: Date.parse(timeline.from),
    to: Date.parse(timeline.to),
  };
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const next = items[step(selected, items.length)];
      setPeekedId(undefined);
      setChosenId(next.id);
      tabs.current.get(next.id)?.focus();
    }
  };
  const tabOf = (item: TimelineItem) => ({
    ref: (element: HTMLButtonElement | null) => {
      if (element) {
        tabs.current.set(item.id, element);
      } else {
        tabs.current.delete(item.id);
      }
    },
    id: `${id}-${item.id}`.replace(/\s/g, '-'),
    type: 'button' as const,
    role: 'tab',
    'aria-controls': `${id}-details`,
    'aria-selected': item === items[selected],
    'aria-label': wordsOf(item),
    tabIndex: item === items[selected] ? 0 : -1,
    onClick: () => setChosenId(item.id),
    onFocus: () => setChosenId(item.id),
    onMouseEnter: () => setPeekedId(item.id),
    onMouseLeave: () => setPeekedId(undefined),
  });
  return (
    <div className={styles.timeline}>
      <div className={styles.scroll} ref={scroll}>
        {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- one of its tabs always has the focus (roving tabindex) */}
        <div
          className={styles.picture}
          role="tablist"
          aria-label={t('backup.timeline.walk', {
            area: t(`backup.area.${timeline.area}`),
          })}
          onKeyDown={walk}
        >
          <Grid span={span} />
          {lanes.map(lane => {
            const own = items.filter(
              ({ mark }) => mark && laneOf(mark) === lane,
            );
            return own.length === 0 && lane !== 'backups' ? null : (
              <div key={lane} className={styles.lane} data-lane={lane}>
                <span className={styles.caption} aria-hidden>
                  {t(`backup.timeline.lane.${lane}`)}
                </span>
                <div className={styles.track}>
                  {lane === 'backups' && (
                    <>
                      <StretchBand stretches={timeline.stretches} span={span} />
                      {items.map(
                        item =>
                          item.stretch && (
                            <button
                              key={item.id}
                              {...tabOf(item)}
                              className={styles.stretch}
                              style={{
                                insetInlineStart: `${placeOf(item.at, span)}%`,
                                width: `${
                                  placeOf(Date.parse(item.stretch.to), span) -
                                  placeOf(item.at, span)
                                }%`,
                              }}
                            />
                          ),
                      )}
                    </>
                  )}
                  {own.map(
                    (item, index) =>
                      item.mark && (
                        <button
                          key={item.id}
                          {...tabOf(item)}
                          className={styles.mark}
                          style={{
                            insetInlineStart: `${placeOf(item.at, span)}%`,
                          }}
                        >
                          <MarkShape
                            kind={item.mark.kind}
                            status={item.mark.status}
                          />
                          {item.mark.kind === 'release' &&
                            hasRoom(item, own[index + 1], span) && (
                              <span className={styles.name} aria-hidden>
                                {item.mark.label}
                              </span>
                            )}
                        </button>
                      ),
                  )}
                </div>
              </div>
            );
          })}
        </div>
      </div>
      <div
        role="tabpanel"
        id={`${id}-details`}
        aria-labelledby={`${id}-${shown.id}`.replace(/\s/g, '-')}
        className={styles.details}
      >
        <ItemDetails item={shown} />
      </div>
      <span data-odoo-noprint="">
        <Muted>{t('backup.timeline.hint')}</Muted>
      </span>
    </div>
  );
}

function hasRoom(
  item: TimelineItem,
  next: TimelineItem | undefined,
  span: Span,
): boolean {
  const end = next === undefined ? 100 : placeOf(next.at, span);
  return end - placeOf(item.at, span) >= ROOM_FOR_NAME;
}

/** Lines and names of the axis; the words of each mark have its time, so that this is for the eye alone. */
function Grid(props: { span: Span }) {
  const zone = useBusinessTimeZone();
  return (
    <div className={styles.grid} aria-hidden>
      {ticksOf(props.span, zone).map(({ at, place, label }) => (
        <span
          key={at}
          className={styles.tick}
          style={{ insetInlineStart: `${place}%` }}
        >
          {/* The last one would stand out of the picture */}
          {place < 94 && <span className={styles.tickName}>{label}</span>}
        </span>
      ))}
    </div>
  );
}

/** Where the picture is wider than its panel, what is newest is what people look for. */
function useScrolledToNow(timeline: AreaTimeline) {
  const scroll = useRef<HTMLDivElement>(null);
  // Both ends move on with each refresh, which must not take the reader along: only another length begins anew
  const length = Math.round(
    (Date.parse(timeline.to) - Date.parse(timeline.from)) / 3_600_000,
  );
  useEffect(() => {
    if (scroll.current) {
      scroll.current.scrollLeft = scroll.current.scrollWidth;
    }
  }, [length]);
  return scroll;
}
