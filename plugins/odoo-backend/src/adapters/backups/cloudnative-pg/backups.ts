import type {
  Backup,
  BackupObservationOf,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  cronIntervalSeconds,
  ownAnnotations,
  parseKubernetesObject,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupSchema, scheduledBackupSchema } from './schema';

/** Phases of a Backup that has not ended; empty is one that the operator has not seen yet. */
const RUNNING = ['', 'pending', 'started', 'running', 'finalizing'];

const WHY_FAILED: Readonly<Record<string, string>> = {
  failed: 'The operator calls it failed; describe the Backup to see why.',
  walArchivingFailing:
    'It waits, since WAL is not archived and a backup without it is of no use.',
  'invalid backup definition':
    'Its definition is not valid, so nothing was copied.',
};

export function toBackup(object: KubernetesObject): Backup {
  const { spec, status } = parseKubernetesObject(backupSchema, object);
  const phase = status?.phase ?? '';
  const ended = phase === 'completed' && status?.stoppedAt !== undefined;
  const otherwise = RUNNING.includes(phase) ? 'running' : 'failed';
  const state = ended ? 'clean' : otherwise;
  const objectStore = spec.pluginConfiguration?.parameters?.barmanObjectName;
  return {
    label: object.metadata.name,
    type: status?.method === 'volumeSnapshot' ? 'snapshot' : 'full',
    state,
    ...(status?.startedAt && { startedAt: status.startedAt }),
    ...(state !== 'running' &&
      status?.stoppedAt && { stoppedAt: status.stoppedAt }),
    ...(objectStore && { repository: objectStore }),
    ...ownAnnotations(object),
    ...(state === 'failed' && {
      message:
        WHY_FAILED[phase] ??
        (phase === 'completed'
          ? 'The operator calls it completed and does not say when it ended.'
          : 'It is in a phase that this version does not know, so it is not counted.'),
    }),
  };
}

/** What the ScheduledBackups of a cluster mean together: the shortest interval of those that run. */
export function scheduleOf(
  objects: readonly KubernetesObject[],
  lastSuccessAt: string | undefined,
): BackupObservationOf<'schedule'> | undefined {
  if (!objects.length) {
    return undefined;
  }
  const all = objects.map(object =>
    parseKubernetesObject(scheduledBackupSchema, object),
  );
  const active = all.filter(({ spec }) => !spec.suspend);
  const intervals = active.flatMap(({ spec }) => {
    const seconds = cronIntervalSeconds(spec.schedule);
    return seconds === undefined ? [] : [seconds];
  });
  const [lastRunAt] = all
    .flatMap(({ status }) => status?.lastScheduleTime ?? [])
    .sort()
    .reverse();
  const [nextRunAt] = active
    .flatMap(({ status }) => status?.nextScheduleTime ?? [])
    .sort();
  const unread = active.length - intervals.length;
  return {
    kind: 'schedule',
    ...(intervals.length && { everySeconds: Math.min(...intervals) }),
    suspended: active.length === 0,
    ...(lastRunAt && { lastRunAt }),
    ...(lastSuccessAt && { lastSuccessAt }),
    ...(nextRunAt && { nextRunAt }),
    ...(unread > 0 && {
      message: `The schedule of ${unread} of ${all.length} ScheduledBackups could not be read.`,
    }),
  };
}
