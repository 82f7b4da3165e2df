import type { UnreadableSource } from '@odoo-fleet/backstage-plugin-odoo-node';

/**
 * What an answer that is no success means.
 *
 * - `absent`: the store says, by the code that is meant for it, that there is no such thing. - `not-implemented`: it does not know the
 *   question. - `refused`: this account may not ask it. - The others concern the store as a whole, or its answer.
 */
export interface Failure {
  kind:
    | 'absent'
    | 'no-bucket'
    | 'not-implemented'
    | 'refused'
    | 'down'
    | 'garbled'
    | 'malformed';
  message: string;
}

export class StoreFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** Codes by which a store says that something is not configured; any other 404 says less. */
const ABSENT = new Set([
  'ReplicationConfigurationNotFoundError',
  'ObjectLockConfigurationNotFoundError',
  'NoSuchLifecycleConfiguration',
  'ServerSideEncryptionConfigurationNotFoundError',
  'NoSuchKey',
]);

const REFUSED = new Set([
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'CredentialsProviderError',
]);

const down = (what: string): Failure => ({
  kind: 'down',
  message: `The object store ${what}: look at it, at settings.endpoint of the source and at the network between.`,
});

/**
 * Says what an error of the SDK means. Its text may hold addresses, keys and what the other side wrote, so only its code and the
 * status are looked at.
 */
export function describeFailure(error: unknown, tooLarge: boolean): Failure {
  const { name = '', $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (tooLarge) {
    return {
      kind: 'malformed',
      message:
        'The object store answered more than 4 MiB at once: see that settings.endpoint leads to an S3 API.',
    };
  }
  if (ABSENT.has(name)) {
    return { kind: 'absent', message: 'There is no such thing.' };
  }
  if (name === 'NoSuchBucket') {
    return { kind: 'no-bucket', message: 'There is no such bucket.' };
  }
  if (name === 'NotImplemented' || status === 501 || status === 405) {
    return {
      kind: 'not-implemented',
      message: 'The object store does not implement the question.',
    };
  }
  if (name === 'CredentialsProviderError') {
    return {
      kind: 'refused',
      message:
        'There are no credentials for the object store: write settings.credentials, or run the backend with an identity of its own.',
    };
  }
  if (REFUSED.has(name) || status === 401 || status === 403) {
    return {
      kind: 'refused',
      message:
        'The object store does not let the portal read this: see that its credentials are valid, and may read the bucket (the README of the adapter lists what is needed).',
    };
  }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return down('did not answer in time');
  }
  if (status !== undefined && (status === 429 || status >= 500)) {
    return down(`answered ${status}`);
  }
  if (status === undefined || status === 410) {
    return down(
      status === undefined ? 'could not be reached' : `answered ${status}`,
    );
  }
  return {
    kind: status < 300 ? 'garbled' : 'malformed',
    message: `The object store answered ${status} with something that is no answer of an S3 API: see where settings.endpoint leads.`,
  };
}

/** What a failure to list a bucket means for whoever asked about it. */
export function statusOf({ kind }: Failure): UnreadableSource['status'] {
  switch (kind) {
    case 'refused':
      return 'unauthorised';
    case 'down':
      return 'unreachable';
    default:
      return 'malformed';
  }
}
