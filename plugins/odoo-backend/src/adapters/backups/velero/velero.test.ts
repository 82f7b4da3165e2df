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
import { veleroAdapter } from '.';
import fixture from './__fixtures__/objects.json';

const objects = fixture as PlayedContents;
const BACKUPS = 'backups.velero.io';
const SCHEDULES = 'schedules.velero.io';
const LOCATIONS = 'backupstoragelocations.velero.io';

const createReader = (deps: Pick<BackupReaderDeps, 'clusters'>) =>
  veleroAdapter.createReader!({ cluster: 'played' }, deps as BackupReaderDeps)!;

describeBackupSourceReaderContract('velero', async () =>
  backupSourceUnderTestInCluster({
    createReader,
    contents: objects,
    malformed: {
      [SCHEDULES]: objects[SCHEDULES]!.map(object => ({
        ...object,
        spec: { schedule: ['ghp_0123456789abcdefghijklmnopqrstuvwxyz'] },
      })),
    },
    ids: ['shop-production', 'cafe-production'],
    // There is one of that name, of another Velero
    unknownId: 'elsewhere',
    kinds: ['backups', 'schedule', 'restores'],
    lists: 4,
  }),
);

async function observed(contents: PlayedContents, id = 'shop-production') {
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
  return <K extends BackupObservationKind>(kind: K) =>
    outcome.value.find(
      (observation): observation is BackupObservationOf<K> =>
        observation.kind === kind,
    );
}

const ofPhase = (
  phase: string,
  status: Record<string, unknown> = {},
): PlayedObject => ({
  metadata: {
    name: phase.toLowerCase() || 'new',
    namespace: 'velero',
    labels: { 'velero.io/schedule-name': 'shop-production' },
  },
  spec: { storageLocation: 'default' },
  status: {
    phase,
    startTimestamp: '2026-11-22T06:00:00Z',
    // Velero sets it on failures too
    completionTimestamp: '2026-11-22T06:02:00Z',
    ...status,
  },
});

