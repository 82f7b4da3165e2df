import {
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  getEntityRelations,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import {
  isOdooTenantEntity,
  KIND_ODOO_ENVIRONMENT,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { LiveNotice } from '../states';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { EnvironmentColumn, type EnvironmentFacts } from './EnvironmentColumn';
import cardStyles from './FactCard.module.css';
import { inOrderOfStage } from './inOrderOfStage';
import { RelatedState } from './RelatedState';
import styles from './TenantEnvironmentsCard.module.css';
import {
  useBackupStatus,
  useBindings,
  useFindings,
  useReleaseRisk,
  useSeriesSupport,
  useWorkloads,
} from './useCatalogFacts';

/** Environments of a tenant side by side, production first; nothing on other kinds. */
export function TenantEnvironmentsCard() {
  const { entity } = useEntity();
  return isOdooTenantEntity(entity) ? <Environments tenant={entity} /> : null;
}

function Environments(props: { tenant: OdooTenantEntity }) {
  const { tenant } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const tenantRef = stringifyEntityRef(tenant);
  const related = useRelatedEntities(tenant, {
    type: RELATION_HAS_PART,
    kind: KIND_ODOO_ENVIRONMENT,
  });
  const facts: EnvironmentFacts = {
    risk: useReleaseRisk(tenantRef),
    backups: useBackupStatus(tenantRef),
    workloads: useWorkloads(tenantRef),
    bindings: useBindings(tenantRef),
    findings: useFindings(tenantRef),
    series: useSeriesSupport(),
  };
  const environments = inOrderOfStage(related.entities ?? []);
  const [owner] = getEntityRelations(tenant, 'ownedBy');
  const title = t('catalog.environments.title');
  return (
    <BusinessTimeZone value={tenant.spec.timeZone}>
      <EntityInfoCard
        title={title}
        headerActions={
          <TakeAlong
            title={title}
            fileName={`${tenant.metadata.name}-environments`}
            columns={exportColumns(facts)}
            rows={environments}
          />
        }
      >
        <div className={cardStyles.content}>
          <RelatedState
            title={title}
            empty={t('catalog.environments.empty')}
            loading={related.loading}
            error={related.error}
            count={environments.length}
            height="8rem"
          />
          {environments.length > 0 && (
            <>
              <LiveNotice
                live={Object.values(facts)}
                ownerRef={owner && stringifyEntityRef(owner)}
              />
              <div className={styles.columns}>
                {environments.map(environment => (
                  <EnvironmentColumn
                    key={stringifyEntityRef(environment)}
                    environment={environment}
                    facts={facts}
                  />
                ))}
              </div>
            </>
          )}
        </div>
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function exportColumns(
  facts: EnvironmentFacts,
): ExportColumn<OdooEnvironmentEntity>[] {
  const of = <T extends { environmentRef?: string }>(
    items: T[] | undefined,
    environment: OdooEnvironmentEntity,
  ) =>
    items?.filter(
      item => item.environmentRef === stringifyEntityRef(environment),
    );
  const current = (environment: OdooEnvironmentEntity) =>
    of(facts.risk.data?.environments, environment)?.[0]?.current;
  return [
    { header: 'environment', value: row => stringifyEntityRef(row) },
    { header: 'title', value: row => row.metadata.title },
    { header: 'stage', value: row => row.spec.stage },
    { header: 'hosting', value: row => row.spec.hosting },
    { header: 'series', value: row => row.spec.odoo.series },
    { header: 'edition', value: row => row.spec.odoo.edition },
    {
      header: 'releaseVerdict',
      value: row => current(row)?.verdict.status ?? 'unknown',
    },
    { header: 'releaseDecision', value: row => current(row)?.verdict.decision },
    {
      header: 'backupVerdict',
      value: row => {
        const backups = of(facts.backups.data?.environments, row)?.[0];
        return backups?.access === 'granted'
          ? backups.verdict.status
          : backups?.access;
      },
    },
    {
      header: 'workloads',
      value: row => of(facts.workloads.data, row)?.length,
    },
    {
      header: 'workloadsNotOk',
      value: row =>
        of(facts.workloads.data, row)?.filter(({ status }) => status !== 'ok')
          .length,
    },
    {
      header: 'bindingsNotConfirmed',
      value: row =>
        of(facts.bindings.data, row)?.filter(
          ({ state }) => state !== 'confirmed',
        ).length,
    },
    { header: 'findings', value: row => of(facts.findings.data, row)?.length },
    { header: 'url', value: row => row.spec.url },
  ];
}
