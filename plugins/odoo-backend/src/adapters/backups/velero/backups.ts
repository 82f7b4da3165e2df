import type { Backup } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  ownAnnotations,
  parseKubernetesObject,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupSchema, type VeleroBackupStatus } from './schema';

/** Phases from which a backup can still become usable; empty is one that Velero has not seen yet. */
const RUNNING = [
  '',
  'New',
  'Queued',
  'ReadyToStart',
  'InProgress',
  'WaitingForPluginOperations',
  'Finalizing',
];

const WHY_FAILED: Readonly<Record<string, string>> = {
  Failed: 'Velero calls it failed; velero backup logs says why.',
  FailedValidation: 'Its definition is not valid, so nothing was copied.',
  PartiallyFailed:
    'Velero calls it partially failed: what is missing in it stands in velero backup logs.',
  FinalizingPartiallyFailed: 'It is going to end as partially failed.',
  WaitingForPluginOperationsPartiallyFailed:
    'It is going to end as partially failed.',
  Deleting: 'It is being deleted.',
};

/** What is missing in a backup that Velero calls completed. */
function damage(status: VeleroBackupStatus): string | undefined {
  const snapshots =
    status.volumeSnapshotsAttempted -
    status.volumeSnapshotsCompleted +
    status.csiVolumeSnapshotsAttempted -
    status.csiVolumeSnapshotsCompleted;
  if (snapshots > 0) {
    return `${snapshots} of its volume snapshots did not come about.`;
  }
  if (status.backupItemOperationsFailed > 0) {
    return `${status.backupItemOperationsFailed} of its copies by plugins failed.`;
  }
  return status.errors > 0 ? `It has ${status.errors} errors.` : undefined;
}

/** Only `Completed` is usable; `completionTimestamp` is set on failures too. */
export function toBackup(object: KubernetesObject): Backup {
  const { spec, status } = parseKubernetesObject(backupSchema, object);
  const phase = status?.phase ?? '';
  const common = {
    label: object.metadata.name,
    type: 'snapshot' as const,
    ...(status?.startTimestamp && { startedAt: status.startTimestamp }),
    ...(spec.storageLocation && { repository: spec.storageLocation }),
    ...ownAnnotations(object),
    ...(status?.expiration && { keptUntil: status.expiration }),
  };
  if (RUNNING.includes(phase)) {
    return { ...common, state: 'running' };
  }
  const ended = {
    ...common,
    ...(status?.completionTimestamp && {
      stoppedAt: status.completionTimestamp,
    }),
  };
  if (phase !== 'Completed' || !status?.completionTimestamp) {
    return {
      ...ended,
      state: 'failed',
      message:
        WHY_FAILED[phase] ??
        'It is in a phase that this version does not know, or has no end, so it is not counted.',
    };
  }
  const message = damage(status);
  return message === undefined
    ? { ...ended, state: 'clean' }
    : { ...ended, state: 'damaged', message };
}
