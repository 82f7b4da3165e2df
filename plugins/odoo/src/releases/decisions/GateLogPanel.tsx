import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { GateLogEntry } from '@odoo-fleet/backstage-plugin-odoo-common';
import { useId, useState } from 'react';
import { odooApiRef } from '../../api';
import { type ExportColumn, TakeAlong } from '../../export';
import { type DataColumn, DataTable, Muted, Panel } from '../../layout';
import { useLiveData } from '../../live';
import { LiveBody } from '../../states';
import { Instant } from '../../time';
import { odooTranslationRef } from '../../translation';
import { VerdictWord } from '../../verdict';
import { Person } from '../Person';
import { releaseName } from '../releaseName';
import { Unfold } from '../Unfold';
import { useReleaseLink } from '../useReleaseLink';

/** As many answers as the log shows. */
const LINES = 20;

/** As many of them as it shows first. */
const FIRST = 5;

const exportColumns: readonly ExportColumn<GateLogEntry>[] = [
  { header: 'askedAt', value: row => row.askedAt },
  { header: 'askedBy', value: row => row.askedBy },
  { header: 'decision', value: row => row.decision },
  { header: 'passed', value: row => row.passed?.toString() },
  { header: 'dryRun', value: row => row.dryRun?.toString() },
  { header: 'release', value: row => row.releaseId },
  { header: 'artifact', value: row => row.artifact },
  { header: 'points', value: row => row.score },
  {
    header: 'reasons',
    value: row => row.reasons.map(({ message }) => message).join(' '),
  },
];

const statusOf = {
  proceed: 'ok',
  caution: 'warning',
  hold: 'critical',
} as const;

interface GateLogPanelProps {
  environmentRef: string;
  /** Leaves out what was answered about other releases. */
  releaseId?: string;
  tick: number;
  fileName: string;
}

/** What the gate answered, newest first, as it was frozen. */
export function GateLogPanel(props: GateLogPanelProps) {
  const { environmentRef, releaseId, tick, fileName } = props;
  const api = useApi(odooApiRef);
  const { t } = useTranslationRef(odooTranslationRef);
  const linkOf = useReleaseLink();
  const log = useLiveData(releaseId ?? environmentRef, tick, signal =>
    api.listGateDecisions(
      {
        entityRef: environmentRef,
        ...(releaseId === undefined
          ? { limit: LINES }
          : { releaseId, limit: 100 }),
      },
      { signal },
    ),
  );
  const tableId = useId();
  const [isOpen, setOpen] = useState(false);
  const title = t('decide.gateLog.title');
  const columns: DataColumn<GateLogEntry>[] = [
    {
      id: 'when',
      label: t('decide.gateLog.when'),
      cell: row => <Instant at={row.askedAt} />,
    },
    {
      id: 'decision',
      label: t('decide.gateLog.decision'),
      cell: row => (
        <VerdictWord
          status={statusOf[row.decision]}
          decision={row.decision}
          size="small"
        />
      ),
    },
    {
      id: 'outcome',
      label: t('decide.gateLog.outcome'),
      cell: row => <Outcome line={row} />,
    },
    {
      id: 'who',
      label: t('decide.gateLog.who'),
      cell: row => <Person name={row.askedBy} />,
    },
    ...(releaseId === undefined
      ? [
          {
            id: 'release',
            label: t('decide.gateLog.release'),
            cell: (row: GateLogEntry) => (
              <Link href={linkOf(row.releaseId)}>
                {row.artifact === undefined
                  ? row.releaseId
                  : releaseName({
                      artifact: row.artifact,
                      ...(row.artifact.startsWith('sha256:') && {
                        digest: row.artifact,
                      }),
                    })}
              </Link>
            ),
          },
        ]
      : []),
    {
      id: 'score',
      label: t('decide.gateLog.score'),
      cell: row => row.score,
    },
    {
      id: 'reasons',
      label: t('decide.gateLog.reasons'),
      cell: row => row.reasons.map(({ message }) => message).join(' '),
    },
  ];
  return (
    <Panel
      id="gate-log"
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={exportColumns}
          rows={log.data?.items ?? []}
        />
      }
    >
      <LiveBody
        live={log}
        height="4rem"
        isEmpty={({ items }) => items.length === 0}
        empty={
          releaseId === undefined
            ? t('decide.gateLog.empty')
            : t('release.record.never')
        }
      >
        {({ items }) => (
          <>
            <div id={tableId}>
              <DataTable
                label={title}
                columns={columns}
                rows={isOpen ? items : items.slice(0, FIRST)}
                rowId={row => row.id}
              />
            </div>
            {items.length > FIRST && (
              <Unfold
                controls={tableId}
                isOpen={isOpen}
                onChange={setOpen}
                show={t('decide.gateLog.showAll', {
                  number: String(items.length),
                })}
                hide={t('decide.gateLog.showFew', { number: String(FIRST) })}
              />
            )}
          </>
        )}
      </LiveBody>
    </Panel>
  );
}

function Outcome(props: { line: GateLogEntry }) {
  const { passed, dryRun, personDecisions } = props.line;
  const { t } = useTranslationRef(odooTranslationRef);
  const text = () => {
    if (dryRun) {
      return t('decide.gateLog.dryRun');
    }
    if (passed === undefined) {
      return t('decide.gateLog.notKept');
    }
    return passed ? t('decide.gateLog.passed') : t('decide.gateLog.stopped');
  };
  return (
    <>
      {text()}
      {personDecisions.length > 0 && (
        <Muted>
          {' '}
          {t('decide.gateLog.exempt', {
            number: String(personDecisions.length),
          })}
        </Muted>
      )}
    </>
  );
}
