import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Sample, Series } from './schema';

/** What the series of one id say, and from when that is: of several metrics, from when the oldest is. */
export interface Understood {
  observation: BackupObservation;
  observedAt: number;
}

/** Metrics of an exporter that come to one fact. */
export interface Reading {
  metrics: readonly string[];
  /**
   * Gets the series of one id in the order of the metrics, at least one series in all.
   *
   * @returns nothing when they don't say anything about the fact.
   * @throws UnusableSeries
   */
  understand(found: readonly (readonly Series[])[]): Understood | undefined;
}

/** The series of one id say nothing that could be relied on. */
export class UnusableSeries extends Error {}

/** The last scrape of a series. */
export function newestOf({ values }: Series): Sample {
  return values[values.length - 1];
}

/** When some of these was scraped last. */
export function lastScrapeOf(all: readonly Series[]): number {
  return Math.max(...all.map(series => newestOf(series).at));
}
