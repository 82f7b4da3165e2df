import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  GateDecision,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiQuestionLine,
  RiSpamFill,
} from '@remixicon/react';
import { odooTranslationRef } from '../translation';
import styles from './VerdictWord.module.css';

/** One shape a word: octagon, triangle, disc, ring. They differ in outline, so they can be told apart without colour. */
const shapes = {
  critical: RiSpamFill,
  warning: RiAlertFill,
  ok: RiCheckboxCircleFill,
  unknown: RiQuestionLine,
} satisfies Record<VerdictStatus, unknown>;

const shapeSize = { small: 16, medium: 20, large: 36 };

interface VerdictWordProps {
  status: VerdictStatus;
  /** The gate's decision, for release verdicts: it is the word then, unless the verdict is unknown. */
  decision?: GateDecision;
  size?: 'small' | 'medium' | 'large';
}

/** The text of a verdict's word: that of the decision, where there is one and the verdict is known. */
export function useVerdictWord(): (
  status: VerdictStatus,
  decision?: GateDecision,
) => string {
  const { t } = useTranslationRef(odooTranslationRef);
  return (status, decision) =>
    decision === undefined || status === 'unknown'
      ? t(`verdict.${status}`)
      : t(`decision.${decision}`);
}

/** Verdict word with its shape and colour. */
export function VerdictWord(props: VerdictWordProps) {
  const { status, decision, size = 'medium' } = props;
  const wordOf = useVerdictWord();
  const Shape = shapes[status];
  return (
    <span className={`${styles.word} ${styles[size]}`} data-status={status}>
      <Shape size={shapeSize[size]} aria-hidden />
      {wordOf(status, decision)}
    </span>
  );
}
