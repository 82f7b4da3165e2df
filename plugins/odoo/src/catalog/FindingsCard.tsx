import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import {
  compareVerdictStatus,
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DataTable, Muted } from '../layout';
import { useEntityScope } from '../scope';
import { Age, BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord, VerdictWord } from '../verdict';
import { FactCard } from './FactCard';
import { findingColumns } from './findingColumns';
import styles from './FindingsCard.module.css';
import { useFindings } from './useCatalogFacts';

/** What only the whole catalog shows to be wrong with a tenant or an environment; nothing on other kinds. */
export function FindingsCard() {
  const { entity } = useEntity();
  return isOdooTenantEntity(entity) || isOdooEnvironmentEntity(entity) ? (
    <Findings entity={entity} />
  ) : null;
}

function Findings(props: { entity: OdooTenantEntity | OdooEnvironmentEntity }) {
  const { entity } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const { timeZone } = useEntityScope(entity);
  const entityRef = stringifyEntityRef(entity);
  const live = useFindings(entityRef);
  const [owner] = getEntityRelations(entity, 'ownedBy');
  const title = t('catalog.findings.title');
  return (
    <BusinessTimeZone value={timeZone}>
      <FactCard
        title={title}
        live={live}
        empty={
          <p className={styles.none}>
            <StatusWord status="ok">{t('catalog.findings.none')}</StatusWord>{' '}
            <Muted>{t('catalog.findings.noneLong')}</Muted>
          </p>
        }
        ownerRef={owner && stringifyEntityRef(owner)}
        takeAlong={{
          fileName: `${entity.metadata.name}-findings`,
          columns: findingColumns,
        }}
      >
        {findings => (
          <DataTable
            label={title}
            columns={[
              {
                id: 'what',
                label: t('catalog.findings.what'),
                cell: row => (
                  <>
                    <span className={styles.message}>{row.message}</span>
                    <div>
                      {t('catalog.findings.remedy', { remedy: row.remedy })}
                    </div>
                  </>
                ),
              },
              {
                id: 'severity',
                label: t('catalog.findings.severity'),
                cell: row => <VerdictWord status={row.severity} size="small" />,
              },
              {
                id: 'subject',
                label: t('catalog.findings.subject'),
                cell: row => (
                  <>
                    {row.subject}
                    {row.entityRef !== undefined &&
                      row.entityRef !== entityRef && (
                        <div>
                          <EntityRefLink entityRef={row.entityRef} />
                        </div>
                      )}
                  </>
                ),
              },
              {
                id: 'since',
                label: t('catalog.findings.since'),
                cell: row => <Age at={row.firstSeenAt} />,
              },
            ]}
            rows={[...findings].sort(
              (a, b) =>
                compareVerdictStatus(a.severity, b.severity) ||
                a.firstSeenAt.localeCompare(b.firstSeenAt),
            )}
            rowId={row => row.id}
          />
        )}
      </FactCard>
    </BusinessTimeZone>
  );
}
