import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Container, Text } from '@backstage/ui';
import type {
  DeadLetter,
  UnattributedEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../../api';
import { type ExportColumn, TakeAlong } from '../../export';
import {
  type DataColumn,
  DataTable,
  FleetHeader,
  Muted,
  Panel,
  PageTurner,
} from '../../layout';
import { useLiveData, useRefreshTick } from '../../live';
import { LiveBody } from '../../states';
import { Instant } from '../../time';
import { odooTranslationRef } from '../../translation';
import { sourceName } from '../../verdict';
import { BindDialog } from './BindDialog';
import styles from './EventsPage.module.css';

const PAGE_SIZE = 20;

/** What pipelines sent and no environment took, with a way to bind it; and what nobody could read. */
export function EventsPage() {
  const tick = useRefreshTick();
  return (
    <>
      <FleetHeader active="events" />
      <main>
        <Container>
          <div className={styles.page}>
            <Unattributed tick={tick} />
            <DeadLetters tick={tick} />
          </div>
        </Container>
      </main>
    </>
  );
}

const eventColumns: readonly ExportColumn<UnattributedEvent>[] = [
  { header: 'occurredAt', value: row => row.occurredAt },
  { header: 'receivedAt', value: row => row.receivedAt },
  { header: 'kind', value: row => row.kind },
  { header: 'source', value: row => row.source },
  { header: 'environmentId', value: row => row.environmentId },
  { header: 'service', value: row => row.service },
  { header: 'id', value: row => row.id },
  { header: 'type', value: row => row.type },
  { header: 'reason', value: row => row.reason },
];

function Unattributed(props: { tick: number }) {
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [binding, setBinding] = useState<UnattributedEvent>();
  const cursor = cursors.at(-1);
  const page = useLiveData(cursor ?? 'first', props.tick, signal =>
    api.listUnattributedEvents({ limit: PAGE_SIZE, cursor }, { signal }),
  );
  const title = t('page.events.title');
  const columns: DataColumn<UnattributedEvent>[] = [
    {
      id: 'event',
      label: t('page.events.event'),
      cell: row => (
        <>
          <strong>{t(`release.kind.${row.kind}`)}</strong>
          <span className={styles.aside} title={row.source}>
            {sourceName(row.source)}
            {row.environmentId !== undefined && ` · ${row.environmentId}`}
            {row.service !== undefined && ` · ${row.service}`}
          </span>
        </>
      ),
    },
    {
      id: 'reason',
      label: t('page.events.reason'),
      cell: row => row.reason,
    },
    {
      id: 'received',
      label: t('page.events.received'),
      cell: row => <Instant at={row.receivedAt} />,
    },
    {
      id: 'bind',
      label: t('page.events.bind'),
      cell: row => (
        <Button
          size="small"
          variant="secondary"
          aria-label={t('page.events.bindTitle', {
            source: [
              sourceName(row.source),
              row.environmentId ?? row.service,
              row.id,
            ].join(' '),
          })}
          onPress={() => setBinding(row)}
        >
          {t('page.events.bind')}
        </Button>
      ),
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName="unattributed-events"
          columns={eventColumns}
          rows={page.data?.items ?? []}
        />
      }
    >
      <Text as="p">{t('page.events.intro')}</Text>
      <LiveBody
        live={page}
        height="6rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('page.events.empty')}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={items}
            rowId={row => `${row.source} ${row.id}`}
          />
        )}
      </LiveBody>
      <PageTurner
        cursors={cursors}
        nextCursor={page.data?.nextCursor}
        onTurn={setCursors}
      />
      {binding !== undefined && (
        <BindDialog event={binding} onClose={() => setBinding(undefined)} />
      )}
    </Panel>
  );
}

const letterColumns: readonly ExportColumn<DeadLetter>[] = [
  { header: 'receivedAt', value: row => row.receivedAt },
  { header: 'machine', value: row => row.subject },
  { header: 'status', value: row => row.status },
  { header: 'error', value: row => row.error },
  { header: 'bytes', value: row => row.bytes },
  { header: 'body', value: row => row.body },
];

function DeadLetters(props: { tick: number }) {
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const page = useLiveData(cursor ?? 'first', props.tick, signal =>
    api.listDeadLetters({ limit: PAGE_SIZE, cursor }, { signal }),
  );
  const title = t('page.events.letters');
  const columns: DataColumn<DeadLetter>[] = [
    {
      id: 'error',
      label: t('page.events.error'),
      cell: row => (
        <>
          {row.error}
          <details className={styles.aside}>
            <summary>
              {t('page.events.body')},{' '}
              {t('page.events.bytes', { bytes: String(row.bytes) })}
            </summary>
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, so it has to be reachable by keyboard */}
            <pre tabIndex={0} className={styles.body}>
              {row.body}
            </pre>
          </details>
        </>
      ),
    },
    {
      id: 'status',
      label: t('page.events.status'),
      cell: row => row.status,
    },
    {
      id: 'machine',
      label: t('page.events.machine'),
      cell: row => row.subject,
    },
    {
      id: 'received',
      label: t('page.events.received'),
      cell: row => <Instant at={row.receivedAt} />,
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName="refused-bodies"
          columns={letterColumns}
          rows={page.data?.items ?? []}
        />
      }
    >
      <Muted as="p">{t('page.events.lettersIntro')}</Muted>
      <LiveBody
        live={page}
        height="6rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t('page.events.noLetters')}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={items}
            rowId={row => row.id}
          />
        )}
      </LiveBody>
      <PageTurner
        cursors={cursors}
        nextCursor={page.data?.nextCursor}
        onTurn={setCursors}
      />
    </Panel>
  );
}
