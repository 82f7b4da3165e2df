import type { Finding } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ExportColumn } from '../export';

/** What of a finding is taken along. */
export const findingColumns: readonly ExportColumn<Finding>[] = [
  { header: 'id', value: row => row.id },
  { header: 'kind', value: row => row.kind },
  { header: 'severity', value: row => row.severity },
  { header: 'entity', value: row => row.entityRef },
  { header: 'environment', value: row => row.environmentRef },
  { header: 'subject', value: row => row.subject },
  { header: 'message', value: row => row.message },
  { header: 'remedy', value: row => row.remedy },
  { header: 'firstSeenAt', value: row => row.firstSeenAt },
  { header: 'lastSeenAt', value: row => row.lastSeenAt },
];
