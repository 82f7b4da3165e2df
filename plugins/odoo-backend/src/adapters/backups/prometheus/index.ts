import {
  parseBackupSettings,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceOutcome,
  type BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { newestOf, UnusableSeries } from './exporter';
import { exporters } from './exporters';
import { QueryFailure, queryPrometheus } from './queryPrometheus';
import { settingsSchema, type Series, type Settings } from './schema';
import { isLabelValue, selectorOf } from './selector';

/**
 * How far back samples are looked at. PostgreSQL tries again each minute what it could not archive, so a failing archiver is counted
 * within it several times, even when it is scraped every five minutes only.
 */
const WINDOW = '15m';

/** The series of each value of a label. */
function byLabel(
  all: readonly Series[],
  label: string,
): ReadonlyMap<string, readonly Series[]> {
  const found = new Map<string, Series[]>();
  for (const series of all) {
    const id = series.metric[label];
    const known = found.get(id);
    if (known) {
      known.push(series);
    } else {
      found.set(id, [series]);
    }
  }
  return found;
}

class PrometheusReader implements BackupSourceReader {
  readonly #exporter: (typeof exporters)[Settings['exporter']];
  readonly #label: string;

  constructor(
    private readonly settings: Settings,
    private readonly deps: Pick<BackupReaderDeps, 'now'>,
  ) {
    this.#exporter = exporters[settings.exporter];
    this.#label = settings.label ?? this.#exporter.label;
  }

  async read({
    ids,
    signal,
  }: BackupReadOptions): Promise<ReadonlyMap<string, BackupSourceOutcome>> {
    signal.throwIfAborted();
    const time = this.deps.now();
    const asked = ids.filter(isLabelValue);
    const outcomeOf =
      asked.length > 0 ? await this.#ask(asked, time, signal) : undefined;
    return new Map(
      ids.map((id): [string, BackupSourceOutcome] => [
        id,
        isLabelValue(id) && outcomeOf
          ? outcomeOf(id)
          : {
              status: 'malformed',
              message:
                'The id can’t be the value of a label: correct it where it is declared.',
              observedAt: time,
            },
      ]),
    );
  }

  async #ask(
    ids: readonly string[],
    time: number,
    given: AbortSignal,
  ): Promise<(id: string) => BackupSourceOutcome> {
    const { url, headers, timeoutSeconds } = this.settings;
    const { readings, signsOfLife } = this.#exporter;
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const ended = new AbortController();
    const signal = AbortSignal.any([given, timeout, ended.signal]);
    const metrics = [
      ...readings.flatMap(reading => reading.metrics),
      ...signsOfLife,
    ];
    try {
      const answers = await Promise.all(
        metrics.map(async metric => {
          const query = selectorOf(metric, this.#label, ids, WINDOW);
          const series = await queryPrometheus({
            ...{ url, query, time, signal },
            ...(headers && { headers }),
          });
          return [metric, byLabel(series, this.#label)] as const;
        }),
      );
      const found = new Map(answers);
      return id =>
        this.#outcomeOf(metric => found.get(metric)?.get(id) ?? [], time);
    } catch (error) {
      given.throwIfAborted();
      if (!(error instanceof QueryFailure) && !timeout.aborted) {
        throw error;
      }
      const { status, message } =
        error instanceof QueryFailure
          ? error
          : new QueryFailure(
              'unreachable',
              `Prometheus did not answer within ${timeoutSeconds} s: look at its load, and at the network between.`,
            );
      return () => ({ status, message, observedAt: time });
    } finally {
      // Once one of the questions failed, the others matter to nobody
      ended.abort();
    }
  }

  /** Of one id. */
  #outcomeOf(
    seriesOf: (metric: string) => readonly Series[],
    time: number,
  ): BackupSourceOutcome {
    const { readings, signsOfLife } = this.#exporter;
    const told = readings
      .map(({ metrics, understand }) => ({
        found: metrics.map(seriesOf),
        understand,
      }))
      .filter(({ found }) => found.some(series => series.length > 0));
    if (told.length === 0) {
      return this.#outcomeOfSilence(signsOfLife.flatMap(seriesOf), time);
    }
    try {
      const understood = told.flatMap(
        ({ found, understand }) => understand(found) ?? [],
      );
      if (understood.length === 0) {
        throw new UnusableSeries('None of its metrics says enough.');
      }
      return {
        status: 'observed',
        value: understood.map(({ observation }) => observation),
        observedAt: Math.min(
          time,
          ...understood.map(({ observedAt }) => observedAt),
        ),
      };
    } catch (error) {
      if (!(error instanceof UnusableSeries)) {
        throw error;
      }
      return {
        status: 'malformed',
        message: `${error.message} Look at what the exporter gives, and how it is scraped (the README of the adapter lists the metrics).`,
        observedAt: time,
      };
    }
  }

  /** Whether there is nothing, or nobody who could say so. */
  #outcomeOfSilence(
    signsOfLife: readonly Series[],
    time: number,
  ): BackupSourceOutcome {
    return signsOfLife.some(series => newestOf(series).value === 0)
      ? {
          status: 'unreachable',
          message:
            'Prometheus gets no answer from the exporter, or the exporter none from its server: look at both.',
          observedAt: time,
        }
      : { status: 'empty', observedAt: time };
  }
}

/** Metrics that a Prometheus server keeps: one source is one exporter on one server, an id is the value of a label. */
export const prometheusAdapter: BackupAdapter = {
  id: 'prometheus',
  createReader: (settings, deps) =>
    new PrometheusReader(parseBackupSettings(settingsSchema, settings), deps),
};
