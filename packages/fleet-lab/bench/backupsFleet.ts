import type { RecoveryArea } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Areas that each environment of the benchmark declares a source for. */
export const BACKUP_AREAS: readonly RecoveryArea[] = [
  'postgresql',
  'attachments',
  'configuration',
  'secrets',
];

/** Name of the source of an area. */
export const sourceOf = (area: RecoveryArea) => `bench-${area}`;

/** Name of the source that never answers. */
export const HANGING_SOURCE = 'bench-hanging';

/** Seconds after which a reading of it is cut off. */
export const HANGING_SECONDS = 30;
