import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { createHash } from 'node:crypto';
import { objectStorageAdapter } from '.';
import { hasSwift, startSwift } from './__testUtils__/startSwift';

// Four servers start here; on a busy machine that takes a while
jest.setTimeout(180_000);

const installed = hasSwift();

/** Debian's python3-swift, for real: .ci/run installs it. */
const describeWithSwift = installed ? describe : describe.skip;

describeWithSwift(
  installed
    ? 'object-storage, against a real Swift'
    : 'object-storage, against a real Swift (not run: the Debian package python3-swift is missing)',
  () => {
    let swift: Awaited<ReturnType<typeof startSwift>>;
    let client: S3Client;
    let before: number;

    beforeAll(async () => {
      swift = await startSwift();
      client = new S3Client({
        region: 'us-east-1',
        endpoint: swift.endpoint,
        forcePathStyle: true,
        credentials: { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      });
      before = Math.floor(Date.now() / 1000) * 1000;
      for (const Bucket of ['plain', 'versioned']) {
        await client.send(new CreateBucketCommand({ Bucket }));
      }
      await client.send(
        new PutBucketVersioningCommand({
          Bucket: 'versioned',
          VersioningConfiguration: { Status: 'Enabled' },
        }),
      );
      for (const Bucket of ['plain', 'versioned']) {
        for (let i = 0; i < 12; i++) {
          const digest = createHash('sha1').update(String(i)).digest('hex');
          await client.send(
            new PutObjectCommand({
              Bucket,
              Key: `shop/${digest.slice(0, 2)}/${digest}`,
              Body: `attachment ${i}`,
            }),
          );
        }
      }
      const deleted = { Bucket: 'versioned', Key: 'shop/gone' };
      await client.send(new PutObjectCommand({ ...deleted, Body: 'x' }));
      await client.send(new DeleteObjectCommand(deleted));
    });

    afterAll(async () => {
      client?.destroy();
      await swift?.stop();
    });

    const read = async (
      ids: readonly string[],
      credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
    ) =>
      objectStorageAdapter.createReader!(
        { endpoint: swift.endpoint, credentials, timeoutSeconds: 30 },
        { now: () => Date.now() } as BackupReaderDeps,
      )!.read({ ids, signal: new AbortController().signal });

    it('knows versioning and the newest object, and takes what is answered with nothing for not known', async () => {
      const outcomes = await read(['versioned/shop/', 'plain/shop/']);
      const [versioned, plain] = [...outcomes.values()].map(outcome => {
        if (outcome.status !== 'observed') {
          throw new Error(JSON.stringify(outcome));
        }
        return outcome.value[0] as BackupObservationOf<'object-store'>;
      });
      expect(versioned.versioning).toEqual({
        status: 'known',
        state: 'enabled',
      });
      expect(plain.versioning).toEqual({ status: 'known', state: 'never' });
      for (const value of [versioned, plain]) {
        expect(value.newestObject).toMatchObject({
          status: 'known',
          sampled: 12,
        });
        const { at } = value.newestObject as { at: string };
        expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
        expect(Date.parse(at)).toBeLessThanOrEqual(Date.now() + 1000);
        // Swift knows neither, and says nothing at all: that is no proof of absence
        expect(value.replication.status).toBe('unknown');
        expect(value.objectLock.status).toBe('unknown');
        expect(value.lifecycle.status).toBe('unknown');
      }
    });

    it('finds nothing where there is nothing', async () => {
      const outcomes = await read(['plain/cafe/', 'nobody-has-this']);
      expect([...outcomes.values()].map(({ status }) => status)).toEqual([
        'empty',
        'empty',
      ]);
    });

    it.each([
      ['a wrong key', 'test:tester', 'wrong'],
      ['an account that there is not', 'test:nobody', 'testing'],
      ['an account without rights', 'test:reader', 'reading'],
    ])('is refused with %s', async (_, accessKeyId, secretAccessKey) => {
      const outcomes = await read(['plain/shop/'], {
        accessKeyId,
        secretAccessKey,
      });
      expect(outcomes.get('plain/shop/')).toMatchObject({
        status: 'unauthorised',
      });
      expect(JSON.stringify([...outcomes])).not.toMatch(/test:|wrong|127\.0/);
    });
  },
);
