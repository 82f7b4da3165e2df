import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ObjectStoreStandIn, type StoredBucket } from './ObjectStoreStandIn';

const at = new Date('2026-11-22T08:00:00.000Z');
const key = (count: number) => `shop (1)/${String(count).padStart(4, '0')} +é`;

const full: StoredBucket = {
  objects: new Map(
    Array.from({ length: 25 }, (_, count) => [
      key(count),
      { at, bytes: 100, replication: 'COMPLETED' as const },
    ]),
  ),
  versioning: 'Enabled',
  replicatedTo: 'elsewhere',
  lockedDays: 30,
  oldVersionsKeptDays: 35,
  encrypted: true,
};

describe('ObjectStoreStandIn', () => {
  let server: Server;
  let client: S3Client;

  const clientOf = (secretAccessKey: string, accessKeyId = 'own') =>
    new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${
        (server.address() as AddressInfo).port
      }/objects`,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey },
    });

  beforeAll(async () => {
    const store = new ObjectStoreStandIn({
      under: '/objects',
      key: { id: 'own', secret: 'secret' },
      buckets: () =>
        new Map([
          ['full', full],
          ['bare', { objects: new Map() }],
        ]),
    });
    server = createServer((request, response) =>
      store.serve(request, response),
    );
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    client = clientOf('secret');
  });
  afterAll(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it('lists by prefix, start and page', async () => {
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: { NextContinuationToken?: string } & {
        Contents?: { Key?: string }[];
      } = await client.send(
        new ListObjectsV2Command({
          Bucket: 'full',
          Prefix: 'shop (1)/',
          StartAfter: key(4),
          MaxKeys: 7,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      );
      seen.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => key(i + 5)));
    await expect(
      client.send(new ListObjectsV2Command({ Bucket: 'bare' })),
    ).resolves.toMatchObject({ KeyCount: 0, IsTruncated: false });
  });

  it('says how a bucket is set, in words that the SDK understands', async () => {
    const Bucket = 'full';
    await expect(
      client.send(new GetBucketVersioningCommand({ Bucket })),
    ).resolves.toMatchObject({ Status: 'Enabled' });
    await expect(
      client.send(new GetBucketReplicationCommand({ Bucket })),
    ).resolves.toMatchObject({
      ReplicationConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            Destination: { Bucket: 'arn:aws:s3:::elsewhere' },
          },
        ],
      },
    });
    await expect(
      client.send(new GetObjectLockConfigurationCommand({ Bucket })),
    ).resolves.toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 30 } } },
    });
    await expect(
      client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ).resolves.toMatchObject({
      Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 35 } }],
    });
    await expect(
      client.send(new GetBucketEncryptionCommand({ Bucket })),
    ).resolves.toMatchObject({
      ServerSideEncryptionConfiguration: {
        Rules: [
          { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
    await expect(
      client.send(new HeadObjectCommand({ Bucket, Key: key(3) })),
    ).resolves.toMatchObject({
      ReplicationStatus: 'COMPLETED',
      LastModified: at,
    });
  });

  it('says what was never configured by the codes that are meant for it', async () => {
    const Bucket = 'bare';
    const versioning = await client.send(
      new GetBucketVersioningCommand({ Bucket }),
    );
    expect(versioning.Status).toBeUndefined();
    for (const [question, name] of [
      [
        client.send(new GetBucketReplicationCommand({ Bucket })),
        'ReplicationConfigurationNotFoundError',
      ],
      [
        client.send(new GetObjectLockConfigurationCommand({ Bucket })),
        'ObjectLockConfigurationNotFoundError',
      ],
      [
        client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
        'NoSuchLifecycleConfiguration',
      ],
      [
        client.send(new GetBucketEncryptionCommand({ Bucket })),
        'ServerSideEncryptionConfigurationNotFoundError',
      ],
      [
        client.send(new GetBucketVersioningCommand({ Bucket: 'none' })),
        'NoSuchBucket',
      ],
      [
        client.send(
          new PutObjectCommand({ Bucket, Key: 'a', Body: Buffer.from('b') }),
        ),
        'NotImplemented',
      ],
    ] as const) {
      await expect(question).rejects.toMatchObject({ name });
    }
  });

  it('answers nobody who does not sign with its key', async () => {
    for (const [other, name] of [
      [clientOf('guessed'), 'SignatureDoesNotMatch'],
      [clientOf('secret', 'another'), 'InvalidAccessKeyId'],
    ] as const) {
      await expect(
        other.send(new ListObjectsV2Command({ Bucket: 'full' })),
      ).rejects.toMatchObject({ name });
      other.destroy();
    }
    const { port } = server.address() as AddressInfo;
    const bare = await fetch(`http://127.0.0.1:${port}/objects/full`);
    expect(bare.status).toBe(403);
  });
});
