import { type Entity, RELATION_HAS_PART } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_ROLE,
  isOdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooTranslationRef } from '../translation';
import { RelatedCard } from './RelatedCard';

function roleOf(entity: Entity): string {
  const type = entity.spec?.type;
  return (
    entity.metadata.annotations?.[ANNOTATION_ROLE] ??
    (typeof type === 'string' ? type.replace(/^odoo-/, '') : '')
  );
}

/** Services come before resources, each by name, so that the list keeps its order from one load to the next. */
function byKindAndName(a: Entity, b: Entity): number {
  return (
    a.kind.localeCompare(b.kind, 'en') ||
    a.metadata.name.localeCompare(b.metadata.name, 'en')
  );
}

/** Services and resources of an environment, each a link to its page; nothing on other kinds. */
export function EnvironmentPartsCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? <Parts entity={entity} /> : null;
}

function Parts(props: { entity: Entity }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const related = useRelatedEntities(props.entity, {
    type: RELATION_HAS_PART,
  });
  return (
    <RelatedCard
      title={t('catalog.parts.title')}
      empty={t('catalog.parts.empty')}
      related={{
        ...related,
        entities: related.entities && [...related.entities].sort(byKindAndName),
      }}
      columns={[
        {
          id: 'part',
          label: t('catalog.parts.part'),
          cell: row => <EntityRefLink entityRef={row} />,
        },
        { id: 'role', label: t('catalog.parts.role'), cell: roleOf },
        {
          id: 'owner',
          label: t('catalog.parts.owner'),
          cell: row =>
            typeof row.spec?.owner === 'string' && (
              <EntityRefLink
                entityRef={row.spec.owner}
                defaultKind="Group"
                hideIcon
              />
            ),
        },
      ]}
    />
  );
}
