import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  BackupSourceOutcome,
  BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Clock } from '../platform/clock';
import type { BackupReading, BackupStore } from './BackupStore';
import type { SourceToRead } from './configuredReaders';
import { confirmedTargetsOf, type DeclaredBindings } from './confirmedTargets';
import { readingOf } from './readingOf';

/** Things asked of a source at a time, so that memory does not grow with the fleet. */
const IDS_AT_A_TIME = 500;

/** Readings in a row that may give nothing at all before a source is left alone for a while. */
const FAILURES_BEFORE_REST = 3;

/** Longest that a source is left alone. */
const LONGEST_REST_MS = 3_600_000;

export interface BackupTaskOptions extends DeclaredBindings {
  store: BackupStore;
  clock: Clock;
  logger: LoggerService;
}

/**
 * Reads one source once for all things of it that confirmed bindings lead to. Each source has a task of its own, so one that hangs
 * delays nobody else; a task is cut off after the time that the config gives the source, and one that gave nothing several times is
 * left alone for longer and longer.
 */
export class BackupTask {
  readonly #options: BackupTaskOptions;

  static create(options: BackupTaskOptions): BackupTask {
    return new BackupTask(options);
  }

  private constructor(options: BackupTaskOptions) {
    this.#options = options;
  }

  /** @throws what the database throws, so that the scheduler sees it, and the signal's reason. */
  async run(
    { settings, reader }: SourceToRead,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock } = this.#options;
    if (!reader) {
      return;
    }
    const health = await store.getSourceHealth(settings.name);
    if (health.retryAt !== undefined && health.retryAt > clock.now()) {
      return;
    }
    const ids = await this.#confirmedIds(settings.name, signal);
    if (ids.length === 0) {
      return;
    }
    let answered = false;
    const deadline = AbortSignal.timeout(settings.timeout * 1000);
    for (let start = 0; start < ids.length; start += IDS_AT_A_TIME) {
      const readings = await this.#read(
        { source: settings.name, seconds: settings.timeout, reader },
        ids.slice(start, start + IDS_AT_A_TIME),
        deadline,
        signal,
      );
      answered ||= readings.some(
        ({ status }) => status === 'observed' || status === 'empty',
      );
      await store.record(readings, clock.now());
    }
    const failures = answered ? 0 : health.failures + 1;
    await store.setSourceHealth(settings.name, {
      failures,
      ...(failures >= FAILURES_BEFORE_REST && {
        retryAt:
          clock.now() +
          Math.min(
            LONGEST_REST_MS,
            settings.every * 1000 * 2 ** (failures - FAILURES_BEFORE_REST),
          ),
      }),
    });
  }

  /** What the source is asked about: only what a confirmed binding of this moment leads to, each once, in order. */
  async #confirmedIds(source: string, signal: AbortSignal): Promise<string[]> {
    const targets = await confirmedTargetsOf(
      this.#options,
      source,
      this.#options.clock.now(),
      signal,
    );
    return [...new Set(targets.map(({ id }) => id))].sort();
  }

  /** Asks about some things; whatever the reader does, each of them has an attempt afterwards. */
  async #read(
    {
      source,
      seconds,
      reader,
    }: { source: string; seconds: number; reader: BackupSourceReader },
    ids: readonly string[],
    deadline: AbortSignal,
    signal: AbortSignal,
  ): Promise<BackupReading[]> {
    const { clock, logger } = this.#options;
    const attemptedAt = clock.now();
    let outcomes: ReadonlyMap<string, BackupSourceOutcome> = new Map();
    let nothing = 'The source did not speak of it.';
    try {
      outcomes = await orAborted(
        limited => reader.read({ ids, signal: limited }),
        AbortSignal.any([signal, deadline]),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) {
        nothing = `The source did not answer within ${seconds} s: look at it, at the network between, and at the timeout of its entry in odoo.backups.sources.`;
      } else {
        nothing = 'The source could not be read; the portal’s log says why.';
        logger.error(
          `The backup source '${source}' could not be read`,
          error instanceof Error ? error : undefined,
        );
      }
    }
    const tookMs = clock.now() - attemptedAt;
    return ids.map(target =>
      readingOf(
        { source, target },
        outcomes.get(target) ?? {
          status: 'unreachable',
          message: nothing,
          observedAt: attemptedAt,
        },
        { by: 'collected', attemptedAt, tookMs },
      ),
    );
  }
}

/** Rejects with the signal's reason as soon as it is aborted, whether or not the work looks at the signal. */
async function orAborted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
