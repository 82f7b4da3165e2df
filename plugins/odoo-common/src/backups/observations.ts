import { z } from 'zod';

const instantSchema = z.iso.datetime();
const nameSchema = z.string().min(1).max(512);
const messageSchema = z.string().max(500);
const countSchema = z.number().int().min(0);
const bytesSchema = z.number().min(0);

/**
 * One backup as its tool lists it, in words that all tools share.
 *
 * - `clean`: the tool ended it, and found nothing wrong with what it copied.
 * - `damaged`: it ended, and pages in it failed their checksum or files of it are missing. A restore may start; what is in it can't
 *   be relied on. It counts for nothing but the time line.
 * - `failed`: it did not end as a backup, or ended partially. - `running`: it has not ended.
 *
 * @public
 */
export const backupSchema = z
  .object({
    /** As the tool names it: `20261122-020001F`. */
    label: nameSchema,
    type: z.enum(['full', 'differential', 'incremental', 'snapshot', 'dump']),
    state: z.enum(['clean', 'damaged', 'failed', 'running']),
    startedAt: instantSchema.optional(),
    /** The first instant to which it can be restored; absent while it runs, and of some failed ones. */
    stoppedAt: instantSchema.optional(),
    /** The backup that this one is a difference to. */
    prior: nameSchema.optional(),
    /** Key or name of the repository that holds it, when there are several. */
    repository: nameSchema.optional(),
    /** What whoever took it wrote on it: annotations of pgBackRest, labels of Kubernetes objects. `release` names a release. */
    annotations: z.record(z.string().max(253), z.string().max(512)).optional(),
    /** Databases in it, when the tool says; else absent, which is not none. */
    databases: z.array(nameSchema).max(5000).optional(),
    sizeBytes: bytesSchema.optional(),
    /** Last instant at which it is kept, when the tool says. */
    keptUntil: instantSchema.optional(),
    /** Why it failed or is damaged, in plain words. */
    message: messageSchema.optional(),
  })
  .strict();

/** @public */
export type Backup = z.infer<typeof backupSchema>;

/**
 * Something that a tool complains about, or that an adapter reads out of what it says. `critical`: as long as it stands nothing can
 * be relied on.
 *
 * @public
 */
export const backupProblemSchema = z
  .object({
    /** Stable id: `stanza-missing`, `repository-unreachable`, `barman-check-failed`. */
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    status: z.enum(['warning', 'critical', 'unknown']),
    message: messageSchema,
    remedy: messageSchema.optional(),
  })
  .strict();

/** @public */
export type BackupProblem = z.infer<typeof backupProblemSchema>;

const tool = z.string().regex(/^[a-z][a-z0-9-]*$/);

/**
 * The backups that there are.
 *
 * @public
 */
export const backupsObservationSchema = z
  .object({
    kind: z.literal('backups'),
    /** Adapter that understood it: `pgbackrest`. */
    tool,
    /** Oldest first; every one that the tool still keeps. */
    backups: z.array(backupSchema).max(5000),
    /** What is wrong with the repository as a whole. */
    problems: z.array(backupProblemSchema).max(200),
    /** `yes` and `no` as the tool says; absent when it does not. */
    encrypted: z.enum(['yes', 'no']).optional(),
    /** Something holds the repository's lock: a backup or the removal of old ones is running. */
    locked: z.boolean().optional(),
    /** How long the source means to keep backups, in days; absent when it does not say. */
    retentionDays: z.number().min(0).optional(),
  })
  .strict();

/**
 * What a checking tool complains about, beside what there is (`barman check`, `check_pgbackrest --service=retention`): it lists no
 * backups, and so says nothing about which there are. No problems: it looked, and found none.
 *
 * @public
 */
export const checksObservationSchema = z
  .object({
    kind: z.literal('checks'),
    tool,
    problems: z.array(backupProblemSchema).max(200),
  })
  .strict();

