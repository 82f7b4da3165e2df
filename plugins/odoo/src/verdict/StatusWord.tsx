import type { VerdictStatus } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiQuestionLine,
  RiSpamFill,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './VerdictWord.module.css';

/** One shape a status: octagon, triangle, disc, ring. They differ in outline, so they can be told apart without colour. */
const shapes = {
  critical: RiSpamFill,
  warning: RiAlertFill,
  ok: RiCheckboxCircleFill,
  unknown: RiQuestionLine,
} satisfies Record<VerdictStatus, unknown>;

const shapeSize = { small: 16, medium: 20, large: 36 };

interface StatusWordProps {
  status: VerdictStatus;
  size?: 'small' | 'medium' | 'large';
  children: ReactNode;
}

/** A word with the shape and the colour of a status: never colour alone. */
export function StatusWord(props: StatusWordProps) {
  const { status, size = 'small' } = props;
  const Shape = shapes[status];
  return (
    <span className={`${styles.word} ${styles[size]}`} data-status={status}>
      <Shape size={shapeSize[size]} aria-hidden />
      {props.children}
    </span>
  );
}
