import {
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import { Skeleton } from '@backstage/ui';
import {
  KIND_ODOO_ENVIRONMENT,
  type OdooEnvironmentEntity,
  type OdooTenantEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DataTable, Muted } from '../layout';
import { StateAlert } from '../states';
import { odooTranslationRef } from '../translation';
import { CardSection } from './CardSection';
import { inOrderOfStage } from './inOrderOfStage';
import { SeriesSupportState } from './SeriesSupportState';
import { useSeriesSupport } from './useCatalogFacts';

/** Each series of Odoo that the tenant's environments run, oldest first, and until when it is supported. */
export function TenantSeries(props: { tenant: OdooTenantEntity }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const table = useSeriesSupport();
  const { entities, loading, error } = useRelatedEntities(props.tenant, {
    type: RELATION_HAS_PART,
    kind: KIND_ODOO_ENVIRONMENT,
  });
  const title = t('catalog.support.title');
  const bySeries = new Map<string, OdooEnvironmentEntity[]>();
  for (const environment of inOrderOfStage(entities ?? [])) {
    const { series } = environment.spec.odoo;
    bySeries.set(series, [...(bySeries.get(series) ?? []), environment]);
  }
  const rows = [...bySeries]
    .map(([series, environments]) => ({ series, environments }))
    .sort((a, b) => a.series.localeCompare(b.series, 'en', { numeric: true }));
  return (
    <CardSection title={title}>
      {loading && <Skeleton width="100%" height="3rem" />}
      {error !== undefined && (
        <StateAlert status="danger" title={title}>
          {t('catalog.related.error', { message: error.message })}
        </StateAlert>
      )}
      {!loading && error === undefined && rows.length === 0 && (
        <Muted as="p">{t('catalog.support.none')}</Muted>
      )}
      {rows.length > 0 && (
        <DataTable
          label={title}
          columns={[
            {
              id: 'series',
              label: t('catalog.support.series'),
              cell: row => row.series,
            },
            {
              id: 'state',
              label: t('catalog.support.state'),
              cell: row => (
                <SeriesSupportState series={row.series} table={table} />
              ),
            },
            {
              id: 'runsIn',
              label: t('catalog.support.runsIn'),
              cell: row =>
                row.environments.map(environment => (
                  <div key={stringifyEntityRef(environment)}>
                    <EntityRefLink entityRef={environment} hideIcon />
                  </div>
                )),
            },
          ]}
          rows={rows}
          rowId={row => row.series}
        />
      )}
    </CardSection>
  );
}
