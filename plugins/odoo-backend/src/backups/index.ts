import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type {
  BackupAdapter,
  BackupReaderDeps,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupAdapters } from '../adapters/backups/registry';
import type { BackupSettings } from '../backupSettings';
import {
  DatabaseBindingStore,
  DatabaseRecoveryStore,
  type EnvironmentStore,
} from '../catalog';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import type { Database } from '../platform/database';
import type { OperationRouter } from '../platform/http';
import type { Outbox } from '../platform/Outbox';
import type { ScheduledTask } from '../platform/ScheduledTask';
import { DatabaseReleaseStore } from '../releases';
import { registerBackupActions } from './actions';
import { BackupAccess, type ResolveEntity } from './BackupAccess';
import { BackupReportService } from './BackupReportService';
import { BackupRetentionTask } from './BackupRetentionTask';
import { BackupReadiness } from './BackupReadiness';
import { BackupService } from './BackupService';
import { BackupTask } from './BackupTask';
import { BackupTimelineService } from './BackupTimelineService';
import type { CachedBackupVerdict } from './BackupVerdictStore';
import { BackupVerdictTask } from './BackupVerdictTask';
import { backupFactSourcesIn } from './DatabaseBackupFactSourcesStore';
import {
  configuredSources,
  createReaders,
  formatsOf,
} from './configuredReaders';
import { BACKUP_TOPIC, DatabaseBackupStore } from './DatabaseBackupStore';
import { DatabaseBackupVerdictStore } from './DatabaseBackupVerdictStore';
import { mountBackupRoutes } from './routes';

export { createBackupNotice } from './backupNotice';
export { BACKUP_WORSENED_TOPIC } from './BackupVerdictStore';

/** Topics on which a listener learns that what is known of backups changed. */
export const BACKUP_TOPICS: readonly string[] = [BACKUP_TOPIC];

export interface BackupsOptions {
  database: Database;
  environments: EnvironmentStore;
  authorizer: Authorizer;
  outbox: Outbox;
  clock: Clock;
  logger: LoggerService;
  resolveEntity: ResolveEntity;
  /** `odoo.backups`. */
  settings: BackupSettings;
  /** Days that attempts to learn of backups are kept. */
  attemptsDays: number;
  /** What adapters read with. */
  reading: Omit<BackupReaderDeps, 'now' | 'logger'>;
  /** Kinds of sources beside the built-in ones. */
  adapters?: readonly BackupAdapter[];
}

/** The capability as the plugin wires it. */
export interface Backups {
  mountRoutes(http: OperationRouter): void;
  /** Offers assistants what they may read. */
  registerActions(actionsRegistry: ActionsRegistryService): void;
  tasks: readonly ScheduledTask[];
  /** The last verdict of each environment that has one, in bulk, for roll-ups. The caller filters by permission. */
  latestVerdicts(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedBackupVerdict>>;
}

/** What releases are told by backups. It is there before the rest, which knows releases. */
export function createBackupReadiness({
  database,
  clock,
  settings,
  adapters = [],
}: Pick<
  BackupsOptions,
  'database' | 'clock' | 'settings' | 'adapters'
>): BackupReadiness {
  return new BackupReadiness({
    open: on => backupFactSourcesIn(on?.database ?? database, on?.reads),
    configured: configuredSources(settings.sources, [
      ...backupAdapters,
      ...adapters,
    ]),
    policy: settings.policy,
    clock,
  });
}

/** Puts the capability together. Nothing runs yet. Throws, with the place in the config, when a source can't be set up. */
export function createBackups(options: BackupsOptions): Backups {
  const { database, environments, authorizer, outbox, clock, logger } = options;
  const { settings } = options;
  const adapters = [...backupAdapters, ...(options.adapters ?? [])];
  const formats = formatsOf(adapters);
  const configured = configuredSources(settings.sources, adapters);
  const readable = createReaders(settings.sources, adapters, {
    ...options.reading,
    now: () => clock.now(),
    logger,
  });
  const store = DatabaseBackupStore.create({ database, outbox });
  const bindings = DatabaseBindingStore.create({ knex: database });
  const recovery = DatabaseRecoveryStore.create({ knex: database });
  const access = new BackupAccess({
    authorizer,
    resolveEntity: options.resolveEntity,
  });
  const service = BackupService.create({
    access,
    open: () => backupFactSourcesIn(database),
    store,
    configured,
    policy: settings.policy,
    clock,
  });
  const timelines = BackupTimelineService.create({
    access,
    open: () => backupFactSourcesIn(database),
    releases: DatabaseReleaseStore.create({ database }),
    configured,
    policy: settings.policy,
    clock,
  });
  const reports = BackupReportService.create({
    formats,
    recovery,
    bindings,
    configured,
    store,
    authorizer,
    clock,
    logger,
  });
  const task = BackupTask.create({
    recovery,
    bindings,
    store,
    configured,
    clock,
    logger,
  });
  const verdicts = DatabaseBackupVerdictStore.create({ database, outbox });
  const verdictTask = new BackupVerdictTask({
    environments,
    backups: service,
    verdicts,
    clock,
    settleMs: settings.notices.settle * 1000,
  });
  const retention = new BackupRetentionTask({
    store,
    clock,
    attemptsDays: options.attemptsDays,
  });
  return {
    mountRoutes: http =>
      mountBackupRoutes(http, { backups: service, timelines, reports }),
    registerActions: registry => registerBackupActions(registry, service),
    latestVerdicts: refs => verdicts.get(refs),
    tasks: [
      ...readable
        .filter(({ reader }) => reader)
        .map(source => ({
          id: `odoo-backups-${source.settings.name}`,
          frequencySeconds: source.settings.every,
          // The task cuts itself off; this is for what even that does not reach
          timeoutSeconds: source.settings.timeout + 60,
          run: (signal: AbortSignal) => task.run(source, signal),
        })),
      {
        id: 'odoo-backup-verdicts',
        frequencySeconds: 60,
        timeoutSeconds: 300,
        run: signal => verdictTask.run(signal),
      },
      {
        id: 'odoo-backup-retention',
        frequencySeconds: 3600,
        timeoutSeconds: 1800,
        run: signal => retention.run(signal),
      },
    ],
  };
}
