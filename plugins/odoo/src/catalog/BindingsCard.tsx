import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { getEntityRelations, useEntity } from '@backstage/plugin-catalog-react';
import {
  type Binding,
  bindingKey,
  bindingStateSchema,
  isOdooEnvironmentEntity,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ExportColumn } from '../export';
import { DataTable, Muted } from '../layout';
import { useEntityScope } from '../scope';
import { Age, BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { StatusWord } from '../verdict';
import styles from './BindingsCard.module.css';
import { bindingStatus } from './bindingStatus';
import { FactCard } from './FactCard';
import { useBindings } from './useCatalogFacts';

const exportColumns: readonly ExportColumn<Binding>[] = [
  { header: 'environment', value: row => row.environmentRef },
  { header: 'kind', value: row => row.kind },
  { header: 'scope', value: row => row.scope },
  { header: 'id', value: row => row.id },
  { header: 'service', value: row => row.service },
  { header: 'state', value: row => row.state },
  { header: 'confirmedBy', value: row => row.confirmedBy },
  { header: 'since', value: row => row.since },
  { header: 'checkedAt', value: row => row.checkedAt },
  { header: 'message', value: row => row.message },
  { header: 'remedy', value: row => row.remedy },
];

/** What an environment claims outside of itself, the trouble first; nothing on other kinds. */
export function BindingsCard() {
  const { entity } = useEntity();
  return isOdooEnvironmentEntity(entity) ? (
    <Bindings environment={entity} />
  ) : null;
}

function Bindings(props: { environment: OdooEnvironmentEntity }) {
  const { environment } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const { timeZone } = useEntityScope(environment);
  const live = useBindings(stringifyEntityRef(environment));
  const [owner] = getEntityRelations(environment, 'ownedBy');
  const title = t('catalog.bindings.title');
  return (
    <BusinessTimeZone value={timeZone}>
      <FactCard
        title={title}
        live={live}
        empty={t('catalog.bindings.empty')}
        ownerRef={owner && stringifyEntityRef(owner)}
        takeAlong={{
          fileName: `${environment.metadata.name}-bindings`,
          columns: exportColumns,
        }}
      >
        {bindings => (
          <>
            <Muted as="p">{t('catalog.bindings.intro')}</Muted>
            <DataTable
              label={title}
              columns={[
                {
                  id: 'claim',
                  label: t('catalog.bindings.claim'),
                  cell: row => <Claim binding={row} />,
                },
                {
                  id: 'state',
                  label: t('catalog.bindings.state'),
                  cell: row => <State binding={row} />,
                },
                {
                  id: 'why',
                  label: t('catalog.bindings.why'),
                  cell: row => (
                    <>
                      {row.message}
                      {row.remedy !== undefined && (
                        <div className={styles.remedy}>{row.remedy}</div>
                      )}
                    </>
                  ),
                },
              ]}
              rows={worstFirst(bindings)}
              rowId={bindingKey}
            />
          </>
        )}
      </FactCard>
    </BusinessTimeZone>
  );
}

/** Contested, unconfirmed, confirmed; the order of the descriptor within. */
function worstFirst(bindings: Binding[]): Binding[] {
  const states = bindingStateSchema.options;
  return [...bindings].sort(
    (a, b) => states.indexOf(b.state) - states.indexOf(a.state),
  );
}

function Claim(props: { binding: Binding }) {
  const { kind, scope, id, service } = props.binding;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <>
      {t(`catalog.bindings.kind.${kind}`)}
      <div className={styles.claim}>
        <span title={scope}>{scope.replace(/^https?:\/\//, '')}</span>
        {id !== '' && (
          <>
            <span aria-hidden> › </span>
            {service === undefined
              ? id
              : t('catalog.bindings.pipelineService', { id, service })}
          </>
        )}
      </div>
    </>
  );
}

function State(props: { binding: Binding }) {
  const { state, confirmedBy, since, checkedAt } = props.binding;
  const { t } = useTranslationRef(odooTranslationRef);
  // The config has no need to be asked, so only a claim without an answer says that nobody was.
  const unchecked =
    state === 'confirmed' ? undefined : t('catalog.bindings.neverChecked');
  const checked =
    checkedAt === undefined
      ? unchecked
      : t('catalog.bindings.checked', { age: <Age at={checkedAt} /> });
  return (
    <>
      <StatusWord status={bindingStatus[state]}>
        {t(`catalog.bindings.${state}`)}
      </StatusWord>
      {confirmedBy !== undefined && (
        <Muted as="p">
          {t(
            confirmedBy === 'namespace'
              ? 'catalog.bindings.byNamespace'
              : 'catalog.bindings.byConfig',
          )}
        </Muted>
      )}
      <Muted as="p">
        {t('catalog.bindings.since', { age: <Age at={since} /> })}
        {checked !== undefined && <>, {checked}</>}
      </Muted>
    </>
  );
}
