import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { Reason } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from './EvidenceList';
import styles from './ReasonList.module.css';

/** As many as a page shows at a glance. */
const REASONS_AT_A_GLANCE = 3;

interface ReasonListProps {
  reasons: readonly Reason[];
  /** Leaves the rest to another page. */
  glanceOnly?: boolean;
}

/** Reasons, worst first: the first three, each with what lowers it and its evidence; the rest on demand. */
export function ReasonList(props: ReasonListProps) {
  const { reasons, glanceOnly = false } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const [all, setAll] = useState(false);
  const hidden = reasons.length - REASONS_AT_A_GLANCE;
  const shown = all ? reasons : reasons.slice(0, REASONS_AT_A_GLANCE);
  return (
    <>
      <ol className={styles.reasons}>
        {shown.map(reason => (
          <li key={reason.id} data-status={reason.status}>
            <span className={styles.message}>{reason.message}</span>
            {reason.remedy !== undefined && (
              <span className={styles.remedy}>
                {t('reason.remedy', { remedy: reason.remedy })}
              </span>
            )}
            <EvidenceList evidence={reason.evidence} />
          </li>
        ))}
      </ol>
      {hidden > 0 && !glanceOnly && (
        <Button
          variant="tertiary"
          size="small"
          data-odoo-noprint=""
          aria-expanded={all}
          onPress={() => setAll(!all)}
        >
          {all
            ? t('reason.more.hide')
            : t('reason.more.show', { number: String(hidden) })}
        </Button>
      )}
    </>
  );
}
