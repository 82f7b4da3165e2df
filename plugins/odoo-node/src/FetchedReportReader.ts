import type { BackupReaderDeps } from './BackupAdapter';
import type {
  BackupReadOptions,
  BackupReportFormat,
  BackupSourceOutcome,
  BackupSourceReader,
} from './BackupSourceReader';
import type { SourceOutcome } from './SourceOutcome';

/** Longest time of one reading, unless the settings say otherwise. */
const TIMEOUT_MS = 20_000;

/** Texts that are fetched at the same time, when each id has one of its own. */
const PARALLEL_FETCHES = 4;

/** Longest text of one answer, in bytes: no format looks at more. */
const MAX_BYTES = 8_000_000;

/**
 * Where the output of one command lies, and what it is about.
 *
 * @public
 */
export interface FetchedReportOptions {
  /**
   * Where the tool's output lies. With `{id}` in it, each id has one of its own, else one holds what there is of all ids.
   */
  url: string;
  format: BackupReportFormat;
  /** The only thing that it is about, when the output does not say so itself. */
  id?: string;
  deps: Pick<BackupReaderDeps, 'fetchText' | 'now'>;
  headers?: Readonly<Record<string, string>>;
  /** Longest time that one reading may take, whatever the number of ids. */
  timeoutMs?: number;
}

/**
 * Reads what a tool printed into a file that a web server or an object store serves, or that is mounted beside the backend, as if it
 * had been reported.
 *
 * @public
 */
export class FetchedReportReader implements BackupSourceReader {
  readonly #options: FetchedReportOptions;

  static create(options: FetchedReportOptions): FetchedReportReader {
    return new FetchedReportReader(options);
  }

  private constructor(options: FetchedReportOptions) {
    this.#options = options;
  }

  async read({
    ids,
    signal: given,
  }: BackupReadOptions): Promise<ReadonlyMap<string, BackupSourceOutcome>> {
    given.throwIfAborted();
    const signal = AbortSignal.any([
      given,
      AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS),
    ]);
    const outcomes = new Map<string, BackupSourceOutcome>();
    const { url, id: only } = this.#options;
    const asked = ids.filter(id => only === undefined || id === only);
    if (asked.length > 0 && !url.includes('{id}')) {
      const found = await this.#fetch(only, given, signal);
      asked.forEach(id => outcomes.set(id, found(id)));
      return outcomes;
    }
    const waiting = [...asked];
    const workers = Array.from({ length: PARALLEL_FETCHES }, async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        outcomes.set(id, (await this.#fetch(id, given, signal))(id));
      }
    });
    await Promise.all(workers);
    return outcomes;
  }

  /** One text, and what it says of an id. */
  async #fetch(
    id: string | undefined,
    given: AbortSignal,
    signal: AbortSignal,
  ): Promise<(id: string) => BackupSourceOutcome> {
    const { url, format, deps, headers } = this.#options;
    const askedAt = deps.now();
    let text: SourceOutcome<string>;
    try {
      text = await deps.fetchText(
        url.replaceAll('{id}', encodeURIComponent(id ?? '')),
        { signal, maxBytes: MAX_BYTES, ...(headers && { headers }) },
      );
    } catch (error) {
      given.throwIfAborted();
      if (!signal.aborted) {
        throw error;
      }
      return () => ({
        status: 'unreachable',
        message:
          'The reports did not come in time: look at their host, and at the network between.',
        observedAt: askedAt,
      });
    }
    if (text.status === 'empty') {
      const { observedAt } = text;
      const message = 'The file of the tool’s output is there and empty.';
      return () => ({ status: 'malformed', message, observedAt });
    }
    if (text.status !== 'observed') {
      return () => text;
    }
    // From when the file is, not from when it was fetched: a job that died leaves its last file behind
    const takenAt = Math.min(text.observedAt, deps.now());
    const translated = format.translate({
      output: text.value,
      takenAt,
      ...(id !== undefined && { id }),
    });
    // What is no output of the tool at all is so for whoever asked
    const unreadable = translated.get('');
    return asked =>
      translated.get(asked) ??
      unreadable ?? { status: 'empty', observedAt: takenAt };
  }
}
