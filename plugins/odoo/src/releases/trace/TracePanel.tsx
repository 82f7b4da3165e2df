import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton, Text } from '@backstage/ui';
import type { ReleaseTrace } from '@odoo-fleet/backstage-plugin-odoo-common';
import { type ExportColumn, TakeAlong } from '../../export';
import { Panel } from '../../layout';
import { odooTranslationRef } from '../../translation';
import { TraceLine } from './TraceLine';
import styles from './TracePanel.module.css';
import { TraceTable } from './TraceTable';

const columns: readonly ExportColumn<ReleaseTrace[number]>[] = [
  { header: 'station', value: row => row.id },
  { header: 'state', value: row => row.state },
  { header: 'summary', value: row => row.summary },
  { header: 'startedAt', value: row => row.startedAt },
  { header: 'at', value: row => row.at },
  { header: 'durationSeconds', value: row => row.durationSeconds },
  { header: 'actors', value: row => row.actors.join('; ') },
  { header: 'url', value: row => row.url },
  { header: 'details', value: row => row.details.join(' ') },
  { header: 'missing', value: row => row.missing.join(' ') },
];

interface TracePanelProps {
  /** Undefined while it is fetched. */
  trace: ReleaseTrace | undefined;
  /** Name of the file when it is taken along. */
  fileName: string;
}

/** The way of a release from the change to the business, as a picture, and as a table that says the same. */
export function TracePanel(props: TracePanelProps) {
  const { trace, fileName } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('trace.title');
  return (
    <Panel
      title={title}
      actions={
        <TakeAlong
          title={title}
          fileName={fileName}
          columns={columns}
          rows={trace ?? []}
        />
      }
    >
      {trace === undefined ? (
        <>
          <Text as="p" variant="body-small">
            {t('trace.loading')}
          </Text>
          <Skeleton width="100%" height="6rem" />
        </>
      ) : (
        <>
          <TraceLine trace={trace} />
          <details className={styles.asTable}>
            <summary>{t('trace.asTable')}</summary>
            <TraceTable trace={trace} />
          </details>
        </>
      )}
    </Panel>
  );
}
