import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  backupSourceUnderTestInCluster,
  describeBackupSourceReaderContract,
  PlayedClusterReader,
  type PlayedContents,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { kubernetesJobsAdapter } from '.';
import fixture from './__fixtures__/objects.json';

const objects = fixture as PlayedContents;

const createReader = (
  deps: Pick<BackupReaderDeps, 'clusters'>,
  settings: object = {},
) =>
  kubernetesJobsAdapter.createReader!(
    { cluster: 'played', ...settings },
    deps as BackupReaderDeps,
  )!;

describeBackupSourceReaderContract('kubernetes-jobs', async () =>
  backupSourceUnderTestInCluster({
    createReader,
    contents: objects,
    malformed: {
      ...objects,
      cronjobs: objects.cronjobs!.map(object => ({ ...object, spec: {} })),
    },
    ids: ['shop/pg-dump', 'cafe/pg-dump'],
    unknownId: 'shop/pg-dump-29000',
    kinds: ['backups', 'schedule'],
    lists: 2,
  }),
);

async function observed(id: string, contents = objects, settings: object = {}) {
  const clusters = new PlayedClusterReader();
  clusters.play({ kind: 'contents', contents });
  const outcomes = await createReader({ clusters }, settings).read({
    ids: [id],
    signal: new AbortController().signal,
  });
  const outcome = outcomes.get(id);
  return outcome?.status === 'observed' ? outcome.value : undefined;
}

describe('kubernetes-jobs', () => {
  it('lists the jobs of the CronJob that there is now, with what came of them', async () => {
    expect(await observed('shop/pg-dump')).toEqual([
      {
        kind: 'schedule',
        everySeconds: 12 * 3600,
        suspended: false,
        lastRunAt: '2026-11-22T00:15:00.000Z',
        lastSuccessAt: '2026-11-21T12:19:30.000Z',
      },
      {
        kind: 'backups',
        tool: 'kubernetes-jobs',
        problems: [],
        backups: [
          {
            label: 'pg-dump-29000',
            type: 'dump',
            state: 'clean',
            startedAt: '2026-11-21T12:15:00.000Z',
            stoppedAt: '2026-11-21T12:19:30.000Z',
          },
          {
            label: 'pg-dump-29012',
            type: 'dump',
            state: 'failed',
            startedAt: '2026-11-22T00:15:00.000Z',
            stoppedAt: '2026-11-22T00:31:00.000Z',
            message: expect.stringMatching(/log of its pods/),
          },
          {
            label: 'pg-dump-now',
            type: 'dump',
            state: 'running',
            startedAt: '2026-11-22T07:59:00.000Z',
          },
        ],
      },
    ]);
  });

  it('remembers the last success of a CronJob whose jobs are gone', async () => {
    expect(
      await observed('cafe/pg-dump', objects, { makes: 'snapshot' }),
    ).toEqual([
      expect.objectContaining({
        suspended: true,
        everySeconds: 86_400,
        lastSuccessAt: '2026-11-01T00:04:00.000Z',
      }),
      expect.objectContaining({
        backups: [
          {
            label: 'pg-dump at 2026-11-01T00:04:00.000Z',
            type: 'snapshot',
            state: 'clean',
            startedAt: '2026-11-01T00:04:00.000Z',
            stoppedAt: '2026-11-01T00:04:00.000Z',
          },
        ],
      }),
    ]);
  });

  it('has no backup of one that never ended well', async () => {
    const [cronJob] = objects.cronjobs!;
    expect(
      await observed('shop/pg-dump', {
        cronjobs: [{ ...cronJob, status: {} }],
      }),
    ).toEqual([
      { kind: 'schedule', everySeconds: 12 * 3600, suspended: false },
      {
        kind: 'backups',
        tool: 'kubernetes-jobs',
        backups: [],
        problems: [],
      },
    ]);
  });

  it('counts no job as done that does not say when', async () => {
    const [job] = objects.jobs!;
    const value = await observed('shop/pg-dump', {
      ...objects,
      jobs: [
        {
          ...job,
          status: { conditions: [{ type: 'Complete', status: 'True' }] },
        },
        {
          ...job,
          status: {
            completionTime: '2026-11-21T12:19:30Z',
            conditions: [{ type: 'Complete', status: 'False' }],
          },
        },
      ],
    });
    expect(value?.[1]).toMatchObject({
      backups: [
        { label: expect.stringContaining(' at ') },
        { state: 'running' },
        { state: 'running' },
      ],
    });
  });

  it('says when a schedule can not be read', async () => {
    const [cronJob] = objects.cronjobs!;
    const value = await observed('shop/pg-dump', {
      cronjobs: [{ ...cronJob, spec: { schedule: 'at full moon' } }],
    });
    expect(value?.[0]).toMatchObject({
      message: expect.stringMatching(/could not be read/),
    });
    expect(value?.[0]).not.toHaveProperty('everySeconds');
  });

  it('refuses settings that are none', () => {
    for (const settings of [
      undefined,
      { cluster: 'a', makes: 'tape' },
      { cluster: 'a', token: 'x' },
    ]) {
      expect(() =>
        kubernetesJobsAdapter.createReader!(settings, {} as BackupReaderDeps),
      ).toThrow(/^settings/);
    }
  });
});
