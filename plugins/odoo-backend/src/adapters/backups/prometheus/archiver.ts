import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  lastScrapeOf,
  newestOf,
  UnusableSeries,
  type Reading,
  type Understood,
} from './exporter';
import type { Sample, Series } from './schema';

type Archiver = BackupObservationOf<'archiver'>;

/** PostgreSQL tries again each minute what it could not archive; after so long without a failure it got through. */
const QUIET_MS = 150_000;

/** The age is taken by the time at which its transaction began, so what was archived since is a little younger than that. */
const YOUNGEST_AGE_SECONDS = -60;

const DAY_MS = 86_400_000;

/** When a counter rose last: after one scrape and by the next. */
interface Rise {
  after: number;
  by: number;
}

const iso = (at: number) =>
  new Date(Math.floor(at / 1000) * 1000).toISOString();

function countOf({ value }: Sample): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new UnusableSeries('One of its counts is no number.');
  }
  return value;
}

const highestOf = (counts: readonly Series[]) =>
  Math.max(...counts.map(series => countOf(newestOf(series))));

function lastRise({ values }: Series, archivedAt: number): Rise | undefined {
  for (let i = values.length - 1; i > 0; i--) {
    const [before, now] = [countOf(values[i - 1]), countOf(values[i])];
    // One that fell was reset, and has counted since
    if (now > before || (now < before && now > 0)) {
      return { after: values[i - 1].at, by: values[i].at };
    }
  }
  const [first, last] = [values[0], values[values.length - 1]];
  const isQuiet = last.at - first.at >= QUIET_MS || archivedAt > first.at;
  if (countOf(last) > 0 && !isQuiet) {
    throw new UnusableSeries(
      'Its count of failures has not been scraped for long enough to say whether it rises.',
    );
  }
  return undefined;
}

/** When this server archived last; nothing when it never did. */
function archivedAtOf(age: Series): number | undefined {
  const { at, value } = newestOf(age);
  if (Number.isNaN(value)) {
    return undefined; // As versions before 0.20 say it; later ones leave the series out
  }
  if (!(value >= YOUNGEST_AGE_SECONDS && value * 1000 < at)) {
    throw new UnusableSeries('The age of its last archive is none.');
  }
  return at - Math.max(0, value) * 1000;
}

const newest = (instants: readonly number[]) =>
  instants.length > 0 ? Math.max(...instants) : undefined;

function isFailing(
  rise: Rise | undefined,
  archivedAt: number,
  scrapedAt: number,
): boolean {
  if (rise === undefined || archivedAt > rise.by) {
    return false;
  }
  // Both between two scrapes: which came last shows in whether it is counted again
  return archivedAt <= rise.after || scrapedAt - rise.by < QUIET_MS;
}

function understandPostgresExporter([
  failed,
  archived,
  ages,
]: readonly (readonly Series[])[]): Understood {
  if (
    failed.length === 0 ||
    archived.length === 0 ||
    (ages.length === 0 && highestOf(archived) > 0)
  ) {
    throw new UnusableSeries('Only a part of its metrics is there.');
  }
  const failedCount = highestOf(failed);
  const observedAt = Math.min(
    lastScrapeOf(failed),
    lastScrapeOf(ages.length > 0 ? ages : archived),
  );
  const archivedAt = newest(ages.flatMap(age => archivedAtOf(age) ?? []));
  if (archivedAt === undefined) {
    // Then nothing came after what failed
    const failing = failedCount > 0;
    return {
      observation: { kind: 'archiver', failing, failedCount },
      observedAt,
    };
  }
  const rise = failed
    .flatMap(count => lastRise(count, archivedAt) ?? [])
    .sort((a, b) => b.by - a.by || b.after - a.after)
    .at(0);
  const observation: Archiver = {
    kind: 'archiver',
    failing: isFailing(rise, archivedAt, observedAt),
    lastArchivedAt: iso(archivedAt),
    ...(rise && { lastFailedAt: iso(rise.by) }),
    failedCount,
  };
  return { observation, observedAt };
}

/** Of postgres_exporter: a counter of failures, and the age of the last archive. */
export const postgresExporterArchiver: Reading = {
  metrics: [
    'pg_stat_archiver_failed_count',
    'pg_stat_archiver_archived_count',
    'pg_stat_archiver_last_archive_age',
  ],
  understand: understandPostgresExporter,
};

/** The newest of an instant's series; CloudNativePG writes -1 for never. */
function instantOf(all: readonly Series[]): number | undefined {
  return newest(
    all.map(newestOf).flatMap(({ at, value }) => {
      if (value === -1) {
        return [];
      }
      if (!(value > 0 && value * 1000 < at + DAY_MS)) {
        throw new UnusableSeries('One of its instants is none.');
      }
      return [value * 1000];
    }),
  );
}

function understandCloudNativePg(
  found: readonly (readonly Series[])[],
): Understood {
  if (found.some(series => series.length === 0)) {
    throw new UnusableSeries('Only a part of its metrics is there.');
  }
  const [archived, failed, counts] = found;
  const archivedAt = instantOf(archived);
  const failedAt = instantOf(failed);
  const observation: Archiver = {
    kind: 'archiver',
    // As of pg_stat_archiver: in one second both may have happened, and what is retried comes later
    failing:
      failedAt !== undefined &&
      (archivedAt === undefined || failedAt >= archivedAt),
    ...(archivedAt !== undefined && { lastArchivedAt: iso(archivedAt) }),
    ...(failedAt !== undefined && { lastFailedAt: iso(failedAt) }),
    failedCount: highestOf(counts),
  };
  return { observation, observedAt: Math.min(...found.map(lastScrapeOf)) };
}

/** Of CloudNativePG, which has the instants themselves. */
export const cloudNativePgArchiver: Reading = {
  metrics: [
    'cnpg_pg_stat_archiver_last_archived_time',
    'cnpg_pg_stat_archiver_last_failed_time',
    'cnpg_pg_stat_archiver_failed_count',
  ],
  understand: understandCloudNativePg,
};
