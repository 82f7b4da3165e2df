import type {
  Backup,
  BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  cronIntervalSeconds,
  namespaceAndName,
  objectsBy,
  ownAnnotations,
  parseBackupSettings,
  parseKubernetesObject,
  readClusterBackups,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceReader,
  type ClusterLists,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { z } from 'zod';
import { cronJobSchema, jobSchema, settingsSchema } from './schema';

type Settings = z.output<typeof settingsSchema>;

const atOf = ({ startedAt = '~', label }: Backup) => `${startedAt} ${label}`;

function toBackup(object: KubernetesObject, type: Settings['makes']): Backup {
  const { status } = parseKubernetesObject(jobSchema, object);
  const holds = (wanted: string) =>
    status?.conditions?.find(
      ({ type: name, status: value }) => name === wanted && value === 'True',
    );
  const failed = holds('Failed');
  const stoppedAt = holds('Complete') && status?.completionTime;
  const common = {
    label: object.metadata.name,
    type,
    ...(status?.startTime && { startedAt: status.startTime }),
    ...ownAnnotations(object),
  };
  if (failed) {
    return {
      ...common,
      state: 'failed',
      ...(failed.lastTransitionTime && {
        stoppedAt: failed.lastTransitionTime,
      }),
      message: 'The Job failed; the log of its pods says why.',
    };
  }
  return stoppedAt
    ? { ...common, state: 'clean', stoppedAt }
    : { ...common, state: 'running' };
}

/** The last run that ended well, when its Job is gone: few are kept, and what they made is still there. */
function withoutJob(
  { metadata: { name } }: KubernetesObject,
  lastSuccessAt: string | undefined,
  kept: readonly Backup[],
  type: Settings['makes'],
): Backup[] {
  const known = kept.some(
    ({ state, stoppedAt = '' }) =>
      state === 'clean' && lastSuccessAt && stoppedAt >= lastSuccessAt,
  );
  return lastSuccessAt && !known
    ? [
        {
          label: `${name} at ${lastSuccessAt}`,
          type,
          state: 'clean',
          startedAt: lastSuccessAt,
          stoppedAt: lastSuccessAt,
        },
      ]
    : [];
}

function translate(
  listed: ClusterLists<'cronjobs' | 'jobs'>,
  makes: Settings['makes'],
): (id: string) => readonly BackupObservation[] {
  const cronJobs = objectsBy(
    listed.cronjobs,
    ({ metadata: { namespace, name } }) => `${namespace}/${name}`,
  );
  // By identity, for a CronJob that was made anew has nothing to do with the jobs of the old one
  const jobs = objectsBy(
    listed.jobs,
    ({ metadata }) =>
      metadata.ownerReferences.find(({ kind }) => kind === 'CronJob')?.uid,
  );
  return id => {
    namespaceAndName(id);
    const [object] = cronJobs.get(id) ?? [];
    if (!object) {
      return [];
    }
    const { spec, status } = parseKubernetesObject(cronJobSchema, object);
    const everySeconds = cronIntervalSeconds(spec.schedule);
    const { lastScheduleTime, lastSuccessfulTime } = status ?? {};
    const kept = (jobs.get(object.metadata.uid) ?? []).map(job =>
      toBackup(job, makes),
    );
    const backups = [
      ...withoutJob(object, lastSuccessfulTime, kept, makes),
      ...kept,
    ].sort((a, b) => (atOf(a) < atOf(b) ? -1 : 1));
    return [
      {
        kind: 'schedule',
        ...(everySeconds !== undefined && { everySeconds }),
        suspended: spec.suspend === true,
        ...(lastScheduleTime && { lastRunAt: lastScheduleTime }),
        ...(lastSuccessfulTime && { lastSuccessAt: lastSuccessfulTime }),
        ...(everySeconds === undefined && {
          message: 'Its schedule could not be read.',
        }),
      },
      {
        kind: 'backups',
        tool: 'kubernetes-jobs',
        backups: backups.slice(-5000),
        problems: [],
      },
    ];
  };
}

class KubernetesJobsReader implements BackupSourceReader {
  constructor(
    private readonly settings: Settings,
    private readonly deps: Pick<BackupReaderDeps, 'clusters'>,
  ) {}

  read(options: BackupReadOptions): ReturnType<BackupSourceReader['read']> {
    const { cluster, makes } = this.settings;
    return readClusterBackups({
      ...options,
      deps: this.deps,
      cluster,
      lists: [{ resource: 'cronjobs' }, { resource: 'jobs' }],
      translate: listed => translate(listed, makes),
    });
  }
}

/** Dumps and copies that CronJobs make: one source is one Kubernetes cluster, an id is `<namespace>/<CronJob>`. */
export const kubernetesJobsAdapter: BackupAdapter = {
  id: 'kubernetes-jobs',
  createReader: (settings, deps) =>
    new KubernetesJobsReader(
      parseBackupSettings(settingsSchema, settings),
      deps,
    ),
};
