import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityRefLink,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import {
  type Incident,
  KIND_ODOO_ENVIRONMENT,
  type PlatformRelease,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { odooApiRef } from '../api';
import { type ExportColumn, TakeAlong } from '../export';
import { type DataColumn, DataTable, Muted, Panel } from '../layout';
import { type LiveData, useLiveData } from '../live';
import { FailureState, LiveBody } from '../states';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';
import { SourceLink } from '../verdict';
import styles from './AroundPanel.module.css';

type PlatformWork = PlatformRelease & { environmentRefs: string[] };

interface AroundPanelProps {
  entityRef: string;
  tick: number;
  fileName: string;
}

const incidentColumns: readonly ExportColumn<Incident>[] = [
  { header: 'openedAt', value: row => row.openedAt },
  { header: 'label', value: row => row.label },
  { header: 'environment', value: row => row.environmentRef },
  { header: 'component', value: row => row.componentRef },
  { header: 'source', value: row => row.source },
  { header: 'subject', value: row => row.subject },
  { header: 'url', value: row => row.url },
];

/** Open incidents of an entity's environments, and of what they stand on. */
export function IncidentsPanel(props: AroundPanelProps) {
  const { entityRef, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const incidents = useLiveData(entityRef, tick, signal =>
    api.listIncidents(entityRef, { signal }),
  );
  const { data } = incidents;
  const title = t('question.around.incidents');
  const columns: DataColumn<Incident>[] = [
    {
      id: 'what',
      label: t('question.around.what'),
      cell: row => (
        <SourceLink
          url={row.url}
          text={row.label ?? row.subject}
          size="small"
        />
      ),
    },
    {
      id: 'where',
      label: t('question.around.where'),
      cell: row => {
        const ref = row.componentRef ?? row.environmentRef;
        return ref === undefined ? '' : <EntityRefLink entityRef={ref} />;
      },
    },
    {
      id: 'since',
      label: t('question.around.since'),
      cell: row => <Instant at={row.openedAt} />,
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-incidents`}
          columns={incidentColumns}
          rows={data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={incidents}
        height="3rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('question.around.noIncidents')}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={items}
            rowId={row => `${row.source} ${row.subject} ${row.openedAt}`}
          />
        )}
      </LiveBody>
      {data?.more && <Muted as="p">{t('question.around.more')}</Muted>}
    </Panel>
  );
}

const workColumns: readonly ExportColumn<PlatformWork>[] = [
  { header: 'component', value: row => row.componentRef },
  { header: 'activity', value: row => row.activity },
  { header: 'state', value: row => row.state },
  { header: 'from', value: row => row.startedAt ?? row.from },
  { header: 'until', value: row => row.finishedAt ?? row.until },
  { header: 'environments', value: row => row.environmentRefs.join(' ') },
  { header: 'source', value: row => row.source },
  { header: 'url', value: row => row.url },
];

/** Releases of scope platform that reach an entity's environments, each with the environments that the viewer may see. */
export function PlatformWorkPanel(props: AroundPanelProps) {
  const { entityRef, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const work = useLiveData(entityRef, tick, signal =>
    api.listPlatformReleases(entityRef, { signal }),
  );
  const { data } = work;
  const title = t('question.around.work');
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={`${fileName}-platform`}
          columns={workColumns}
          rows={data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={work}
        height="3rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('question.around.noWork')}
      >
        {({ items }) => (
          <ul className={styles.items}>
            {items.map(item => (
              <Work key={item.id} item={item} />
            ))}
          </ul>
        )}
      </LiveBody>
      {data?.more && <Muted as="p">{t('question.around.more')}</Muted>}
    </Panel>
  );
}

/**
 * The environments that stand on the component, as far as who looks may see them: those of this page's entity, and those that
 * the catalog names and shows.
 */
function useReachedEnvironments(item: PlatformWork): LiveData<string[]> {
  const catalog = useApi(catalogApiRef);
  return useLiveData(
    `${item.componentRef} ${item.environmentRefs.join(' ')}`,
    0,
    async () => {
      const component = await catalog.getEntityByRef(item.componentRef);
      const named = getEntityRelations(component, 'dependencyOf', {
        kind: KIND_ODOO_ENVIRONMENT,
      }).map(ref => stringifyEntityRef(ref));
      const { items } =
        named.length === 0
          ? { items: [] }
          : await catalog.getEntitiesByRefs({
              entityRefs: named,
              fields: ['kind', 'metadata.name', 'metadata.namespace'],
            });
      const seen = items.flatMap(entity =>
        entity ? [stringifyEntityRef(entity)] : [],
      );
      return [...new Set([...item.environmentRefs, ...seen])].sort();
    },
  );
}

function Work(props: { item: PlatformWork }) {
  const { item } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const from = item.startedAt ?? item.from;
  const until = item.finishedAt ?? item.until;
  const reached = useReachedEnvironments(item);
  return (
    <li className={styles.item}>
      <SourceLink
        url={item.url}
        text={item.label ?? t(`question.around.activity.${item.activity}`)}
      />{' '}
      <span className={styles.state}>
        {t(`question.around.stateOf.${item.state}`)}
      </span>{' '}
      <EntityRefLink entityRef={item.componentRef} />
      {from !== undefined && (
        <>
          {' · '}
          <Instant at={from} />
        </>
      )}
      {until !== undefined && (
        <>
          {' – '}
          <Instant at={until} />
        </>
      )}
      {reached.failure !== undefined && (
        <FailureState failure={reached.failure} onRetry={reached.retry} />
      )}
      {reached.data !== undefined && (
        <details>
          <summary>
            {t('question.around.affects', { count: reached.data.length })}
          </summary>
          <ul>
            {reached.data.map(ref => (
              <li key={ref}>
                <EntityRefLink entityRef={ref} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
