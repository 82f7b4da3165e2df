import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { type DataColumn, DataTable } from '../../layout';
import { Instant, Sentence, ShortInstant } from '../../time';
import { odooTranslationRef } from '../../translation';
import { EvidenceList, StatusWord } from '../../verdict';
import type { ExportColumn } from '../../export';
import { StretchWord, useMarkState } from './ItemDetails';
import type { TimelineItem } from './items';

/** The time line for who takes it along. */
export const timelineColumns: readonly ExportColumn<TimelineItem>[] = [
  { header: 'what', value: row => row.stretch?.kind ?? row.mark?.kind },
  { header: 'from', value: row => row.stretch?.from ?? row.mark?.at },
  { header: 'to', value: row => row.stretch?.to },
  { header: 'label', value: row => row.mark?.label },
  { header: 'status', value: row => row.mark?.status },
  { header: 'message', value: row => (row.stretch ?? row.mark)?.message },
  {
    header: 'evidence',
    value: row =>
      row.mark?.evidence
        .map(e => `${e.label} (${e.source}, ${e.observedAt})`)
        .join('; '),
  },
];

/** The time line for who would rather read, newest first. */
export function TimelineTable(props: {
  label: string;
  items: readonly TimelineItem[];
}) {
  const { t } = useTranslationRef(odooTranslationRef);
  const stateOf = useMarkState();
  const columns: DataColumn<TimelineItem>[] = [
    {
      id: 'what',
      label: t('backup.timeline.what'),
      cell: ({ stretch, mark }) =>
        stretch === undefined ? (
          t(`backup.timeline.kind.${mark.kind}`)
        ) : (
          <StretchWord kind={stretch.kind} />
        ),
    },
    {
      id: 'state',
      label: t('backup.timeline.state'),
      cell: ({ mark }) => {
        const state = mark && stateOf(mark);
        return (
          mark &&
          state !== undefined && (
            <StatusWord status={mark.status}>{state}</StatusWord>
          )
        );
      },
    },
    {
      id: 'when',
      label: t('backup.timeline.when'),
      cell: ({ stretch, mark }) =>
        stretch === undefined ? (
          <Instant at={mark.at} />
        ) : (
          t('backup.timeline.range', {
            from: <ShortInstant at={stretch.from} />,
            to: <ShortInstant at={stretch.to} />,
          })
        ),
    },
    {
      id: 'label',
      label: t('backup.timeline.label'),
      cell: ({ mark }) => mark && <code>{mark.label}</code>,
    },
    {
      id: 'message',
      label: t('backup.timeline.message'),
      cell: ({ stretch, mark }) => (
        <>
          <Sentence text={(stretch ?? mark).message} />
          {mark !== undefined && <EvidenceList evidence={mark.evidence} />}
        </>
      ),
    },
  ];
  return (
    <DataTable
      label={props.label}
      columns={columns}
      rows={[...props.items].reverse()}
      rowId={row => row.id}
    />
  );
}