/**
 * How the database server's archiver stands, by its own account (`pg_stat_archiver`, or what comes to the same).
 *
 * @public
 */
export const archiverObservationSchema = z
  .object({
    kind: z.literal('archiver'),
    /** Whether the newest thing that happened was a failure. */
    failing: z.boolean(),
    /** When the last WAL segment was safely archived: the newest recovery point, when nothing is missing before it. */
    lastArchivedAt: instantSchema.optional(),
    lastArchivedWal: z.string().max(64).optional(),
    lastFailedAt: instantSchema.optional(),
    lastFailedWal: z.string().max(64).optional(),
    failedCount: countSchema.optional(),
    message: messageSchema.optional(),
  })
  .strict();

/**
 * Whether the archived WAL is whole from the oldest backup to its newest segment, as somebody looked who reads the segments and not
 * their first and last names. What only names first and last is no such observation.
 *
 * @public
 */
export const walContinuityObservationSchema = z
  .object({
    kind: z.literal('wal-continuity'),
    status: z.enum(['unbroken', 'broken']),
    /** How many segments are missing. */
    missing: countSchema.optional(),
    oldestMissing: z.string().max(64).optional(),
    latestMissing: z.string().max(64).optional(),
    /**
     * The newest instant that can be reached in spite of the gap, when that can be told. From the end of the gap on, only a later
     * backup helps.
     */
    unbrokenUntil: instantSchema.optional(),
    /** A backup that needs a missing segment to become consistent: it can't be restored at all. */
    lostBackups: z.array(nameSchema).max(5000).optional(),
    /** The first backup after the gap: from its end on everything can be reached again. */
    unbrokenSinceBackup: nameSchema.optional(),
    /** When the newest archived segment was written, when the tool says. */
    latestArchivedAt: instantSchema.optional(),
    message: messageSchema.optional(),
  })
  .strict();

/**
 * The stretch that the source itself says it can restore to. It says what the source believes; the archiver and the chain are
 * judged beside it.
 *
 * @public
 */
export const recoveryWindowObservationSchema = z
  .object({
    kind: z.literal('recovery-window'),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    lastSuccessAt: instantSchema.optional(),
    lastFailureAt: instantSchema.optional(),
  })
  .strict();

/**
 * When the source means to run, by its own settings.
 *
 * @public
 */
export const scheduleObservationSchema = z
  .object({
    kind: z.literal('schedule'),
    /** Longest time between two runs that the schedule means. */
    everySeconds: z.number().positive().optional(),
    suspended: z.boolean(),
    lastRunAt: instantSchema.optional(),
    /** Last run that ended well. `Schedule.lastBackup` of Velero is the last created and belongs into `lastRunAt`. */
    lastSuccessAt: instantSchema.optional(),
    nextRunAt: instantSchema.optional(),
    message: messageSchema.optional(),
  })
  .strict();

const answer = <T extends z.ZodRawShape>(shape: T) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('known'), ...shape }).strict(),
    z.object({ status: z.literal('unknown'), reason: messageSchema }).strict(),
  ]);

/**
 * A bucket of attachments. What the store does not implement, or answers emptily without saying so, is unknown.
 *
 * @public
 */
export const objectStoreObservationSchema = z
  .object({
    kind: z.literal('object-store'),
    versioning: answer({ state: z.enum(['enabled', 'suspended', 'never']) }),
    replication: answer({
      state: z.enum(['complete', 'pending', 'failed', 'none']),
      sampled: countSchema.optional(),
    }),
    objectLock: answer({
      /** Days that a version can't be deleted; 0 when there is no lock. */
      days: z.number().min(0),
      mode: z.enum(['governance', 'compliance']).optional(),
    }),
    lifecycle: answer({
      /** Days after which old versions go; absent when they never do. */
      oldVersionsKeptDays: z.number().min(0).optional(),
    }),
    /** Newest object of the sample, never of the whole bucket. */
    newestObject: answer({ at: instantSchema, sampled: countSchema }),
    encrypted: z.enum(['yes', 'no']).optional(),
    problems: z.array(backupProblemSchema).max(200),
  })
  .strict();

