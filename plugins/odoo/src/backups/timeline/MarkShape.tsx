import type { TimelineMark } from '@odoo-fleet/backstage-plugin-odoo-common';
import styles from './MarkShape.module.css';

type Kind = TimelineMark['kind'];

/** Outlines in a field of 20 by 20; each kind differs in outline, so that they can be told apart without colour. */
const outlines: Record<Kind, string> = {
  full: 'M2 2h16v16h-16z',
  differential: 'M10 1l9 9l-9 9l-9 -9z',
  incremental: 'M10 3a7 7 0 1 0 0.01 0z',
  snapshot: 'M6 2h8l5 8l-5 8h-8l-5 -8z',
  dump: 'M2 6h16v12h-16zM5 2h10v4h-10z',
  drill: 'M10 1l8 3v6c0 5 -4 8 -8 9c-4 -1 -8 -4 -8 -9v-6z',
  release: 'M10 2l8.5 16h-17z',
  checkpoint: 'M5 1v18M5 2h12l-4 4.5l4 4.5h-12',
};

/** The first letter of what a backup is: read faster than an outline. */
const letters: Partial<Record<Kind, string>> = {
  full: 'F',
  differential: 'd',
  incremental: 'i',
  snapshot: 'S',
  dump: 'D',
};

interface MarkShapeProps {
  kind: Kind;
  status: TimelineMark['status'];
}

/** The picture of a mark: its kind by outline and letter, and what came of it by filling, cross or tick. Its words stand elsewhere. */
export function MarkShape(props: MarkShapeProps) {
  const { kind, status } = props;
  const letter = letters[kind];
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      aria-hidden
      className={styles.mark}
      data-kind={kind}
      data-status={status}
    >
      <path d={outlines[kind]} className={styles.outline} />
      {letter !== undefined && (
        <text x="10" y="14" className={styles.letter}>
          {letter}
        </text>
      )}
      {kind === 'drill' && status === 'ok' && (
        <path d="M6 10l3 3l5 -6" className={styles.stroke} />
      )}
      {status === 'critical' && (
        <path d="M1 1l18 18M19 1l-18 18" className={styles.cross} />
      )}
      {status === 'warning' && (
        <path d="M10 4v8M10 15v1.5" className={styles.cross} />
      )}
    </svg>
  );
}
