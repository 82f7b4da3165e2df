import type {
  BackupObservationOf,
  BackupProblem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CnpgCluster, CnpgObjectStore } from './schema';

const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** How a cluster keeps its WAL: by a plugin, by what was built into older images, or not at all. */
export type Archiving =
  | { by: 'plugin'; objectStore?: string; server?: string }
  | { by: 'built-in' }
  | { by: 'nobody' };

export function archivingOf({ spec }: CnpgCluster): Archiving {
  const archiver = spec.plugins.find(
    ({ enabled, isWALArchiver }) => enabled && isWALArchiver,
  );
  if (archiver) {
    const { barmanObjectName, serverName } = archiver.parameters;
    return {
      by: 'plugin',
      ...(archiver.name === BARMAN_PLUGIN &&
        barmanObjectName && { objectStore: barmanObjectName }),
      ...(serverName && { server: serverName }),
    };
  }
  return spec.backup?.barmanObjectStore ? { by: 'built-in' } : { by: 'nobody' };
}

/** Days of `30d`, `8w` or `1m`, by the shortest month. */
export function retentionDays(policy: string | undefined): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,4})([dwm])$/.exec(policy ?? '') ?? [];
  return count === undefined
    ? undefined
    : Number(count) * { d: 1, w: 7, m: 28 }[unit as 'd' | 'w' | 'm'];
}

const conditionOf = ({ status }: CnpgCluster, type: string) =>
  status?.conditions?.find(condition => condition.type === type);

/**
 * What the condition `ContinuousArchiving` says. It says since when, not up to where: when the last segment arrived is known to
 * PostgreSQL only, so that is left open.
 */
export function archiverOf(
  cluster: CnpgCluster,
): BackupObservationOf<'archiver'> | undefined {
  const condition = conditionOf(cluster, 'ContinuousArchiving');
  if (!condition || condition.status === 'Unknown') {
    return undefined;
  }
  const since = condition.lastTransitionTime;
  return condition.status === 'True'
    ? { kind: 'archiver', failing: false }
    : {
        kind: 'archiver',
        failing: true,
        ...(since && { lastFailedAt: since }),
        message: since
          ? `Archiving of WAL has been failing since ${since}, by the operator's account.`
          : "Archiving of WAL fails, by the operator's account.",
      };
}

/** What can be restored by the store's own account; its end is that of the last backup, so none is given: WAL goes on after it. */
export function recoveryWindowOf(
  cluster: CnpgCluster,
  archiving: Archiving,
  store: CnpgObjectStore | undefined,
  clusterName: string,
): BackupObservationOf<'recovery-window'> | undefined {
  const { status = undefined } = cluster;
  // Under a plugin the Cluster's own fields stay as they were when it was introduced
  const window =
    archiving.by === 'built-in'
      ? {
          from:
            status?.firstRecoverabilityPointByMethod.barmanObjectStore ??
            status?.firstRecoverabilityPoint,
          lastSuccessAt:
            status?.lastSuccessfulBackupByMethod.barmanObjectStore ??
            status?.lastSuccessfulBackup,
          lastFailureAt: status?.lastFailedBackup,
        }
      : archiving.by === 'plugin' &&
        windowOfServer(store, archiving.server ?? clusterName);
  if (!window) {
    return undefined;
  }
  const { from, lastSuccessAt, lastFailureAt } = window;
  return {
    kind: 'recovery-window',
    ...(from && { from }),
    ...(lastSuccessAt && { lastSuccessAt }),
    ...(lastFailureAt && { lastFailureAt }),
  };
}

function windowOfServer(store: CnpgObjectStore | undefined, server: string) {
  const windows = store?.status?.serverRecoveryWindow ?? {};
  const window = Object.hasOwn(windows, server) ? windows[server] : undefined;
  return (
    window && {
      from: window.firstRecoverabilityPoint,
      lastSuccessAt: window.lastSuccessfulBackupTime,
      lastFailureAt: window.lastFailedBackupTime,
    }
  );
}

/** What is wrong with the cluster's backups as a whole. */
export function problemsOf(
  cluster: CnpgCluster,
  archiving: Archiving,
  store: CnpgObjectStore | undefined,
  clusterName: string,
): BackupProblem[] {
  const problems: BackupProblem[] = [];
  if (archiving.by === 'nobody') {
    problems.push({
      id: 'no-continuous-archiving',
      status: 'warning',
      message:
        'The cluster archives no WAL: only what its backups hold can be restored, and no instant in between.',
      remedy:
        'Add the barman-cloud plugin with isWALArchiver: true to spec.plugins of the Cluster.',
    });
  } else if (!archiverOf(cluster)) {
    problems.push({
      id: 'archiving-not-reported',
      status: 'unknown',
      message:
        'The operator does not say whether WAL is archived: the condition ContinuousArchiving is missing.',
      remedy: 'See that the operator runs and that the Cluster is reconciled.',
    });
  }
  if (archiving.by === 'built-in') {
    problems.push({
      id: 'built-in-archiving',
      status: 'warning',
      message:
        'WAL is archived by barman in the database image, which images no longer contain since operator 1.26: such a cluster can look healthy and archive nothing.',
      remedy: 'Move spec.backup.barmanObjectStore to the barman-cloud plugin.',
    });
  }
  if (archiving.by === 'plugin' && archiving.objectStore) {
    if (!store) {
      problems.push({
        id: 'object-store-missing',
        status: 'critical',
        message:
          'The ObjectStore that the Cluster names is not there, so nothing can be written to it or read from it.',
        remedy: 'Create it, or correct barmanObjectName in the Cluster.',
      });
    } else if (!windowOfServer(store, archiving.server ?? clusterName)) {
      problems.push({
        id: 'recovery-window-not-reported',
        status: 'unknown',
        message:
          'The ObjectStore says nothing of this server: no backup of it ended yet, or its plugin does not report.',
        remedy: "Take a backup, and look at the barman-cloud plugin's log.",
      });
    }
  }
  const last = conditionOf(cluster, 'LastBackupSucceeded');
  if (last?.status === 'False' && last.reason !== 'BackupStarted') {
    problems.push({
      id: 'last-backup-failed',
      status: 'warning',
      message: 'The last backup failed, by the operator’s account.',
      remedy: 'Describe the newest Backup to see why, and take another.',
    });
  }
  if (conditionOf(cluster, 'ConsistentSystemID')?.status === 'False') {
    problems.push({
      id: 'system-id-differs',
      status: 'critical',
      message:
        'The instances of the cluster have different system identifiers: they are not copies of one database.',
      remedy: 'Find the instance that differs and rebuild it.',
    });
  }
  return problems;
}
