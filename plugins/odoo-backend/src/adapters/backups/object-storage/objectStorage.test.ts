import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { describeBackupSourceReaderContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { createHash } from 'node:crypto';
import { objectStorageAdapter } from '.';
import {
  ENDPOINT,
  PlayedStore,
  type PlayedBucket,
  type PlayedStoreObject,
} from './__testUtils__/PlayedStore';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const settings = {
  region: 'eu-west-1',
  endpoint: ENDPOINT,
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET },
  timeoutSeconds: 1,
};

const createReader = (more: object = {}) =>
  objectStorageAdapter.createReader!({ ...settings, ...more }, {
    now: () => Date.now(),
  } as BackupReaderDeps)!;

/** Attachments as Odoo names them, an hour apart. */
function attachments(
  prefix: string,
  count: number,
  replication?: string,
): Record<string, PlayedStoreObject> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const digest = createHash('sha1').update(`${prefix}${i}`).digest('hex');
      return [
        `${prefix}${digest.slice(0, 2)}/${digest}`,
        {
          at: new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString(),
          replication,
        },
      ];
    }),
  );
}

const configured: PlayedBucket = {
  objects: {
    ...attachments('shop/', 20, 'COMPLETED'),
    ...attachments('cafe/', 5, 'COMPLETE'),
  },
  versioning:
    '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  replication:
    '<ReplicationConfiguration><Role>r</Role><Rule><ID>a</ID><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::elsewhere</Bucket></Destination></Rule></ReplicationConfiguration>',
  'object-lock':
    '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule></ObjectLockConfiguration>',
  lifecycle:
    '<LifecycleConfiguration><Rule><ID>old</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><NoncurrentVersionExpiration><NoncurrentDays>90</NoncurrentDays></NoncurrentVersionExpiration></Rule><Rule><ID>other</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
  encryption:
    '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
};

let store: PlayedStore;
beforeAll(() => {
  store = new PlayedStore();
});
afterAll(() => store.close());

describeBackupSourceReaderContract('object-storage', async () => {
  store.buckets = { attachments: configured };
  return {
    reader: createReader(),
    ids: ['attachments/shop/', 'attachments/cafe/'],
    unknownId: 'attachments/nobody/',
    kinds: ['object-store'],
    play: answer => store.play(answer),
    questions: () => store.asked.length,
    mostQuestions: ids => ids * (8 + 5) + 5,
  };
});

async function read(bucket: PlayedBucket, id = 'attachments/shop/') {
  store.buckets = { attachments: bucket };
  store.play({ kind: 'facts' });
  const outcomes = await createReader().read({
    ids: [id],
    signal: new AbortController().signal,
  });
  return outcomes.get(id);
}

async function observed(
  bucket: PlayedBucket,
  id?: string,
): Promise<BackupObservationOf<'object-store'>> {
  const outcome = await read(bucket, id);
  if (outcome?.status !== 'observed') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.value[0] as BackupObservationOf<'object-store'>;
}

