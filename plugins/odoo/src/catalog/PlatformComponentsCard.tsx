import {
  type Entity,
  parseEntityRef,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLink,
  getEntityRelations,
  useEntity,
  useRelatedEntities,
} from '@backstage/plugin-catalog-react';
import {
  isOdooEnvironmentEntity,
  KIND_ODOO_ENVIRONMENT,
  maintenanceOf,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted } from '../layout';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import { RelatedCard } from './RelatedCard';

interface PlatformComponent {
  ref: string;
  /** Absent when the catalog does not have it, or not for who looks. */
  entity?: Entity;
}

/** What an environment shares with others, and what of it is in maintenance; nothing on other kinds. */
export function PlatformComponentsCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? (
    <PlatformComponents environment={entity} />
  ) : null;
}

function PlatformComponents(props: { environment: OdooEnvironmentEntity }) {
  const { environment } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const related = useRelatedEntities(environment, {
    type: RELATION_DEPENDS_ON,
  });
  const declared = (environment.spec.platformComponents ?? []).map(ref =>
    stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'Resource',
        defaultNamespace: environment.metadata.namespace,
      }),
    ),
  );
  const components: PlatformComponent[] | undefined =
    related.entities &&
    declared.map(ref => ({
      ref,
      entity: related.entities?.find(
        entity => stringifyEntityRef(entity) === ref,
      ),
    }));
  return (
    <RelatedCard
      title={t('catalog.platform.title')}
      empty={t('catalog.platform.empty')}
      related={{ ...related, items: components }}
      rowId={row => row.ref}
      columns={[
        {
          id: 'component',
          label: t('catalog.platform.component'),
          cell: row => <Name component={row} />,
        },
        {
          id: 'type',
          label: t('catalog.platform.type'),
          cell: ({ entity }) =>
            typeof entity?.spec?.type === 'string' && entity.spec.type,
        },
        {
          id: 'sharedBy',
          label: t('catalog.platform.sharedBy'),
          cell: ({ entity }) => entity && <SharedBy entity={entity} />,
        },
      ]}
    />
  );
}

function Name(props: { component: PlatformComponent }) {
  const { ref, entity } = props.component;
  const { t } = useTranslationRef(odooTranslationRef);
  if (entity === undefined) {
    return (
      <>
        {ref}
        <div>
          <StatusWord status="unknown">
            {t('catalog.platform.missing')}
          </StatusWord>
        </div>
      </>
    );
  }
  const maintenance = maintenanceOf(entity);
  return (
    <>
      <EntityRefLink entityRef={entity} />
      {maintenance !== undefined && (
        <div>
          <StatusWord status="warning">
            {t('catalog.platform.maintenance')}
          </StatusWord>
          <Muted as="p">{maintenance}</Muted>
        </div>
      )}
    </>
  );
}

function SharedBy(props: { entity: Entity }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const count = getEntityRelations(props.entity, RELATION_DEPENDENCY_OF, {
    kind: KIND_ODOO_ENVIRONMENT,
  }).length;
  return count > 1 ? (
    t('catalog.platform.count', { count })
  ) : (
    <Muted>{t('catalog.platform.alone')}</Muted>
  );
}