/**
 * The configuration in Git, from which the environment would be set up again.
 *
 * @public
 */
export const configurationObservationSchema = z
  .object({
    kind: z.literal('configuration'),
    /** Whether the declared path is there. */
    path: answer({
      exists: z.boolean(),
      lastChangedAt: instantSchema.optional(),
    }),
    /** Whether what runs came from it. */
    reconciliation: answer({
      by: z.enum(['argocd', 'flux']),
      state: z.enum(['synced', 'out-of-sync', 'failed']),
      at: instantSchema.optional(),
      revision: z.string().max(200).optional(),
      message: messageSchema.optional(),
    }),
  })
  .strict();

/**
 * Secrets that a secret store keeps, by reference. Never a content.
 *
 * @public
 */
export const managedSecretsObservationSchema = z
  .object({
    kind: z.literal('managed-secrets'),
    secrets: z
      .array(
        z
          .object({
            name: nameSchema,
            state: z.enum(['synced', 'failed', 'unknown']),
            lastSyncedAt: instantSchema.optional(),
            message: messageSchema.optional(),
          })
          .strict(),
      )
      .max(1000),
  })
  .strict();

/** @public */
export const certificatesObservationSchema = z
  .object({
    kind: z.literal('certificates'),
    certificates: z
      .array(
        z
          .object({
            name: nameSchema,
            /** End of its validity; absent while there is none yet. */
            notAfter: instantSchema.optional(),
            ready: z.boolean().optional(),
            message: messageSchema.optional(),
          })
          .strict(),
      )
      .max(1000),
  })
  .strict();

/**
 * What could take over from the primary.
 *
 * @public
 */
export const standbysObservationSchema = z
  .object({
    kind: z.literal('standbys'),
    standbys: z
      .array(
        z
          .object({
            name: nameSchema,
            lagSeconds: z.number().min(0).optional(),
            zone: z.string().max(100).optional(),
            ready: z.boolean(),
          })
          .strict(),
      )
      .max(100),
    primaryZone: z.string().max(100).optional(),
  })
  .strict();

/**
 * A restore that was made elsewhere, and what came of it: proof, where a backup only is a hope.
 *
 * @public
 */
export const restoreObservationSchema = z
  .object({
    kind: z.literal('restores'),
    restores: z
      .array(
        z
          .object({
            label: nameSchema,
            outcome: z.enum(['success', 'failure']),
            startedAt: instantSchema,
            finishedAt: instantSchema,
            /** Instant to which the data were restored. */
            restoredTo: instantSchema.optional(),
            /** The backup that it began with. */
            backup: nameSchema.optional(),
            message: messageSchema.optional(),
          })
          .strict(),
      )
      .max(1000),
  })
  .strict();

/**
 * What one attempt to read a source found out about one thing: facts of one kind, in words that all tools share.
 *
 * @public
 */
export const backupObservationSchema = z.discriminatedUnion('kind', [
  backupsObservationSchema,
  checksObservationSchema,
  archiverObservationSchema,
  walContinuityObservationSchema,
  recoveryWindowObservationSchema,
  scheduleObservationSchema,
  objectStoreObservationSchema,
  configurationObservationSchema,
  managedSecretsObservationSchema,
  certificatesObservationSchema,
  standbysObservationSchema,
  restoreObservationSchema,
]);

/** @public */
export type BackupObservation = z.infer<typeof backupObservationSchema>;

/** @public */
export type BackupObservationKind = BackupObservation['kind'];

/**
 * The observation of one kind.
 *
 * @public
 */
export type BackupObservationOf<K extends BackupObservationKind> = Extract<
  BackupObservation,
  { kind: K }
>;
