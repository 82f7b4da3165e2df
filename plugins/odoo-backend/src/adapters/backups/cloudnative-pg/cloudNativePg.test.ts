import type {
  BackupObservationKind,
  BackupObservationOf,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  backupSourceUnderTestInCluster,
  describeBackupSourceReaderContract,
  PlayedClusterReader,
  type PlayedContents,
  type PlayedObject,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { cloudNativePgAdapter } from '.';
import fixture from './__fixtures__/objects.json';

const objects = fixture as PlayedContents;
const CLUSTERS = 'clusters.postgresql.cnpg.io';

const createReader = (deps: Pick<BackupReaderDeps, 'clusters'>) =>
  cloudNativePgAdapter.createReader!(
    { cluster: 'played' },
    deps as BackupReaderDeps,
  )!;

describeBackupSourceReaderContract('cloudnative-pg', async () =>
  backupSourceUnderTestInCluster({
    createReader,
    contents: objects,
    malformed: {
      ...objects,
      [CLUSTERS]: objects[CLUSTERS]!.map(object => ({
        ...object,
        status: { conditions: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' },
      })),
    },
    ids: ['shop/db', 'cafe/db'],
    unknownId: 'shop/neighbour',
    kinds: ['backups', 'archiver', 'recovery-window', 'schedule', 'standbys'],
    lists: 6,
  }),
);

async function observed(contents: PlayedContents, id = 'shop/db') {
  const clusters = new PlayedClusterReader();
  clusters.play({ kind: 'contents', contents });
  const outcomes = await createReader({ clusters }).read({
    ids: [id],
    signal: new AbortController().signal,
  });
  const outcome = outcomes.get(id);
  if (outcome?.status !== 'observed') {
    throw new Error(JSON.stringify(outcome));
  }
  return {
    asked: clusters.asked,
    of: <K extends BackupObservationKind>(kind: K) =>
      outcome.value.find(
        (observation): observation is BackupObservationOf<K> =>
          observation.kind === kind,
      ),
  };
}

/** The fixture with the cluster of the shop changed. */
function withCluster(
  change: (cluster: PlayedObject) => Partial<PlayedObject>,
): PlayedContents {
  const [cluster] = objects[CLUSTERS]!;
  return { ...objects, [CLUSTERS]: [{ ...cluster, ...change(cluster) }] };
}

describe('cloudnative-pg', () => {
  it('lists the backups of the cluster alone, oldest first, with what state they are in', async () => {
    const { of } = await observed(objects);
    expect(of('backups')).toEqual({
      kind: 'backups',
      tool: 'cloudnative-pg',
      problems: [],
      retentionDays: 30,
      backups: [
        {
          label: 'nightly-20261121020000',
          type: 'full',
          state: 'failed',
          startedAt: '2026-11-21T02:00:05.000Z',
          stoppedAt: '2026-11-21T02:00:09.000Z',
          message: expect.stringMatching(/describe the Backup/),
        },
        {
          label: 'before-release-42',
          type: 'snapshot',
          state: 'clean',
          startedAt: '2026-11-21T17:00:00.000Z',
          stoppedAt: '2026-11-21T17:00:30.000Z',
          annotations: { release: 'shop-42' },
        },
        {
          label: 'nightly-20261122020000',
          type: 'full',
          state: 'clean',
          startedAt: '2026-11-22T02:00:05.000Z',
          stoppedAt: '2026-11-22T02:06:40.000Z',
        },
        {
          label: 'now',
          type: 'full',
          state: 'running',
          startedAt: '2026-11-22T07:59:00.000Z',
        },
      ],
    });
  });

  it('takes the window from the ObjectStore, and not from what the Cluster said before it had the plugin', async () => {
    const { of } = await observed(objects);
    expect(of('recovery-window')).toEqual({
      kind: 'recovery-window',
      from: '2026-10-23T02:00:05.000Z',
      lastSuccessAt: '2026-11-22T02:06:40.000Z',
      lastFailureAt: '2026-11-21T02:00:09.000Z',
    });
  });

  it('has no window when the ObjectStore says nothing of the server, whatever the Cluster says', async () => {
    const contents = withCluster(({ spec }) => ({
      spec: {
        ...spec,
        plugins: [
          {
            name: 'barman-cloud.cloudnative-pg.io',
            isWALArchiver: true,
            parameters: { barmanObjectName: 'offsite', serverName: 'db-v2' },
          },
        ],
      },
    }));
    const { of } = await observed(contents);
    expect(of('recovery-window')).toBeUndefined();
    expect(of('backups')?.problems).toMatchObject([
      { id: 'recovery-window-not-reported', status: 'unknown' },
    ]);
  });

  it('calls an ObjectStore that is not there critical', async () => {
    const { of } = await observed({
      ...objects,
      'objectstores.barmancloud.cnpg.io': [],
    });
    expect(of('backups')?.problems).toMatchObject([
      { id: 'object-store-missing', status: 'critical' },
    ]);
  });

  it('trusts the fields of a Cluster that archives by itself, and warns of it', async () => {
    const { of } = await observed(objects, 'cafe/db');
    expect(of('recovery-window')).toEqual({
      kind: 'recovery-window',
      from: '2026-10-01T02:00:05.000Z',
      lastSuccessAt: '2026-11-21T02:05:00.000Z',
      lastFailureAt: '2026-11-22T02:00:20.000Z',
    });
    expect(of('backups')).toMatchObject({
      retentionDays: 56,
      backups: [{ state: 'failed' }],
      problems: [
        { id: 'built-in-archiving', status: 'warning' },
        { id: 'last-backup-failed', status: 'warning' },
      ],
    });
    expect(of('schedule')).toBeUndefined();
  });

  it('says since when archiving fails, and never up to where it went', async () => {
    expect((await observed(objects)).of('archiver')).toEqual({
      kind: 'archiver',
      failing: false,
    });
    const { of } = await observed(objects, 'cafe/db');
    expect(of('archiver')).toEqual({
      kind: 'archiver',
      failing: true,
      lastFailedAt: '2026-11-22T05:31:00.000Z',
      message: expect.stringContaining('since 2026-11-22T05:31:00.000Z'),
    });
    expect(JSON.stringify(of('archiver'))).not.toContain('exit status');
  });

  it('does not take a missing or unclear condition for archiving', async () => {
    for (const conditions of [
      [],
      [{ type: 'ContinuousArchiving', status: 'Unknown' }],
    ]) {
      const { of } = await observed(
        withCluster(({ status }) => ({ status: { ...status, conditions } })),
      );
      expect(of('archiver')).toBeUndefined();
      expect(of('backups')?.problems).toMatchObject([
        { id: 'archiving-not-reported', status: 'unknown' },
      ]);
    }
  });

  it('says that a cluster without an archiver archives nothing', async () => {
    const { of, asked } = await observed(
      withCluster(() => ({ spec: { instances: 1 } })),
    );
    expect(of('backups')?.problems).toMatchObject([
      { id: 'no-continuous-archiving', status: 'warning' },
    ]);
    // Its definition may not even be installed
    expect(asked.join()).not.toContain('objectstores');
  });

  it('reads the schedule of what is not suspended', async () => {
    const { of } = await observed(objects);
    expect(of('schedule')).toEqual({
      kind: 'schedule',
      everySeconds: 86_400,
      suspended: false,
      lastRunAt: '2026-11-22T02:00:00.000Z',
      lastSuccessAt: '2026-11-22T02:06:40.000Z',
      nextRunAt: '2026-11-23T02:00:00.000Z',
    });
    const suspended = await observed({
      ...objects,
      'scheduledbackups.postgresql.cnpg.io':
        objects['scheduledbackups.postgresql.cnpg.io']!.slice(1),
    });
    expect(suspended.of('schedule')).toEqual({
      kind: 'schedule',
      suspended: true,
      lastSuccessAt: '2026-11-22T02:06:40.000Z',
    });
  });

  it('knows the standbys, their zones and whether they are ready, and no lag', async () => {
    const { of } = await observed(objects);
    expect(of('standbys')).toEqual({
      kind: 'standbys',
      primaryZone: 'eu-1a',
      standbys: [
        { name: 'db-2', zone: 'eu-1b', ready: true },
        { name: 'db-3', ready: false },
      ],
    });
  });

  it('counts no backup of an unknown phase, and none that never ended', async () => {
    const backup = (phase: string, stoppedAt?: string) => ({
      metadata: { name: phase, namespace: 'shop' },
      spec: { cluster: { name: 'db' } },
      status: { phase, startedAt: '2026-11-22T02:00:05Z', stoppedAt },
    });
    const { of } = await observed({
      ...objects,
      'backups.postgresql.cnpg.io': [
        backup('completed'),
        backup('completed', '0001-01-01T00:00:00Z'),
        backup('tidying-up', '2026-11-22T02:06:40Z'),
        backup('invalid backup definition'),
      ],
    });
    expect(of('backups')?.backups.map(({ state }) => state)).toEqual([
      'failed',
      'failed',
      'failed',
      'failed',
    ]);
  });

  it('fails whole when one list can not be read', async () => {
    const clusters = new PlayedClusterReader();
    clusters.play({
      kind: 'failure',
      status: 'unauthorised',
      message: 'no',
      resource: 'objectstores.barmancloud.cnpg.io',
      contents: objects,
    });
    const outcomes = await createReader({ clusters }).read({
      ids: ['shop/db'],
      signal: new AbortController().signal,
    });
    expect(outcomes.get('shop/db')).toMatchObject({ status: 'unauthorised' });
  });

  it('refuses settings that are none', () => {
    for (const settings of [undefined, {}, { cluster: 'a', token: 'x' }]) {
      expect(() =>
        cloudNativePgAdapter.createReader!(settings, {} as BackupReaderDeps),
      ).toThrow(/^settings/);
    }
  });
});