describe('object-storage', () => {
  it('says what holds for the bucket, and how new the sample is', async () => {
    expect(await observed(configured)).toEqual({
      kind: 'object-store',
      versioning: { status: 'known', state: 'enabled' },
      replication: { status: 'known', state: 'complete', sampled: 5 },
      objectLock: { status: 'known', days: 30, mode: 'compliance' },
      lifecycle: { status: 'known', oldVersionsKeptDays: 90 },
      newestObject: {
        status: 'known',
        at: '2026-01-01T19:00:00.000Z',
        sampled: 20,
      },
      encrypted: 'yes',
      problems: [],
    });
  });

  it('knows from the codes that are meant for it that nothing is configured', async () => {
    expect(await observed({ objects: attachments('shop/', 3) })).toMatchObject({
      versioning: { status: 'known', state: 'never' },
      replication: { status: 'known', state: 'none' },
      objectLock: { status: 'known', days: 0 },
      lifecycle: { status: 'known' },
      encrypted: 'no',
    });
  });

  it.each<[string, PlayedBucket['replication']]>([
    ['not implemented', [501, 'NotImplemented']],
    ['not allowed as a method', [405, 'MethodNotAllowed']],
    ['refused', [403, 'AccessDenied']],
    ['answered with nothing', ''],
    ['answered with an empty document', '<Nothing/>'],
  ])('takes a question that is %s for not known', async (_, answer) => {
    const value = await observed({
      objects: attachments('shop/', 3),
      replication: answer,
      'object-lock': answer,
      lifecycle: answer,
      encryption: answer,
    });
    for (const aspect of ['replication', 'objectLock', 'lifecycle'] as const) {
      expect(value[aspect]).toEqual({
        status: 'unknown',
        reason: expect.stringMatching(/^(The store|The portal)/),
      });
    }
    expect(value).not.toHaveProperty('encrypted');
  });

  it('takes a 404 of another sort for a failure, not for absence', async () => {
    expect(
      await read({
        objects: attachments('shop/', 3),
        'object-lock': [404, 'SomethingElse'],
      }),
    ).toMatchObject({ status: 'malformed' });
  });

  it.each([
    [['COMPLETED', 'COMPLETE', 'REPLICA'], 'complete'],
    [['COMPLETED', 'PENDING', 'COMPLETE'], 'pending'],
    [['PENDING', 'FAILED', 'COMPLETE'], 'failed'],
  ])('judges copies by what objects say: %j', async (statuses, state) => {
    const objects = attachments('shop/', statuses.length);
    Object.values(objects).forEach((object, i) => {
      object.replication = statuses[i];
    });
    expect((await observed({ ...configured, objects })).replication).toEqual({
      status: 'known',
      state,
      sampled: 3,
    });
  });

  it('does not know of copies when an object says nothing of them', async () => {
    const objects = {
      ...attachments('shop/', 2, 'COMPLETED'),
      'shop/ff/ffff': { at: '2026-02-01T00:00:00Z' },
    };
    expect(
      (await observed({ ...configured, objects })).replication,
    ).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/not all of 3/),
    });
  });

  it('samples a large bucket from all over, in few questions', async () => {
    const value = await observed({ objects: attachments('shop/', 20_000) });
    expect(value.newestObject).toMatchObject({ sampled: 800 });
    const lists = store.asked.filter(asked => asked.includes('list-type'));
    expect(lists).toHaveLength(8);
    // The newest of 800 out of 20,000 is younger than nine tenths of all
    expect(
      Date.parse((value.newestObject as { at: string }).at),
    ).toBeGreaterThan(Date.UTC(2026, 0, 1) + 18_000 * 3_600_000);
  });

  it('asks about a bucket once, whoever shares it', async () => {
    store.buckets = { attachments: configured };
    store.play({ kind: 'facts' });
    await createReader().read({
      ids: ['attachments/shop/', 'attachments/cafe/', 'attachments'],
      signal: new AbortController().signal,
    });
    for (const question of ['versioning', 'replication', 'lifecycle']) {
      expect(
        store.asked.filter(asked => asked.includes(`?${question}`)),
      ).toHaveLength(1);
    }
  });

  it('warns of a lifecycle that deletes what is in use', async () => {
    const { problems } = await observed({
      ...configured,
      lifecycle:
        '<LifecycleConfiguration><Rule><Filter><Prefix>shop/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>365</Days></Expiration></Rule></LifecycleConfiguration>',
    });
    expect(problems).toMatchObject([
      { id: 'lifecycle-deletes-attachments', status: 'warning' },
    ]);
  });

  it('calls a bucket that is not there empty', async () => {
    expect(await read(configured, 'nobody-has-this')).toMatchObject({
      status: 'empty',
    });
  });

  it('keeps nobody waiting for a store that is down', async () => {
    store.buckets = { attachments: configured };
    store.play({ kind: 'silent' });
    const ids = Array.from({ length: 200 }, (_, i) => `attachments/${i}/`);
    const before = Date.now();
    const outcomes = await createReader().read({
      ids,
      signal: new AbortController().signal,
    });
    expect(Date.now() - before).toBeLessThan(5000);
    expect([...outcomes.keys()]).toEqual(ids);
    expect(new Set([...outcomes.values()].map(o => o.status))).toEqual(
      new Set(['unreachable']),
    );
    expect(store.asked.length).toBeLessThan(10);
  });

  it('cannot reach a store where nobody listens', async () => {
    const outcomes = await createReader({
      endpoint: 'http://127.0.0.1:1',
    }).read({ ids: ['attachments'], signal: new AbortController().signal });
    expect(outcomes.get('attachments')).toMatchObject({
      status: 'unreachable',
    });
    expect(JSON.stringify([...outcomes])).not.toMatch(/127\.0\.0\.1|AKIA|wJal/);
  });

  it('refuses settings that are none, without their values', () => {
    for (const wrong of [
      { endpoint: `ftp://${SECRET}` },
      { credentials: { accessKeyId: SECRET } },
      { token: SECRET },
      { timeoutSeconds: 3600 },
    ]) {
      expect(() => createReader(wrong)).toThrow(/^settings(?!.*wJal)/);
    }
  });
});
