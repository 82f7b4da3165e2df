import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RecoverabilityProof } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Sentence } from '../time';
import { odooTranslationRef } from '../translation';
import { EvidenceList, StatusWord } from '../verdict';
import styles from './AreaPanel.module.css';

/** The proofs of an area, one after the other: each can fail while all before it stand. */
export function ProofList(props: { proofs: readonly RecoverabilityProof[] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <ol className={styles.proofs} aria-label={t('backup.proof.title')}>
      {props.proofs.map(proof => (
        <li key={proof.id} className={styles.proof}>
          <StatusWord status={proof.status}>
            {t(`backup.proof.${proof.id}`)}
          </StatusWord>
          <p className={styles.sentence}>
            <Sentence text={proof.message} />
          </p>
          <EvidenceList evidence={proof.evidence} />
        </li>
      ))}
    </ol>
  );
}
