import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  PersonDecision,
  ReleaseDecisions,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../../export';
import { Muted, Panel } from '../../layout';
import type { LiveData } from '../../live';
import { LiveBody } from '../../states';
import { Instant, useNow } from '../../time';
import { odooTranslationRef } from '../../translation';
import { Person } from '../Person';
import styles from './PersonDecisionsPanel.module.css';
import { RevokeButton } from './RevokeButton';

const columns: readonly ExportColumn<PersonDecision>[] = [
  { header: 'kind', value: row => row.kind },
  { header: 'by', value: row => row.by },
  { header: 'reason', value: row => row.reason },
  { header: 'at', value: row => row.at },
  { header: 'expiresAt', value: row => row.expiresAt },
  { header: 'revokedAt', value: row => row.revokedAt },
  { header: 'revokedBy', value: row => row.revokedBy },
  { header: 'digest', value: row => row.digest },
];

interface PersonDecisionsPanelProps {
  decisions: LiveData<ReleaseDecisions>;
  fileName: string;
  onRevoked: () => void;
}

/** Overrides, sign-offs, and who asked for one: the expired and the revoked stay. */
export function PersonDecisionsPanel(props: PersonDecisionsPanelProps) {
  const { decisions, fileName, onRevoked } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('decide.title');
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={decisions.data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={decisions}
        height="3rem"
        isEmpty={({ items, signOffRequests }) =>
          items.length === 0 && signOffRequests.length === 0
        }
        empty={t('decide.none')}
      >
        {({ items, signOffRequests }) => (
          <>
            <ul className={styles.decisions}>
              {items.map(decision => (
                <Decision
                  key={decision.id}
                  decision={decision}
                  onRevoked={onRevoked}
                />
              ))}
              {signOffRequests.map(request => (
                <li key={request.id} className={styles.decision}>
                  <strong>{t('decide.asked')}</strong>{' '}
                  {t('decide.askedBy', {
                    who: <Person name={request.askedBy} />,
                    at: <Instant at={request.askedAt} />,
                  })}
                  {request.note !== undefined && (
                    <blockquote className={styles.reason}>
                      {request.note}
                    </blockquote>
                  )}
                </li>
              ))}
            </ul>
            <Muted as="p">{t('decide.forEver')}</Muted>
          </>
        )}
      </LiveBody>
    </Panel>
  );
}

function Decision(props: { decision: PersonDecision; onRevoked: () => void }) {
  const { decision, onRevoked } = props;
  const { by, at, expiresAt, revokedAt, revokedBy } = decision;
  const { t } = useTranslationRef(odooTranslationRef);
  const now = useNow();
  const counts = revokedAt === undefined && Date.parse(expiresAt) > now;
  return (
    <li className={styles.decision}>
      <strong>{t(`decide.${decision.kind}`)}</strong>{' '}
      <span className={styles.standing}>
        {counts ? t('decide.active') : t('decide.past')}
      </span>{' '}
      {t('decide.by', {
        who: <Person name={by} />,
        at: <Instant at={at} />,
      })}
      {' · '}
      {revokedAt !== undefined &&
        t('decide.revoked', {
          who: <Person name={revokedBy ?? ''} />,
          at: <Instant at={revokedAt} />,
        })}
      {revokedAt === undefined &&
        t(counts ? 'decide.until' : 'decide.expired', {
          at: <Instant at={expiresAt} />,
        })}
      <blockquote className={styles.reason}>{decision.reason}</blockquote>
      {counts && <RevokeButton decision={decision} onRevoked={onRevoked} />}
    </li>
  );
}