describe('velero', () => {
  it('takes nothing but a completed backup with all its snapshots for clean', async () => {
    const of = await observed(objects);
    expect(of('backups')).toEqual({
      kind: 'backups',
      tool: 'velero',
      problems: [],
      retentionDays: 14,
      backups: [
        {
          label: 'shop-production-20261121180000',
          type: 'snapshot',
          state: 'damaged',
          startedAt: '2026-11-21T18:00:00.000Z',
          stoppedAt: '2026-11-21T18:03:00.000Z',
          repository: 'default',
          keptUntil: '2026-12-05T18:00:00.000Z',
          message: '1 of its volume snapshots did not come about.',
        },
        {
          label: 'shop-production-20261122000000',
          type: 'snapshot',
          state: 'clean',
          startedAt: '2026-11-22T00:00:00.000Z',
          stoppedAt: '2026-11-22T00:03:00.000Z',
          repository: 'default',
          keptUntil: '2026-12-06T00:00:00.000Z',
          annotations: { release: 'shop-42' },
        },
        {
          label: 'shop-production-20261122060000',
          type: 'snapshot',
          state: 'failed',
          startedAt: '2026-11-22T06:00:00.000Z',
          stoppedAt: '2026-11-22T06:02:00.000Z',
          repository: 'default',
          keptUntil: '2026-12-06T06:00:00.000Z',
          message: expect.stringMatching(/partially failed/),
        },
      ],
    });
  });

  it.each([
    ['', 'running'],
    ['New', 'running'],
    ['Queued', 'running'],
    ['ReadyToStart', 'running'],
    ['InProgress', 'running'],
    ['WaitingForPluginOperations', 'running'],
    ['Finalizing', 'running'],
    ['WaitingForPluginOperationsPartiallyFailed', 'failed'],
    ['FinalizingPartiallyFailed', 'failed'],
    ['FailedValidation', 'failed'],
    ['PartiallyFailed', 'failed'],
    ['Failed', 'failed'],
    ['Deleting', 'failed'],
    ['SomethingNew', 'failed'],
    ['Completed', 'clean'],
  ])('calls phase %j %s', async (phase, state) => {
    const of = await observed({ ...objects, [BACKUPS]: [ofPhase(phase)] });
    expect(of('backups')?.backups).toMatchObject([{ state }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without an end', { completionTimestamp: null }, 'failed'],
    ['with errors', { errors: 1 }, 'damaged'],
    ['with copies that failed', { backupItemOperationsFailed: 1 }, 'damaged'],
    [
      'with volume snapshots missing',
      { volumeSnapshotsAttempted: 3, volumeSnapshotsCompleted: 1 },
      'damaged',
    ],
  ])('does not count a completed one %s', async (_, status, state) => {
    const of = await observed({
      ...objects,
      [BACKUPS]: [ofPhase('Completed', status)],
    });
    expect(of('backups')?.backups).toMatchObject([{ state }]);
  });

  it('takes the last created for a run, and the last clean for a success', async () => {
    const of = await observed(objects);
    expect(of('schedule')).toEqual({
      kind: 'schedule',
      everySeconds: 6 * 3600,
      suspended: false,
      lastRunAt: '2026-11-22T06:00:00.000Z',
      lastSuccessAt: '2026-11-22T00:03:00.000Z',
    });
    const paused = await observed(objects, 'cafe-production');
    expect(paused('schedule')).toMatchObject({
      everySeconds: 86_400,
      suspended: true,
    });
    expect(paused('backups')).toMatchObject({ retentionDays: 30 });
  });

  it('says that a Schedule which Velero refuses does not run', async () => {
    const [schedule] = objects[SCHEDULES]!;
    const of = await observed({
      ...objects,
      [SCHEDULES]: [{ ...schedule, status: { phase: 'FailedValidation' } }],
    });
    expect(of('schedule')).toMatchObject({
      suspended: true,
      message: expect.stringMatching(/invalid/),
    });
  });

  it('counts restores that went elsewhere, whole, and no other', async () => {
    const of = await observed(objects);
    expect(of('restores')?.restores).toEqual([
      {
        label: 'drill-0',
        outcome: 'failure',
        startedAt: '2026-11-21T19:00:00.000Z',
        finishedAt: '2026-11-21T19:09:00.000Z',
        restoredTo: '2026-11-21T18:03:00.000Z',
        backup: 'shop-production-20261121180000',
        message: expect.stringMatching(/PartiallyFailed/),
      },
      {
        label: 'drill-1',
        outcome: 'success',
        startedAt: '2026-11-22T01:00:00.000Z',
        finishedAt: '2026-11-22T01:07:00.000Z',
        restoredTo: '2026-11-22T00:03:00.000Z',
        backup: 'shop-production-20261122000000',
      },
    ]);
    // Nobody says which namespaces were in it
    expect((await observed(objects, 'cafe-production'))('restores')).toBe(
      undefined,
    );
  });

  it('never repeats what Velero says of a failure', async () => {
    const of = await observed(objects);
    expect(JSON.stringify(of('backups'))).not.toContain('AKIA');
  });

  it.each<[string, PlayedObject[], string, string]>([
    [
      'Unavailable',
      [{ ...objects[LOCATIONS]![0], status: { phase: 'Unavailable' } }],
      'storage-unavailable',
      'critical',
    ],
    ['missing', [], 'storage-unavailable', 'critical'],
    [
      'not looked at',
      [{ ...objects[LOCATIONS]![0], status: {} }],
      'storage-not-checked',
      'unknown',
    ],
  ])(
    'looks at the storage behind the backups: %s',
    async (_, locations, id, status) => {
      const of = await observed({ ...objects, [LOCATIONS]: locations });
      expect(of('backups')?.problems).toMatchObject([{ id, status }]);
    },
  );

  it('says that a Schedule is gone whose backups are still there', async () => {
    const of = await observed({ ...objects, [SCHEDULES]: [] });
    expect(of('backups')?.problems).toMatchObject([
      { id: 'schedule-missing', status: 'warning' },
    ]);
    expect(of('schedule')).toBeUndefined();
  });

  it('refuses settings that are none', () => {
    for (const settings of [
      undefined,
      { cluster: 'a', namespace: '../x' },
      { cluster: 'a', token: 'x' },
    ]) {
      expect(() =>
        veleroAdapter.createReader!(settings, {} as BackupReaderDeps),
      ).toThrow(/^settings/);
    }
  });
});
