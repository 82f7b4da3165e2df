import {
  type Entity,
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  EntityRefLink,
  getEntityRelations,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import {
  isOdooEnvironmentEntity,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../export';
import { DataTable, Muted } from '../layout';
import { useEntityScope } from '../scope';
import { LiveNotice } from '../states';
import { Age, BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { CardSection } from './CardSection';
import { RelatedState } from './RelatedState';
import { type ServiceRow, serviceRows } from './serviceRows';
import { useWorkloads } from './useCatalogFacts';
import { WorkloadHealth } from './WorkloadHealth';

const exportColumns: readonly ExportColumn<ServiceRow>[] = [
  {
    header: 'service',
    value: row => row.entity && stringifyEntityRef(row.entity),
  },
  { header: 'role', value: row => row.role },
  { header: 'workload', value: row => row.workload?.name },
  { header: 'kind', value: row => row.workload?.kind },
  { header: 'cluster', value: row => row.workload?.cluster },
  { header: 'namespace', value: row => row.workload?.namespace },
  { header: 'status', value: row => row.workload?.status ?? 'unknown' },
  { header: 'ready', value: row => row.workload?.ready },
  { header: 'desired', value: row => row.workload?.desired },
  { header: 'images', value: row => row.workload?.images.join(' ') },
  { header: 'message', value: row => row.workload?.message },
  { header: 'observedAt', value: row => row.workload?.observedAt },
];

/** Services of an environment with their health in Kubernetes, and its resources; nothing on other kinds. */
export function EnvironmentPartsCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? (
    <Parts environment={entity} />
  ) : null;
}

function Parts(props: { environment: OdooEnvironmentEntity }) {
  const { environment } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const { timeZone } = useEntityScope(environment);
  const related = useRelatedEntities(environment, { type: RELATION_HAS_PART });
  const workloads = useWorkloads(stringifyEntityRef(environment));
  const [owner] = getEntityRelations(environment, 'ownedBy');
  const title = t('catalog.parts.title');
  const entities = related.entities ?? [];
  const services = serviceRows(
    entities.filter(entity => entity.kind === 'Component'),
    workloads.data ?? [],
  );
  const resources = entities
    .filter(entity => entity.kind !== 'Component')
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name, 'en'));
  return (
    <BusinessTimeZone value={timeZone}>
      <EntityInfoCard
        title={title}
        headerActions={
          <TakeAlong
            title={title}
            fileName={`${environment.metadata.name}-services`}
            columns={exportColumns}
            rows={services}
          />
        }
      >
        <RelatedState
          title={title}
          empty={t('catalog.parts.empty')}
          loading={related.loading}
          error={related.error}
          count={entities.length}
        />
        <LiveNotice
          live={[workloads]}
          ownerRef={owner && stringifyEntityRef(owner)}
        />
        {!related.loading && services.length > 0 && (
          <CardSection title={t('catalog.parts.services')}>
            <DataTable
              label={t('catalog.parts.services')}
              columns={[
                {
                  id: 'service',
                  label: t('catalog.parts.service'),
                  cell: row => <ServiceName row={row} />,
                },
                {
                  id: 'role',
                  label: t('catalog.parts.role'),
                  cell: row => row.role,
                },
                {
                  id: 'health',
                  label: t('catalog.parts.health'),
                  cell: row => (
                    <WorkloadHealth workload={row.workload} live={workloads} />
                  ),
                },
                {
                  id: 'ready',
                  label: t('catalog.parts.replicas'),
                  cell: ({ workload }) =>
                    workload?.ready !== undefined &&
                    workload.desired !== undefined &&
                    t('catalog.parts.ready', {
                      ready: String(workload.ready),
                      desired: String(workload.desired),
                    }),
                },
                {
                  id: 'seen',
                  label: t('catalog.parts.seen'),
                  cell: ({ workload }) =>
                    workload?.observedAt === undefined ? (
                      <Muted>
                        {workloads.data && t('catalog.parts.never')}
                      </Muted>
                    ) : (
                      <Age at={workload.observedAt} />
                    ),
                },
              ]}
              rows={services}
              rowId={row => row.id}
            />
          </CardSection>
        )}
        {resources.length > 0 && (
          <CardSection title={t('catalog.parts.resources')}>
            <DataTable
              label={t('catalog.parts.resources')}
              columns={[
                {
                  id: 'resource',
                  label: t('catalog.parts.resource'),
                  cell: row => <EntityRefLink entityRef={row} />,
                },
                {
                  id: 'type',
                  label: t('catalog.parts.type'),
                  cell: typeOf,
                },
                {
                  id: 'what',
                  label: t('catalog.parts.what'),
                  cell: row => row.metadata.description,
                },
              ]}
              rows={resources}
              rowId={stringifyEntityRef}
            />
          </CardSection>
        )}
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function typeOf(entity: Entity): string | undefined {
  return typeof entity.spec?.type === 'string' ? entity.spec.type : undefined;
}

function ServiceName(props: { row: ServiceRow }) {
  const { entity, workload } = props.row;
  const { t } = useTranslationRef(odooTranslationRef);
  if (entity !== undefined) {
    return <EntityRefLink entityRef={entity} />;
  }
  return (
    <>
      {workload?.name}
      <Muted as="p">
        {t(
          workload?.role === undefined
            ? 'catalog.parts.undeclared'
            : 'catalog.parts.notInCatalog',
        )}
      </Muted>
    </>
  );
}
