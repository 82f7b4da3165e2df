import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { CalendarWindow } from '@odoo-fleet/backstage-plugin-odoo-common';
import { type DataColumn, DataTable } from '../layout';
import { Instant } from '../time';
import { odooTranslationRef } from '../translation';

/** The windows of the picture, for who would rather read. */
export function WindowTable(props: { windows: readonly CalendarWindow[] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const title = t('calendar.list.title');
  const columns: DataColumn<CalendarWindow>[] = [
    {
      id: 'reason',
      label: t('calendar.list.reason'),
      cell: row => row.reason,
    },
    {
      id: 'kind',
      label: t('calendar.list.kind'),
      cell: row => t(`calendar.kind.${row.kind}`),
    },
    {
      id: 'from',
      label: t('calendar.list.from'),
      cell: row => <Instant at={row.start} />,
    },
    {
      id: 'until',
      label: t('calendar.list.until'),
      cell: row => <Instant at={row.end} />,
    },
    {
      id: 'domains',
      label: t('calendar.list.domains'),
      cell: row => row.domains?.join(', ') ?? t('calendar.list.all'),
    },
    {
      id: 'calendar',
      label: t('calendar.list.calendar'),
      cell: row => row.calendar,
    },
  ];
  return props.windows.length === 0 ? (
    <Text as="p">{t('calendar.list.none')}</Text>
  ) : (
    <DataTable
      label={title}
      columns={columns}
      rows={props.windows}
      rowId={row => `${row.calendar} ${row.start} ${row.end} ${row.reason}`}
    />
  );
}
