import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ReleaseTrace,
  TraceStation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Muted } from '../../layout';
import { Age, formatSeconds } from '../../time';
import { odooTranslationRef } from '../../translation';
import { StationDetails } from './StationDetails';
import { StationShape, statusOfState } from './stationShape';
import styles from './TraceLine.module.css';

/** Which way a key goes; the line lies or stands, depending on the width, so both pairs of arrows walk it. */
const steps: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  ArrowUp: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** The station that a reader should look at first: one that failed, else one that is partly there, else the last that is done. */
function firstToShow(trace: ReleaseTrace): number {
  for (const state of ['failed', 'partly', 'not-known'] as const) {
    const found = trace.findIndex(station => station.state === state);
    if (found >= 0) {
      return found;
    }
  }
  return 0;
}

/** The stations on one line, from left to right; below it, what is known of the one that is chosen. */
export function TraceLine(props: { trace: ReleaseTrace }) {
  const { trace } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const id = useId();
  const [chosenId, setChosenId] = useState<TraceStation['id']>();
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  const chosen = trace.findIndex(station => station.id === chosenId);
  const selected = chosen >= 0 ? chosen : firstToShow(trace);
  const station = trace[selected];
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const next = step(selected, trace.length);
      setChosenId(trace[next].id);
      tabs.current[next]?.focus();
    }
  };
  return (
    <div className={styles.trace}>
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- one of its tabs always has the focus (roving tabindex) */}
      <div
        className={styles.line}
        role="tablist"
        aria-label={t('trace.stations')}
        onKeyDown={walk}
      >
        {trace.map((one, index) => (
          <button
            key={one.id}
            ref={element => {
              tabs.current[index] = element;
            }}
            type="button"
            role="tab"
            id={`${id}-${one.id}`}
            aria-controls={`${id}-details`}
            aria-selected={index === selected}
            tabIndex={index === selected ? 0 : -1}
            className={styles.station}
            data-status={statusOfState[one.state]}
            data-state={one.state}
            onClick={() => setChosenId(one.id)}
          >
            <span className={styles.shape}>
              <StationShape state={one.state} />
            </span>
            <span className={styles.words}>
              <span className={styles.name}>{t(`trace.id.${one.id}`)}</span>
              <span className={styles.state}>
                {t(`trace.state.${one.state}`)}
              </span>
              {one.summary !== t(`trace.state.${one.state}`) && (
                <span className={styles.summary}>{one.summary}</span>
              )}
              <StationTime station={one} />
            </span>
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-details`}
        aria-labelledby={`${id}-${station.id}`}
        className={styles.details}
      >
        <StationDetails station={station} />
      </div>
      <span data-odoo-noprint="">
        <Muted>{t('trace.hint')}</Muted>
      </span>
    </div>
  );
}

function StationTime(props: { station: TraceStation }) {
  const { at, startedAt, durationSeconds } = props.station;
  const instant = at ?? startedAt;
  return instant === undefined ? null : (
    <span className={styles.time}>
      <Age at={instant} />
      {durationSeconds !== undefined && ` · ${formatSeconds(durationSeconds)}`}
    </span>
  );
}
