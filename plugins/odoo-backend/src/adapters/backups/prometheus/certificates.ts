import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  lastScrapeOf,
  newestOf,
  UnusableSeries,
  type Reading,
  type Understood,
} from './exporter';
import type { Series } from './schema';

type Certificate = BackupObservationOf<'certificates'>['certificates'][number];

const MOST_CERTIFICATES = 1000;

/** End of the year 9999: what comes later is no date. */
const LAST_SECOND = 253_402_300_799;

function nameOf({ cn, sans, serial }: Series['metric']): string {
  return (cn || sans || serial || 'without a name').slice(0, 512);
}

/** End of validity, epoch milliseconds. */
function endOf(series: Series): number {
  const { value } = newestOf(series);
  if (!(value > 0 && value <= LAST_SECOND)) {
    throw new UnusableSeries('The end of one of its certificates is none.');
  }
  return value * 1000;
}

/** A replica of Traefik and the names of a certificate: all labels but the serial number. */
function placeOf({ metric: { serial: _, ...labels } }: Series): string {
  return JSON.stringify(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function understandTraefik([all]: readonly (readonly Series[])[]): Understood {
  const served = new Map<string, { name: string; end: number }>();
  for (const series of all) {
    const end = endOf(series);
    const place = placeOf(series);
    if (end > (served.get(place)?.end ?? 0)) {
      served.set(place, { name: nameOf(series.metric), end });
    }
  }
  const ends = new Map<string, number>();
  for (const { name, end } of served.values()) {
    ends.set(name, Math.min(end, ends.get(name) ?? Infinity));
  }
  if (ends.size > MOST_CERTIFICATES) {
    throw new UnusableSeries(
      `It has more than ${MOST_CERTIFICATES} certificates.`,
    );
  }
  const certificates = [...ends]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, end]): Certificate => ({
        name,
        notAfter: new Date(end).toISOString(),
      }),
    );
  return {
    observation: { kind: 'certificates', certificates },
    observedAt: lastScrapeOf(all),
  };
}

/**
 * Of Traefik. It goes on telling of a renewed certificate until it is restarted (traefik/traefik#8606), so of one replica and the same
 * names the latest end counts; of several replicas the earliest, since one may not have the new one yet.
 */
export const traefikCertificates: Reading = {
  metrics: ['traefik_tls_certs_not_after'],
  understand: understandTraefik,
};
