import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  lastScrapeOf,
  newestOf,
  UnusableSeries,
  type Reading,
  type Understood,
} from './exporter';
import type { Series } from './schema';

type Standby = BackupObservationOf<'standbys'>['standbys'][number];

const MOST_STANDBYS = 100;

/** A server that was last scraped so long before another one of its id is not heard of any more. */
const SILENT_MS = 180_000;

/** The series that are still scraped, the one that was last scraped last. */
function heard(all: readonly Series[]): readonly Series[] {
  const since = lastScrapeOf(all) - SILENT_MS;
  return all
    .filter(series => newestOf(series).at >= since)
    .sort((a, b) => newestOf(a).at - newestOf(b).at);
}

/** What the same scrape of the same server says by another metric, which may have further labels. */
function besideOf(
  { metric: { __name__: _, ...labels }, values }: Series,
  others: readonly Series[],
): Series | undefined {
  const { at } = values[values.length - 1];
  return others.find(
    other =>
      newestOf(other).at === at &&
      Object.entries(labels).every(
        ([label, value]) => other.metric[label] === value,
      ),
  );
}

/**
 * How far a standby is behind. The metric is 0 when all that was received is replayed, and so it is of one that receives nothing any
 * more: then it counts only beside the word that WAL is being received.
 */
function lagOf(
  server: Series,
  lags: readonly Series[],
  receivers: readonly Series[],
): number | undefined {
  const lag = besideOf(server, lags);
  const seconds = lag && newestOf(lag).value;
  if (seconds === undefined || !(seconds >= 0 && seconds < Infinity)) {
    return undefined;
  }
  return seconds > 0 || besideOf(server, receivers)
    ? Math.round(seconds * 1000) / 1000
    : undefined;
}

function standbysOf(
  servers: readonly Series[],
  nameOf: (labels: Series['metric']) => string | undefined,
  lags: readonly Series[],
  receivers: readonly Series[],
): Standby[] {
  const byName = new Map<string, Standby>();
  for (const server of servers) {
    const name = nameOf(server.metric)?.slice(0, 512) || 'without a name';
    const lagSeconds = lagOf(server, lags, receivers);
    byName.set(name, {
      name,
      ...(lagSeconds !== undefined && { lagSeconds }),
      // Who asked it got an answer from a server that is in recovery
      ready: true,
    });
  }
  if (byName.size > MOST_STANDBYS) {
    throw new UnusableSeries(`It has more than ${MOST_STANDBYS} standbys.`);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const saidOf = (standbys: Standby[], roles: readonly Series[]): Understood => ({
  observation: { kind: 'standbys', standbys },
  observedAt: lastScrapeOf(roles),
});

const isOne = (series: Series) => newestOf(series).value === 1;
const isZero = (series: Series) => newestOf(series).value === 0;

/** Of postgres_exporter. That no standby is seen does not say that there is none: its exporter may be down. */
export const postgresExporterStandbys: Reading = {
  metrics: [
    'pg_replication_is_replica',
    'pg_replication_lag_seconds',
    'pg_stat_wal_receiver_last_msg_receipt_time',
  ],
  understand: ([roles, lags, receivers]) => {
    const standbys = standbysOf(
      heard(roles).filter(isOne),
      ({ instance }) => instance,
      lags,
      receivers.filter(({ metric }) => metric.status === 'streaming'),
    );
    return standbys.length > 0 ? saidOf(standbys, roles) : undefined;
  },
};

/** Of CloudNativePG, whose primary says how many standbys it sends to. */
export const cloudNativePgStandbys: Reading = {
  metrics: [
    'cnpg_pg_replication_in_recovery',
    'cnpg_pg_replication_lag',
    'cnpg_pg_replication_is_wal_receiver_up',
    'cnpg_pg_replication_streaming_replicas',
  ],
  understand: ([roles, lags, receivers, streaming]) => {
    const servers = heard(roles);
    const standbys = standbysOf(
      servers.filter(isOne),
      ({ pod, instance }) => pod ?? instance,
      lags,
      receivers.filter(isOne),
    );
    const primaries = servers.filter(isZero);
    const hasNone =
      primaries.length > 0 &&
      primaries.every(primary => {
        const count = besideOf(primary, streaming);
        return count !== undefined && isZero(count);
      });
    return standbys.length > 0 || hasNone ? saidOf(standbys, roles) : undefined;
  },
};
