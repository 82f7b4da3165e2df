import type { TimelineStretch } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useId } from 'react';
import { placeOf, type Span } from './axis';
import styles from './StretchBand.module.css';

interface StretchBandProps {
  stretches: readonly TimelineStretch[];
  span: Span;
}

/**
 * The band that the backups stand on: solid where every instant can be restored, dotted where single points can, hatched where
 * nothing can, an empty frame where nothing is kept, a dashed one where nobody knows.
 */
export function StretchBand(props: StretchBandProps) {
  const { stretches, span } = props;
  // Several time lines stand on one page, and patterns are named for the whole of it
  const id = useId().replace(/:/g, '');
  return (
    <svg
      className={styles.band}
      width="100%"
      height="14"
      aria-hidden
      focusable="false"
    >
      <defs>
        <pattern
          id={`${id}-gap`}
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="3" height="7" className={styles.hatch} />
        </pattern>
        <pattern
          id={`${id}-points-only`}
          width="8"
          height="14"
          patternUnits="userSpaceOnUse"
        >
          <circle cx="4" cy="7" r="1.75" className={styles.dot} />
        </pattern>
      </defs>
      {stretches.map(({ kind, from, to }) => {
        const begin = placeOf(Date.parse(from), span);
        const width = placeOf(Date.parse(to), span) - begin;
        const painted = kind === 'gap' || kind === 'points-only';
        return (
          <rect
            key={from}
            x={`${begin}%`}
            y="1"
            width={`${width}%`}
            height="12"
            className={styles.stretch}
            data-kind={kind}
            fill={painted ? `url(#${id}-${kind})` : undefined}
          />
        );
      })}
    </svg>
  );
}
