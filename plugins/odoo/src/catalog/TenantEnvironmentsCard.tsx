import { type Entity, RELATION_HAS_PART } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import {
  isOdooEnvironmentEntity,
  isOdooTenantEntity,
  KIND_ODOO_ENVIRONMENT,
  stageSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooTranslationRef } from '../translation';
import { RelatedCard } from './RelatedCard';

/** Environments of a tenant, production first; nothing on other kinds. */
export function TenantEnvironmentsCard() {
  const { entity } = useEntity();
  return isOdooTenantEntity(entity) ? <Environments entity={entity} /> : null;
}

function Environments(props: { entity: Entity }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const related = useRelatedEntities(props.entity, {
    type: RELATION_HAS_PART,
    kind: KIND_ODOO_ENVIRONMENT,
  });
  const stages = stageSchema.options;
  return (
    <RelatedCard
      title={t('catalog.environments.title')}
      empty={t('catalog.environments.empty')}
      related={{
        ...related,
        entities: related.entities
          ?.filter(isOdooEnvironmentEntity)
          .sort(
            (a, b) =>
              stages.indexOf(a.spec.stage) - stages.indexOf(b.spec.stage) ||
              a.metadata.name.localeCompare(b.metadata.name, 'en'),
          ),
      }}
      columns={[
        {
          id: 'environment',
          label: t('catalog.environments.environment'),
          cell: row => <EntityRefLink entityRef={row} />,
        },
        {
          id: 'stage',
          label: t('catalog.environments.stage'),
          cell: row => row.spec.stage,
        },
        {
          id: 'hosting',
          label: t('catalog.environments.hosting'),
          cell: row => row.spec.hosting,
        },
        {
          id: 'series',
          label: t('catalog.environments.series'),
          cell: row => `${row.spec.odoo.series} ${row.spec.odoo.edition}`,
        },
      ]}
    />
  );
}
