import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Container, Select, Text } from '@backstage/ui';
import {
  compareVerdictStatus,
  type Finding,
  type FindingKind,
  findingKindSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { useState } from 'react';
import { odooApiRef } from '../api';
import { TakeAlong } from '../export';
import {
  type DataColumn,
  DataTable,
  FleetHeader,
  PageTurner,
  Panel,
} from '../layout';
import { useLiveData, useRefreshTick } from '../live';
import { LiveBody } from '../states';
import { Age } from '../time';
import { odooTranslationRef } from '../translation';
import { VerdictWord } from '../verdict';
import styles from './FindingsPage.module.css';
import { findingColumns } from './findingColumns';

const PAGE_SIZE = 100;

/** Discovery first: what runs without a descriptor, and what was declared and does not run. */
const kinds: readonly FindingKind[] = [
  ...new Set<FindingKind>([
    'not-in-git',
    'not-running',
    ...findingKindSchema.options,
  ]),
];

const isKind = (value: unknown): value is FindingKind =>
  findingKindSchema.safeParse(value).success;

/** What only the whole shows to be wrong, of everything that whoever looks may see. */
export function FindingsPage() {
  return (
    <>
      <FleetHeader active="findings" />
      <main>
        <Container>
          <Findings />
        </Container>
      </main>
    </>
  );
}

function Findings() {
  const api = useApi(odooApiRef);
  const tick = useRefreshTick();
  const { t } = useTranslationRef(odooTranslationRef);
  const [kind, setKind] = useState<FindingKind>();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const live = useLiveData(`${kind ?? ''} ${cursor ?? ''}`, tick, signal =>
    api.listFindings({ kind, cursor, limit: PAGE_SIZE }, { signal }),
  );
  const title = t('catalog.findings.fleetTitle');
  const columns: DataColumn<Finding>[] = [
    {
      id: 'what',
      label: t('catalog.findings.what'),
      cell: row => (
        <>
          <strong>{t(`catalog.findings.kind.${row.kind}`)}</strong>
          <div className={styles.text}>{row.message}</div>
          <div className={styles.text}>
            {t('catalog.findings.remedy', { remedy: row.remedy })}
          </div>
        </>
      ),
    },
    {
      id: 'severity',
      label: t('catalog.findings.severity'),
      cell: row => <VerdictWord status={row.severity} size="small" />,
    },
    {
      id: 'subject',
      label: t('catalog.findings.subject'),
      cell: row => (
        <>
          {row.entityRef !== undefined && (
            <div>
              <EntityRefLink entityRef={row.entityRef} />
            </div>
          )}
          {row.subject !== row.entityRef && (
            <div className={styles.text}>{row.subject}</div>
          )}
        </>
      ),
    },
    {
      id: 'since',
      label: t('catalog.findings.since'),
      cell: row => <Age at={row.firstSeenAt} />,
    },
  ];
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName="findings"
          columns={findingColumns}
          rows={live.data?.items ?? []}
        />
      }
    >
      <Text as="p">{t('catalog.findings.fleetIntro')}</Text>
      <Select
        className={styles.filter}
        label={t('catalog.findings.filter')}
        size="small"
        options={[
          { id: 'all', label: t('catalog.findings.all') },
          ...kinds.map(id => ({ id, label: t(`catalog.findings.kind.${id}`) })),
        ]}
        value={kind ?? 'all'}
        onChange={chosen => {
          setKind(isKind(chosen) ? chosen : undefined);
          setCursors([]);
        }}
      />
      <LiveBody
        live={live}
        height="12rem"
        isEmpty={({ items }) => items.length === 0}
        empty={t(
          kind === undefined
            ? 'catalog.findings.fleetNone'
            : 'catalog.findings.kindNone',
        )}
      >
        {({ items }) => (
          <DataTable
            label={title}
            columns={columns}
            rows={[...items].sort(
              (a, b) =>
                compareVerdictStatus(a.severity, b.severity) ||
                kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
                a.subject.localeCompare(b.subject, 'en'),
            )}
            rowId={row => row.id}
          />
        )}
      </LiveBody>
      <PageTurner
        cursors={cursors}
        nextCursor={live.data?.nextCursor}
        order="list"
        onTurn={setCursors}
      />
    </Panel>
  );
}
