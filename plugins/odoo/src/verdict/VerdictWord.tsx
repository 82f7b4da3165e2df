import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  GateDecision,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooTranslationRef } from '../translation';
import { StatusWord } from './StatusWord';

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
  return (
    <StatusWord status={status} size={size}>
      {wordOf(status, decision)}
    </StatusWord>
  );
}
