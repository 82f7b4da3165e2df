import type {
  Backup,
  BackupObservation,
  BackupObservationOf,
  BackupProblem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  cronIntervalSeconds,
  MalformedBackupsError,
  objectsBy,
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
import { toBackup } from './backups';
import { restoresOf } from './restores';
import {
  restoreSchema,
  scheduleSchema,
  settingsSchema,
  storageLocationSchema,
} from './schema';

type Settings = z.output<typeof settingsSchema>;

const resources = [
  'schedules.velero.io',
  'backups.velero.io',
  'restores.velero.io',
  'backupstoragelocations.velero.io',
] as const;

type Listed = ClusterLists<(typeof resources)[number]>;

/** Velero writes the name of the Schedule on what it takes for it. */
const SCHEDULE_NAME = 'velero.io/schedule-name';

/** Velero's own, when a Schedule says nothing. */
const DEFAULT_TTL = '720h';

/** Most of what is kept; more is of no use to anybody. */
const MAX_BACKUPS = 5000;

const own = ({ metadata }: KubernetesObject) => metadata.name;

const atOf = ({ startedAt = '~', label }: Backup) => `${startedAt} ${label}`;

/** Which Schedule a Restore is about; one of a single backup says so by the backup. */
function scheduleOfRestore(
  restore: KubernetesObject,
  backups: ReadonlyMap<string, readonly KubernetesObject[]>,
): string | undefined {
  const parsed = restoreSchema.safeParse(restore);
  if (!parsed.success) {
    return undefined;
  }
  const { scheduleName, backupName } = parsed.data.spec;
  if (scheduleName) {
    return scheduleName;
  }
  const [backup] = (backupName && backups.get(backupName)) || [];
  return backup?.metadata.labels[SCHEDULE_NAME];
}

function scheduleObservation(
  object: KubernetesObject,
  lastSuccessAt: string | undefined,
): { observation: BackupObservationOf<'schedule'>; days?: number } {
  const { spec, status } = parseKubernetesObject(scheduleSchema, object);
  const everySeconds = cronIntervalSeconds(spec.schedule);
  const ttl = cronIntervalSeconds(
    `@every ${spec.template?.ttl || DEFAULT_TTL}`,
  );
  const invalid = status?.phase === 'FailedValidation';
  return {
    ...(ttl !== undefined && { days: ttl / 86_400 }),
    observation: {
      kind: 'schedule',
      ...(everySeconds !== undefined && { everySeconds }),
      // One that Velero refuses runs no more than one that was paused
      suspended: spec.paused === true || invalid,
      ...(status?.lastBackup && { lastRunAt: status.lastBackup }),
      ...(lastSuccessAt && { lastSuccessAt }),
      ...(invalid && {
        message: 'Velero calls the Schedule invalid and does not run it.',
      }),
    },
  };
}

function problemsOf(
  schedule: KubernetesObject | undefined,
  backups: readonly Backup[],
  locations: ReadonlyMap<string, readonly KubernetesObject[]>,
): BackupProblem[] {
  const problems: BackupProblem[] = [];
  if (!schedule) {
    problems.push({
      id: 'schedule-missing',
      status: 'warning',
      message:
        'There are backups of this Schedule, and the Schedule itself is gone: no more are taken.',
      remedy: 'Create it again, or correct the id where it is declared.',
    });
  }
  const used = new Set(backups.flatMap(({ repository }) => repository ?? []));
  for (const name of [...used].sort()) {
    const [location] = locations.get(name) ?? [];
    const phase =
      location &&
      parseKubernetesObject(storageLocationSchema, location).status?.phase;
    if (!location || phase === 'Unavailable') {
      problems.push({
        id: 'storage-unavailable',
        status: 'critical',
        message: location
          ? 'Velero can not reach the storage location in which backups lie, so they can not be restored.'
          : 'A storage location in which backups lie is not there any more, so they can not be restored.',
        remedy: 'Run velero backup-location get, and repair what it says.',
      });
    } else if (phase !== 'Available') {
      problems.push({
        id: 'storage-not-checked',
        status: 'unknown',
        message:
          'Velero does not say whether it reaches the storage location in which backups lie.',
        remedy: 'See that Velero runs, and run velero backup-location get.',
      });
    }
  }
  return problems.filter(
    ({ id }, index) => problems.findIndex(p => p.id === id) === index,
  );
}

function translate(
  listed: Listed,
): (id: string) => readonly BackupObservation[] {
  const schedules = objectsBy(listed['schedules.velero.io'], own);
  const allBackups = objectsBy(listed['backups.velero.io'], own);
  const backups = objectsBy(
    listed['backups.velero.io'],
    ({ metadata }) => metadata.labels[SCHEDULE_NAME],
  );
  const restores = objectsBy(listed['restores.velero.io'], restore =>
    scheduleOfRestore(restore, allBackups),
  );
  const locations = objectsBy(listed['backupstoragelocations.velero.io'], own);

  return id => {
    if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(id)) {
      throw new MalformedBackupsError(
        'The id is no name of a Schedule: correct it where the source is declared (spec.backupSources).',
      );
    }
    const [object] = schedules.get(id) ?? [];
    const taken = (backups.get(id) ?? [])
      .map(toBackup)
      .sort((a, b) => (atOf(a) < atOf(b) ? -1 : 1));
    if (!object && !taken.length) {
      return [];
    }
    const lastSuccessAt = taken
      .flatMap(({ state, stoppedAt }) =>
        state === 'clean' && stoppedAt ? [stoppedAt] : [],
      )
      .sort()
      .pop();
    const schedule = object && scheduleObservation(object, lastSuccessAt);
    const drills = restoresOf(restores.get(id) ?? [], allBackups);
    return [
      {
        kind: 'backups',
        tool: 'velero',
        backups: taken.slice(-MAX_BACKUPS),
        problems: problemsOf(object, taken, locations),
        ...(schedule?.days !== undefined && { retentionDays: schedule.days }),
      },
      ...(schedule ? [schedule.observation] : []),
      ...(drills ? [drills] : []),
    ];
  };
}

class VeleroReader implements BackupSourceReader {
  constructor(
    private readonly settings: Settings,
    private readonly deps: Pick<BackupReaderDeps, 'clusters'>,
  ) {}

  read(options: BackupReadOptions): ReturnType<BackupSourceReader['read']> {
    const { cluster, namespace } = this.settings;
    return readClusterBackups({
      ...options,
      deps: this.deps,
      cluster,
      lists: resources.map(resource => ({ resource, namespace })),
      translate,
    });
  }
}

/** Backups of namespaces and volumes: one source is one Velero, an id is the name of a Schedule. */
export const veleroAdapter: BackupAdapter = {
  id: 'velero',
  createReader: (settings, deps) =>
    new VeleroReader(parseBackupSettings(settingsSchema, settings), deps),
};
