import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import { isReadableInstant } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { BucketFacts } from './bucketFacts';
import { StoreFailure } from './failures';
import type { Store } from './Store';

type ObjectStore = BackupObservationOf<'object-store'>;

/** Odoo names attachments by their SHA-1, so these spread over all of them alike. */
const STARTS = ['', '2', '4', '6', '8', 'a', 'c', 'e'];
const KEYS_EACH = 100;
/** Newest of the sample that are asked whether they were copied. */
const HEADS = 5;

/** Where a sample of keys lies in a bucket. */
export interface SamplePlace {
  store: Store;
  bucket: string;
  prefix: string;
  signal: AbortSignal;
}

export interface SampledObject {
  key: string;
  /** ISO 8601. */
  at: string;
}

/**
 * Some objects from all over the bucket, newest first; all of them when they are few. No more is ever asked for, however many there
 * are.
 *
 * @throws StoreFailure.
 */
export async function sampleObjects({
  store,
  bucket,
  prefix,
  signal,
}: SamplePlace): Promise<SampledObject[]> {
  const sampled = new Map<string, string>();
  for (const start of STARTS) {
    const page = await store.list(
      bucket,
      prefix,
      start && `${prefix}${start}`,
      KEYS_EACH,
      signal,
    );
    // An answer that does not name its bucket is a page of something else
    if (page.Name !== bucket) {
      throw new StoreFailure({
        kind: 'malformed',
        message:
          'The object store answered something that is no list of a bucket: see that settings.endpoint leads to an S3 API.',
      });
    }
    for (const { Key, LastModified } of page.Contents ?? []) {
      const at = LastModified?.getTime();
      if (Key?.startsWith(prefix) && at !== undefined && !Number.isNaN(at)) {
        const instant = LastModified!.toISOString();
        if (isReadableInstant(instant)) {
          sampled.set(Key, instant);
        }
      }
    }
    if (!page.IsTruncated) {
      break;
    }
  }
  return [...sampled]
    .map(([key, at]) => ({ key, at }))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Both spellings of done, and what came from elsewhere. */
const DONE = ['COMPLETE', 'COMPLETED', 'REPLICA'];

/** Whether the newest of a sample were copied, which only they themselves say. */
export async function replicationOf(
  { store, bucket, signal }: SamplePlace,
  sample: readonly SampledObject[],
  { replicated }: BucketFacts,
): Promise<ObjectStore['replication']> {
  if (replicated.status === 'known' && replicated.rules === 0) {
    return { status: 'known', state: 'none' };
  }
  const statuses: (string | undefined)[] = [];
  for (const { key } of sample.slice(0, HEADS)) {
    try {
      const { ReplicationStatus } = await store.head(bucket, key, signal);
      statuses.push(ReplicationStatus);
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.failure.kind === 'down') {
        throw error;
      }
      // Deleted since, or not to be looked at
      statuses.push(undefined);
    }
  }
  const sampled = statuses.length;
  if (statuses.includes('FAILED')) {
    return { status: 'known', state: 'failed', sampled };
  }
  if (statuses.includes('PENDING')) {
    return { status: 'known', state: 'pending', sampled };
  }
  if (sampled > 0 && statuses.every(status => DONE.includes(status ?? ''))) {
    return { status: 'known', state: 'complete', sampled };
  }
  return replicated.status === 'unknown'
    ? replicated
    : {
        status: 'unknown',
        reason: `The bucket has rules for replication, and not all of ${sampled} sampled objects say that they were copied.`,
      };
}
