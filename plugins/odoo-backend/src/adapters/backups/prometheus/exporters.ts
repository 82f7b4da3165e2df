import { cloudNativePgArchiver, postgresExporterArchiver } from './archiver';
import { traefikCertificates } from './certificates';
import type { Reading } from './exporter';
import type { Settings } from './schema';
import { cloudNativePgStandbys, postgresExporterStandbys } from './standbys';

interface Exporter {
  /** Label that tells one thing from another, as it is usually scraped. */
  label: string;
  /** Each gives a fact of another kind. */
  readings: readonly Reading[];
  /** Metrics that are there and 0 when the others are missing since nobody could be asked. */
  signsOfLife: readonly string[];
}

export const exporters: Record<Settings['exporter'], Exporter> = {
  'postgres-exporter': {
    label: 'instance',
    readings: [postgresExporterArchiver, postgresExporterStandbys],
    signsOfLife: ['up', 'pg_up'],
  },
  'cloudnative-pg': {
    label: 'job',
    readings: [cloudNativePgArchiver, cloudNativePgStandbys],
    signsOfLife: ['up', 'cnpg_collector_up'],
  },
  // No certificate stands on the metrics that tell of Traefik itself
  traefik: { label: 'cn', readings: [traefikCertificates], signsOfLife: [] },
};
