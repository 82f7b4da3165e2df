import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  backupSourceUnderTestInCluster,
  describeBackupSourceReaderContract,
  PlayedClusterReader,
  type PlayedContents,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { externalSecretsAdapter } from '.';
import fixture from './__fixtures__/objects.json';

const RESOURCE = 'externalsecrets.external-secrets.io';
const objects = fixture as PlayedContents;

const createReader = (deps: Pick<BackupReaderDeps, 'clusters'>) =>
  externalSecretsAdapter.createReader!(
    { cluster: 'played' },
    deps as BackupReaderDeps,
  )!;

describeBackupSourceReaderContract('external-secrets', async () =>
  backupSourceUnderTestInCluster({
    createReader,
    contents: objects,
    malformed: {
      [RESOURCE]: objects[RESOURCE]!.map(object => ({
        ...object,
        status: { conditions: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' },
      })),
    },
    ids: ['shop', 'cafe/odoo-database'],
    unknownId: 'nobody',
    kinds: ['managed-secrets', 'schedule'],
    lists: 1,
  }),
);

async function observed(id: string) {
  const clusters = new PlayedClusterReader();
  clusters.play({ kind: 'contents', contents: objects });
  const outcomes = await createReader({ clusters }).read({
    ids: [id],
    signal: new AbortController().signal,
  });
  const outcome = outcomes.get(id);
  return outcome?.status === 'observed' ? outcome.value : outcome;
}

describe('external-secrets', () => {
  it('says of each reference whether it was fetched, and which has to be fetched first', async () => {
    expect(await observed('shop')).toEqual([
      {
        kind: 'managed-secrets',
        secrets: [
          {
            name: 'odoo-admin',
            state: 'failed',
            lastSyncedAt: '2026-11-22T07:40:00.000Z',
            message: expect.stringMatching(/describe the ExternalSecret/),
          },
          {
            name: 'odoo-database',
            state: 'synced',
            lastSyncedAt: '2026-11-22T07:30:00.000Z',
          },
          {
            name: 'smtp',
            state: 'unknown',
            message: expect.stringMatching(/does not say/),
          },
        ],
      },
      {
        kind: 'schedule',
        everySeconds: 900,
        suspended: false,
        lastRunAt: '2026-11-22T07:40:00.000Z',
        lastSuccessAt: '2026-11-22T07:40:00.000Z',
        nextRunAt: '2026-11-22T07:55:00.000Z',
      },
    ]);
  });

  it('gives one alone by its name', async () => {
    expect(await observed('shop/smtp')).toMatchObject([
      { secrets: [{ name: 'smtp' }] },
    ]);
    expect(await observed('shop/nothing')).toMatchObject({ status: 'empty' });
  });

  it('repeats nothing of what is fetched, from where, and what went wrong', async () => {
    expect(JSON.stringify(await observed('shop'))).not.toMatch(
      /s\.0123|provider|vault|password|remoteRef/,
    );
  });
});
