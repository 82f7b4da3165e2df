import type {
  BackupReaderDeps,
  BackupSourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { prometheusAdapter } from '..';
import {
  ADDRESS,
  type PlayedPrometheus,
  type PlayedSeries,
} from './PlayedPrometheus';

/** When the portal asks. */
export const NOW = Date.parse('2026-11-20T06:00:00Z');

/** What an exporter says of one server: metric without prefix, and value. */
export function seriesOf(
  prefix: string,
  labels: Record<string, string>,
  metrics: Record<string, PlayedSeries['value']>,
): PlayedSeries[] {
  return Object.entries(metrics).map(([metric, value]) => ({
    metric: `${prefix}${metric}`,
    labels,
    value,
  }));
}

/** A server whose archiver works, by postgres_exporter. */
export const archiving = {
  stat_archiver_failed_count: '0',
  stat_archiver_archived_count: '40',
  stat_archiver_last_archive_age: '30',
};

export function createReader(more: object = {}, now: () => number = () => NOW) {
  return prometheusAdapter.createReader!(
    { url: ADDRESS, exporter: 'postgres-exporter', timeoutSeconds: 1, ...more },
    { now } as BackupReaderDeps,
  )!;
}

/** What a reader with these further settings makes of what is held about the id `a`. */
export async function outcomeOfA(
  prometheus: PlayedPrometheus,
  held: readonly PlayedSeries[],
  more: object = {},
): Promise<BackupSourceOutcome | undefined> {
  prometheus.hold(held);
  const outcomes = await createReader(more).read({
    ids: ['a'],
    signal: new AbortController().signal,
  });
  return outcomes.get('a');
}
