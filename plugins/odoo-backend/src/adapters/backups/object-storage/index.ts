import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  parseBackupSettings,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceOutcome,
  type BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { lifecycleOf, readBucket, type BucketFacts } from './bucketFacts';
import { statusOf, StoreFailure, type Failure } from './failures';
import { replicationOf, sampleObjects } from './sample';
import { settingsSchema, type Settings } from './schema';
import { Store } from './Store';

/** Ids that are asked about at the same time. */
const PARALLEL = 4;

/** For everything; what was not come to by then is unreachable this time. */
const READ_TIMEOUT_MS = 240_000;

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Splits `<bucket>` or `<bucket>/<prefix>`. */
function placeOf(id: string): [string, string] | undefined {
  const slash = id.indexOf('/');
  const bucket = slash < 0 ? id : id.slice(0, slash);
  const prefix = slash < 0 ? '' : id.slice(slash + 1);
  return BUCKET.test(bucket) &&
    !bucket.includes('..') &&
    prefix.length <= 512 &&
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    !/[\u0000-\u001f\u007f]/.test(prefix)
    ? [bucket, prefix]
    : undefined;
}

/** One reading: what is known of buckets is asked once, and when the store is down nobody else is kept waiting for it. */
class Reading {
  readonly #buckets = new Map<string, Promise<BucketFacts>>();
  #down: Failure | undefined;

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
    private readonly signal: AbortSignal,
  ) {}

  async outcomeOf(id: string): Promise<BackupSourceOutcome> {
    const observedAt = this.now();
    const place = placeOf(id);
    if (!place) {
      return {
        status: 'malformed',
        message:
          'The id is not <bucket> and not <bucket>/<prefix>: correct it where the bucket is declared.',
        observedAt,
      };
    }
    try {
      if (this.#down) {
        throw new StoreFailure(this.#down);
      }
      const value = await this.#observe(...place);
      return value
        ? { status: 'observed', value: [value], observedAt }
        : { status: 'empty', observedAt };
    } catch (error) {
      if (!(error instanceof StoreFailure)) {
        throw error;
      }
      const { failure } = error;
      if (failure.kind === 'no-bucket') {
        return { status: 'empty', observedAt };
      }
      if (failure.kind === 'down') {
        this.#down = failure;
      }
      return {
        status: statusOf(failure),
        message: failure.message,
        observedAt: this.now(),
      };
    }
  }

  async #observe(
    bucket: string,
    prefix: string,
  ): Promise<BackupObservation | undefined> {
    const { store, signal } = this;
    const place = { store, bucket, prefix, signal };
    const sample = await sampleObjects(place);
    if (!sample.length) {
      return undefined;
    }
    const facts = await this.#bucket(bucket);
    const { lifecycle, problems } = lifecycleOf(facts, prefix);
    return {
      kind: 'object-store',
      versioning: facts.versioning,
      replication: await replicationOf(place, sample, facts),
      objectLock: facts.objectLock,
      lifecycle,
      newestObject: {
        status: 'known',
        at: sample[0].at,
        sampled: sample.length,
      },
      ...(facts.encrypted && { encrypted: facts.encrypted }),
      problems,
    };
  }

  #bucket(bucket: string): Promise<BucketFacts> {
    const known = this.#buckets.get(bucket);
    if (known) {
      return known;
    }
    const asked = readBucket(this.store, bucket, this.signal);
    this.#buckets.set(bucket, asked);
    return asked;
  }
}

class ObjectStorageReader implements BackupSourceReader {
  readonly #store: Store;

  constructor(
    settings: Settings,
    private readonly deps: Pick<BackupReaderDeps, 'now'>,
  ) {
    this.#store = new Store(settings);
  }

  async read({
    ids,
    signal,
  }: BackupReadOptions): Promise<ReadonlyMap<string, BackupSourceOutcome>> {
    signal.throwIfAborted();
    const deadline = AbortSignal.timeout(READ_TIMEOUT_MS);
    const within = AbortSignal.any([signal, deadline]);
    const { now } = this.deps;
    const reading = new Reading(this.#store, now, within);
    const outcomes = new Map<string, BackupSourceOutcome>();
    const waiting = [...ids];
    const workers = Array.from({ length: PARALLEL }, async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        outcomes.set(id, await this.#unlessLate(reading, id, deadline, signal));
      }
    });
    await Promise.all(workers);
    return new Map(ids.map(id => [id, outcomes.get(id)!]));
  }

  async #unlessLate(
    reading: Reading,
    id: string,
    deadline: AbortSignal,
    signal: AbortSignal,
  ): Promise<BackupSourceOutcome> {
    try {
      return await reading.outcomeOf(id);
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted) {
        throw error;
      }
      return {
        status: 'unreachable',
        message: `The object store was not through after ${
          READ_TIMEOUT_MS / 1000
        } s: look at its load, or share its buckets among several sources.`,
        observedAt: this.deps.now(),
      };
    }
  }
}

/** Attachments in an object store: one source is one store, an id is `<bucket>` or `<bucket>/<prefix>`. */
export const objectStorageAdapter: BackupAdapter = {
  id: 'object-storage',
  createReader: (settings, deps) =>
    new ObjectStorageReader(
      parseBackupSettings(settingsSchema, settings),
      deps,
    ),
};
