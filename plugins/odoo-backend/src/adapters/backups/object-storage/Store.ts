import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type HeadObjectCommandOutput,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { Transform, type Readable } from 'node:stream';
import { describeFailure, StoreFailure } from './failures';
import type { Settings } from './schema';

/** Largest answer that is taken in; a list of 100 keys has some 60 KiB. */
const MAX_BYTES = 4 * 1024 * 1024;

class TooLargeError extends Error {}

/** Ends an answer that grows too large or does not end in time. */
function bounded(body: Readable, timeoutMs: number): Readable {
  let size = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > MAX_BYTES ? new TooLargeError() : null, chunk);
    },
  });
  const timer = setTimeout(() => {
    const error = new Error('timeout');
    error.name = 'TimeoutError';
    limit.destroy(error);
  }, timeoutMs);
  timer.unref();
  // Whoever reads it gets the error; when nobody does, nobody misses it
  limit.on('error', () => {});
  limit.on('close', () => {
    clearTimeout(timer);
    body.destroy();
  });
  body.on('error', error => limit.destroy(error));
  return body.pipe(limit);
}

function isStream(body: unknown): body is Readable {
  return typeof (body as Readable | undefined)?.pipe === 'function';
}

/** The S3 API, as far as it is used: reads only, each within bounds of time and size. All methods throw {@link StoreFailure}. */
export class Store {
  readonly #client: S3Client;

  constructor({
    region,
    endpoint,
    forcePathStyle = endpoint !== undefined,
    credentials,
    timeoutSeconds,
  }: Settings) {
    const timeoutMs = timeoutSeconds * 1000;
    this.#client = new S3Client({
      region,
      forcePathStyle,
      // Every attempt is a row; the next one comes soon enough
      maxAttempts: 1,
      // Stores other than AWS don't know the newer checksums
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: timeoutMs,
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
      },
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
    });
    this.#client.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        const response = result.response as { body?: unknown } | undefined;
        if (response && isStream(response.body)) {
          response.body = bounded(response.body, timeoutMs);
        }
        return result;
      },
      // Beneath whatever reads the body
      { step: 'deserialize', priority: 'low', name: 'boundedBody' },
    );
  }

  list(
    bucket: string,
    prefix: string,
    startAfter: string,
    most: number,
    abortSignal: AbortSignal,
  ): Promise<ListObjectsV2CommandOutput> {
    return this.#ask(abortSignal, () =>
      this.#client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          MaxKeys: most,
          ...(prefix && { Prefix: prefix }),
          ...(startAfter && { StartAfter: startAfter }),
        }),
        { abortSignal },
      ),
    );
  }

  head(
    bucket: string,
    key: string,
    abortSignal: AbortSignal,
  ): Promise<HeadObjectCommandOutput> {
    return this.#ask(abortSignal, () =>
      this.#client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), {
        abortSignal,
      }),
    );
  }

  versioning(bucket: string, abortSignal: AbortSignal) {
    return this.#ask(abortSignal, () =>
      this.#client.send(new GetBucketVersioningCommand({ Bucket: bucket }), {
        abortSignal,
      }),
    );
  }

  replication(bucket: string, abortSignal: AbortSignal) {
    return this.#ask(abortSignal, () =>
      this.#client.send(new GetBucketReplicationCommand({ Bucket: bucket }), {
        abortSignal,
      }),
    );
  }

  objectLock(bucket: string, abortSignal: AbortSignal) {
    return this.#ask(abortSignal, () =>
      this.#client.send(
        new GetObjectLockConfigurationCommand({ Bucket: bucket }),
        { abortSignal },
      ),
    );
  }

  lifecycle(bucket: string, abortSignal: AbortSignal) {
    return this.#ask(abortSignal, () =>
      this.#client.send(
        new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
        { abortSignal },
      ),
    );
  }

  encryption(bucket: string, abortSignal: AbortSignal) {
    return this.#ask(abortSignal, () =>
      this.#client.send(new GetBucketEncryptionCommand({ Bucket: bucket }), {
        abortSignal,
      }),
    );
  }

  /** Not every step of the SDK looks at the signal, so whoever gives up is let go at once. */
  async #ask<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    let abort: () => void = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
    });
    const answer = send();
    answer.catch(() => {});
    try {
      return await Promise.race([answer, aborted]);
    } catch (error) {
      signal.throwIfAborted();
      throw new StoreFailure(
        describeFailure(error, error instanceof TooLargeError),
      );
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
