import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalOf, type StoreKey } from './signature';

/** An object, as far as anybody asks about it. */
export interface StoredObject {
  /** When it was written. */
  at: Date;
  bytes: number;
  replication?: 'COMPLETED' | 'PENDING' | 'FAILED';
}

/** A bucket; what is left out was never configured. */
export interface StoredBucket {
  objects: ReadonlyMap<string, StoredObject>;
  versioning?: 'Enabled' | 'Suspended';
  /** Bucket that all of it is copied to. */
  replicatedTo?: string;
  /** Days for which no version can be deleted. */
  lockedDays?: number;
  /** Days after which old versions go. */
  oldVersionsKeptDays?: number;
  encrypted?: true;
}

export interface ObjectStoreStandInOptions {
  /** Path that the API is served under: `/objects`. */
  under: string;
  key: StoreKey;
  buckets(): ReadonlyMap<string, StoredBucket>;
}

const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

interface Answer {
  status: number;
  xml: string;
}

const found = (xml: string): Answer => ({ status: 200, xml });

const refused = (status: number, code: string): Answer => ({
  status,
  xml: `<Error><Code>${code}</Code><Message>${code}</Message><RequestId>stand-in</RequestId></Error>`,
});

const escaped = (text: string) =>
  text.replace(/[<>&"]/g, c => `&#${c.charCodeAt(0)};`);

/** What a bucket is asked for by its sub-resources, each with what AWS answers when it was never configured. */
const SETTINGS: Record<string, (bucket: StoredBucket) => Answer> = {
  versioning: ({ versioning }) =>
    found(
      `<VersioningConfiguration ${XMLNS}>${
        versioning ? `<Status>${versioning}</Status>` : ''
      }</VersioningConfiguration>`,
    ),
  replication: ({ replicatedTo }) =>
    replicatedTo === undefined
      ? refused(404, 'ReplicationConfigurationNotFoundError')
      : found(
          `<ReplicationConfiguration ${XMLNS}><Role>arn:aws:iam::000000000000:role/replication</Role><Rule><ID>all</ID><Priority>1</Priority><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><Destination><Bucket>arn:aws:s3:::${replicatedTo}</Bucket></Destination></Rule></ReplicationConfiguration>`,
        ),
  'object-lock': ({ lockedDays }) =>
    lockedDays === undefined
      ? refused(404, 'ObjectLockConfigurationNotFoundError')
      : found(
          `<ObjectLockConfiguration ${XMLNS}><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>${lockedDays}</Days></DefaultRetention></Rule></ObjectLockConfiguration>`,
        ),
  lifecycle: ({ oldVersionsKeptDays }) =>
    oldVersionsKeptDays === undefined
      ? refused(404, 'NoSuchLifecycleConfiguration')
      : found(
          `<LifecycleConfiguration ${XMLNS}><Rule><ID>old-versions</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><NoncurrentVersionExpiration><NoncurrentDays>${oldVersionsKeptDays}</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>`,
        ),
  encryption: ({ encrypted }) =>
    encrypted
      ? found(
          `<ServerSideEncryptionConfiguration ${XMLNS}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
        )
      : refused(404, 'ServerSideEncryptionConfigurationNotFoundError'),
};

/** `ListObjectsV2`, without delimiters. */
function list(
  name: string,
  { objects }: StoredBucket,
  query: URLSearchParams,
): Answer {
  const prefix = query.get('prefix') ?? '';
  const after =
    query.get('continuation-token') ?? query.get('start-after') ?? '';
  const most = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  const keys = [...objects.keys()]
    .filter(key => key.startsWith(prefix) && key > after)
    .sort();
  const page = keys.slice(0, most);
  const isTruncated = keys.length > page.length;
  const contents = page.map(key => {
    const { at, bytes } = objects.get(key)!;
    return `<Contents><Key>${escaped(
      key,
    )}</Key><LastModified>${at.toISOString()}</LastModified><ETag>&quot;${key.slice(
      -32,
    )}&quot;</ETag><Size>${bytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  return found(
    `<ListBucketResult ${XMLNS}><Name>${name}</Name><Prefix>${escaped(
      prefix,
    )}</Prefix><KeyCount>${
      page.length
    }</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${
      isTruncated
        ? `<NextContinuationToken>${escaped(
            page[page.length - 1],
          )}</NextContinuationToken>`
        : ''
    }${contents.join('')}</ListBucketResult>`,
  );
}

/** The S3 API as far as the portal asks it: reads only, bucket in the path, each question signed. */
export class ObjectStoreStandIn {
  constructor(private readonly options: ObjectStoreStandInOptions) {}

  serve(request: IncomingMessage, response: ServerResponse): void {
    const { under, key, buckets } = this.options;
    const { pathname, searchParams } = new URL(
      request.url ?? '/',
      'http://stand-in',
    );
    const [, name = '', ...rest] = pathname.slice(under.length).split('/');
    const bucket = buckets().get(name);
    const refusal = refusalOf(request, key);
    if (!refusal && bucket && request.method === 'HEAD') {
      const object = bucket.objects.get(decodeURIComponent(rest.join('/')));
      response
        .writeHead(object ? 200 : 404, {
          ...(object && {
            'content-length': object.bytes,
            'last-modified': object.at.toUTCString(),
          }),
          ...(object?.replication && {
            'x-amz-replication-status': object.replication,
          }),
        })
        .end();
      return;
    }
    const answer = refusal
      ? refused(403, refusal)
      : this.#answer(request.method, name, bucket, searchParams);
    response
      .writeHead(answer.status, { 'content-type': 'application/xml' })
      .end(`<?xml version="1.0" encoding="UTF-8"?>\n${answer.xml}`);
  }

  #answer(
    method: string | undefined,
    name: string,
    bucket: StoredBucket | undefined,
    query: URLSearchParams,
  ): Answer {
    if (!bucket) {
      return refused(404, 'NoSuchBucket');
    }
    const setting = Object.keys(SETTINGS).find(one => query.has(one));
    if (method === 'GET' && setting !== undefined) {
      return SETTINGS[setting](bucket);
    }
    return method === 'GET' && query.get('list-type') === '2'
      ? list(name, bucket, query)
      : refused(501, 'NotImplemented');
  }
}
