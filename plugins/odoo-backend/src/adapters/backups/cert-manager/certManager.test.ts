import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  backupSourceUnderTestInCluster,
  describeBackupSourceReaderContract,
  PlayedClusterReader,
  type PlayedContents,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { certManagerAdapter } from '.';
import fixture from './__fixtures__/objects.json';

const RESOURCE = 'certificates.cert-manager.io';
const objects = fixture as PlayedContents;

const createReader = (deps: Pick<BackupReaderDeps, 'clusters'>) =>
  certManagerAdapter.createReader!(
    { cluster: 'played' },
    deps as BackupReaderDeps,
  )!;

describeBackupSourceReaderContract('cert-manager', async () =>
  backupSourceUnderTestInCluster({
    createReader,
    contents: objects,
    malformed: {
      [RESOURCE]: objects[RESOURCE]!.map(object => ({
        ...object,
        status: { notAfter: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' },
      })),
    },
    ids: ['shop', 'cafe/cafe-tls'],
    unknownId: 'nobody',
    kinds: ['certificates'],
    lists: 1,
  }),
);

describe('cert-manager', () => {
  it('says of each certificate until when it is valid and whether it stands', async () => {
    const clusters = new PlayedClusterReader();
    clusters.play({ kind: 'contents', contents: objects });
    const outcomes = await createReader({ clusters }).read({
      ids: ['shop', 'cafe', 'shop/shop-tls'],
      signal: new AbortController().signal,
    });
    const good = {
      name: 'shop-tls',
      notAfter: '2026-12-30T00:00:00.000Z',
      ready: true,
    };
    expect(outcomes.get('shop')).toMatchObject({
      value: [
        {
          kind: 'certificates',
          certificates: [
            {
              name: 'shop-api-tls',
              notAfter: '2026-11-20T00:00:00.000Z',
              ready: false,
              message: expect.stringMatching(/describe the Certificate/),
            },
            good,
          ],
        },
      ],
    });
    expect(outcomes.get('shop/shop-tls')).toMatchObject({
      value: [{ kind: 'certificates', certificates: [good] }],
    });
    // Not known is not ready, and not unready either
    expect(outcomes.get('cafe')).toMatchObject({
      value: [
        {
          certificates: [
            { name: 'cafe-tls', message: expect.stringMatching(/not say/) },
          ],
        },
      ],
    });
    expect(JSON.stringify([...outcomes])).not.toMatch(
      /"ready":null|letsencrypt/,
    );
  });
});
