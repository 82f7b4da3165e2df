import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  EntityRefLink,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import type { Workload } from '@odoo-fleet/backstage-plugin-odoo-common';
import { FactList, Muted } from '../layout';
import type { LiveData } from '../live';
import { environmentRefOf, useEntityScope } from '../scope';
import { LiveNotice } from '../states';
import { Age, BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { roleOf, workloadOf } from './serviceRows';
import styles from './FactCard.module.css';
import { SeriesSupportState } from './SeriesSupportState';
import { useSeriesSupport, useWorkloads } from './useCatalogFacts';
import { WorkloadHealth } from './WorkloadHealth';

/** Where a service or resource of an environment belongs, and the health of its workload; nothing on other entities. */
export function ServiceAboutCard() {
  const { entity } = useEntity();
  const environmentRef = environmentRefOf(entity);
  return environmentRef === undefined ? null : (
    <ServiceAbout
      entity={entity}
      environmentRef={stringifyEntityRef(environmentRef)}
    />
  );
}

function ServiceAbout(props: { entity: Entity; environmentRef: string }) {
  const { entity, environmentRef } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const scope = useEntityScope(entity);
  const isService = entity.kind === 'Component';
  const workloads = useWorkloads(
    isService ? stringifyEntityRef(entity) : undefined,
  );
  const series = useSeriesSupport();
  const [owner] = getEntityRelations(entity, 'ownedBy');
  const { environment, tenant, isLoading } = scope;
  return (
    <BusinessTimeZone value={scope.timeZone}>
      <EntityInfoCard title={t('catalog.service.title')}>
        <div className={styles.content}>
          {isService && (
            <LiveNotice
              live={[workloads]}
              ownerRef={owner && stringifyEntityRef(owner)}
            />
          )}
          {isLoading && <Skeleton width="100%" height="3rem" />}
          {!isLoading && environment === undefined && (
            <Muted as="p">
              {scope.failure === undefined
                ? t('catalog.service.unknownEnvironment', {
                    ref: environmentRef,
                  })
                : t('catalog.related.error', {
                    message: scope.failure.message,
                  })}
            </Muted>
          )}
          <FactList
            items={[
              environment && [
                t('catalog.service.environment'),
                <EntityRefLink key="environment" entityRef={environment} />,
              ],
              tenant && [
                t('catalog.service.tenant'),
                <EntityRefLink key="tenant" entityRef={tenant} />,
              ],
              isService
                ? [t('catalog.service.role'), roleOf(entity)]
                : undefined,
              isService
                ? [
                    t('catalog.service.health'),
                    <Health key="health" service={entity} live={workloads} />,
                  ]
                : undefined,
              environment && [
                t('catalog.service.stage'),
                environment.spec.stage,
              ],
              environment && [
                t('catalog.service.hosting'),
                environment.spec.hosting,
              ],
              environment && [
                t('catalog.service.series'),
                <div key="series">
                  {t('catalog.environment.series', environment.spec.odoo)}
                  <div>
                    <SeriesSupportState
                      series={environment.spec.odoo.series}
                      table={series}
                    />
                  </div>
                </div>,
              ],
            ]}
          />
        </div>
      </EntityInfoCard>
    </BusinessTimeZone>
  );
}

function Health(props: { service: Entity; live: LiveData<Workload[]> }) {
  const { service, live } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const workload = workloadOf(service, live.data ?? []);
  return (
    <>
      <WorkloadHealth workload={workload} live={live} />
      {workload?.status === 'ok' && <div>{workload.message}</div>}
      {workload?.observedAt !== undefined && (
        <Muted as="p">
          {t('catalog.service.seen', {
            age: <Age at={workload.observedAt} />,
          })}
        </Muted>
      )}
    </>
  );
}
