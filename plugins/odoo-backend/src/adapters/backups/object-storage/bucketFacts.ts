import type {
  BackupObservationOf,
  BackupProblem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { StoreFailure } from './failures';
import type { Store } from './Store';

type ObjectStore = BackupObservationOf<'object-store'>;

type Unknown = { status: 'unknown'; reason: string };

/** What holds for a whole bucket. */
export interface BucketFacts
  extends Pick<ObjectStore, 'versioning' | 'objectLock' | 'encrypted'> {
  /** Whether its objects are meant to be copied elsewhere; whether they were, only objects say. */
  replicated: { status: 'known'; rules: number } | Unknown;
  lifecycle: { status: 'known'; rules: readonly LifecycleRule[] } | Unknown;
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });

/** A 200 with nothing in it is what some stores answer to everything that they don't know. */
const silence = (what: string) =>
  unknown(
    `The store answered nothing about ${what}, which may mean that it does not know of it.`,
  );

/** What can't be asked is not known; what concerns the store as a whole fails. */
async function ask<T, R>(
  question: Promise<T>,
  what: string,
  known: (answer: T) => R | Unknown,
  absent: R | Unknown,
): Promise<R | Unknown> {
  try {
    return known(await question);
  } catch (error) {
    if (!(error instanceof StoreFailure)) {
      throw error;
    }
    switch (error.failure.kind) {
      case 'absent':
        return absent;
      case 'garbled':
        return silence(what);
      case 'not-implemented':
        return unknown(`The store does not implement ${what}.`);
      case 'refused':
        return unknown(
          `The portal may not ask the store about ${what}: grant it that.`,
        );
      default:
        throw error;
    }
  }
}

function retentionDays({
  Days,
  Years,
}: {
  Days?: number;
  Years?: number;
}): number {
  return Days ?? (Years ?? 0) * 365;
}

/** @throws StoreFailure when the store as a whole can't be asked, or has no such bucket. */
export async function readBucket(
  store: Store,
  bucket: string,
  signal: AbortSignal,
): Promise<BucketFacts> {
  const [versioning, replicated, objectLock, lifecycle, encrypted] =
    await Promise.all([
      ask<unknown, BucketFacts['versioning']>(
        store.versioning(bucket, signal),
        'versioning',
        answer => {
          // No status is the API's way to say that it never was enabled
          const { Status } = answer as { Status?: string };
          switch (Status) {
            case 'Enabled':
              return { status: 'known', state: 'enabled' };
            case 'Suspended':
              return { status: 'known', state: 'suspended' };
            case undefined:
              return { status: 'known', state: 'never' };
            default:
              return silence('versioning');
          }
        },
        silence('versioning'),
      ),
      ask<Awaited<ReturnType<Store['replication']>>, BucketFacts['replicated']>(
        store.replication(bucket, signal),
        'replication',
        ({ ReplicationConfiguration: { Rules } = {} }) =>
          Rules?.length
            ? {
                status: 'known',
                rules: Rules.filter(rule => rule.Status === 'Enabled').length,
              }
            : silence('replication'),
        { status: 'known', rules: 0 },
      ),
      ask<Awaited<ReturnType<Store['objectLock']>>, BucketFacts['objectLock']>(
        store.objectLock(bucket, signal),
        'object lock',
        ({ ObjectLockConfiguration: lock }) => {
          if (lock?.ObjectLockEnabled !== 'Enabled') {
            return silence('object lock');
          }
          const retention = lock.Rule?.DefaultRetention;
          const mode = retention?.Mode;
          return {
            status: 'known',
            days: retention ? retentionDays(retention) : 0,
            ...(mode && {
              mode: mode === 'COMPLIANCE' ? 'compliance' : 'governance',
            }),
          };
        },
        { status: 'known', days: 0 },
      ),
      ask<Awaited<ReturnType<Store['lifecycle']>>, BucketFacts['lifecycle']>(
        store.lifecycle(bucket, signal),
        'lifecycle',
        ({ Rules }) =>
          Rules?.length
            ? { status: 'known', rules: Rules }
            : silence('lifecycle'),
        { status: 'known', rules: [] },
      ),
      ask<Awaited<ReturnType<Store['encryption']>>, 'yes' | 'no'>(
        store.encryption(bucket, signal),
        'encryption',
        ({ ServerSideEncryptionConfiguration: { Rules } = {} }) =>
          Rules?.some(rule => rule.ApplyServerSideEncryptionByDefault)
            ? 'yes'
            : silence('encryption'),
        'no',
      ),
    ]);
  return {
    versioning,
    replicated,
    objectLock,
    lifecycle,
    ...(typeof encrypted === 'string' && { encrypted }),
  };
}

/** What a rule is about: one with conditions on tags or sizes is about some objects under its prefix, which is enough. */
function concerns(rule: LifecycleRule, prefix: string): boolean {
  const own =
    rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
  return (
    rule.Status === 'Enabled' &&
    (own.startsWith(prefix) || prefix.startsWith(own))
  );
}

/** What the bucket's rules mean for the part of it below a prefix. */
export function lifecycleOf(
  { lifecycle }: BucketFacts,
  prefix: string,
): { lifecycle: ObjectStore['lifecycle']; problems: BackupProblem[] } {
  if (lifecycle.status === 'unknown') {
    return { lifecycle, problems: [] };
  }
  const rules = lifecycle.rules.filter(rule => concerns(rule, prefix));
  const days = rules.flatMap(
    ({ NoncurrentVersionExpiration }) =>
      NoncurrentVersionExpiration?.NoncurrentDays ?? [],
  );
  const deletes = rules.some(
    ({ Expiration }) =>
      Expiration?.Days !== undefined || Expiration?.Date !== undefined,
  );
  return {
    lifecycle: {
      status: 'known',
      ...(days.length && { oldVersionsKeptDays: Math.min(...days) }),
    },
    problems: deletes
      ? [
          {
            id: 'lifecycle-deletes-attachments',
            status: 'warning',
            message:
              'A lifecycle rule of the bucket deletes objects that are in use after some time; Odoo never writes an attachment anew.',
            remedy:
              'Let the rule expire noncurrent versions only, or keep it off the attachments.',
          },
        ]
      : [],
  };
}
