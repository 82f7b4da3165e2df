import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { RiskReason } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList } from './EvidenceList';
import styles from './ReasonList.module.css';

/** As many as a page shows at a glance. */
const REASONS_AT_A_GLANCE = 3;

interface ReasonListProps {
  reasons: readonly RiskReason[];
  /** Role of the service whose page this is: its own reasons come first, the others are marked as the environment's. */
  ownRole?: string;
  /** Leaves the rest to another page. */
  glanceOnly?: boolean;
}

function ownFirst(
  reasons: readonly RiskReason[],
  ownRole: string | undefined,
): readonly RiskReason[] {
  return ownRole === undefined
    ? reasons
    : [
        ...reasons.filter(({ role }) => role === ownRole),
        ...reasons.filter(({ role }) => role !== ownRole),
      ];
}

/** Reasons, worst first: the first three, each with what lowers it and its evidence; the rest on demand. */
export function ReasonList(props: ReasonListProps) {
  const { ownRole, glanceOnly = false } = props;
  const reasons = ownFirst(props.reasons, ownRole);
  const { t } = useTranslationRef(odooTranslationRef);
  const [all, setAll] = useState(false);
  const hidden = reasons.length - REASONS_AT_A_GLANCE;
  const shown = all ? reasons : reasons.slice(0, REASONS_AT_A_GLANCE);
  return (
    <>
      <ol className={styles.reasons}>
        {shown.map(reason => (
          <li
            key={`${reason.id} ${reason.message}`}
            data-status={reason.status}
          >
            <span className={styles.message}>
              <Sentence text={reason.message} />
            </span>
            <ReasonOrigin role={reason.role} ownRole={ownRole} />
            {reason.remedy !== undefined && (
              <span className={styles.remedy}>
                {t('reason.remedy', {
                  remedy: <Sentence text={reason.remedy} />,
                })}
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

/** Whom a reason is about, where that is not plain. */
function ReasonOrigin(props: {
  role: string | undefined;
  ownRole: string | undefined;
}) {
  const { role, ownRole } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (ownRole === undefined) {
    return role === undefined ? null : (
      <span className={styles.origin}>{t('reason.aboutRole', { role })}</span>
    );
  }
  if (role === ownRole) {
    return <span className={styles.origin}>{t('reason.own', { role })}</span>;
  }
  return (
    <span className={styles.origin}>
      {role === undefined
        ? t('reason.inherited')
        : t('reason.inheritedRole', { role })}
    </span>
  );
}
