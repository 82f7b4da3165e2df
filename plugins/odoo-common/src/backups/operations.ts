import { z } from 'zod';
import { stageSchema } from '../catalog';
import { operation } from '../operation';
import { entityRefParameter, pageOf, pageParameters } from '../paging';
import { verdictStatusSchema } from '../verdict';
import { checkpointCommandSchema, releaseCheckpointSchema } from './checkpoint';
import { recoveryAreaSchema } from './recoveryArea';
import { areaTimelineSchema } from './timeline';
import { backupVerdictSchema } from './verdict';

const paging = pageParameters({ most: 200, unlessSaid: 50 });

/**
 * How an environment stands, for whoever may see its backups; for who may see the environment only, that it has some.
 *
 * @public
 */
export const environmentBackupStatusSchema = z.discriminatedUnion('access', [
  z
    .object({
      access: z.literal('granted'),
      environmentRef: z.string(),
      title: z.string(),
      stage: stageSchema,
      /** Who answers for it, its runbooks included. */
      ownerRef: z.string(),
      verdict: backupVerdictSchema,
    })
    .strict(),
  z
    .object({
      access: z.literal('denied'),
      environmentRef: z.string(),
      title: z.string(),
      stage: stageSchema,
      /** Whom to ask. */
      ownerRef: z.string(),
    })
    .strict(),
]);

/** @public */
export type EnvironmentBackupStatus = z.infer<
  typeof environmentBackupStatusSchema
>;

/** @public */
export const entityBackupStatusSchema = z
  .object({
    entityRef: z.string(),
    /** Worst word over the environments whose backups the caller may see; unknown when there is none. */
    status: verdictStatusSchema,
    environments: z.array(environmentBackupStatusSchema),
  })
  .strict();

/** @public */
export type EntityBackupStatus = z.infer<typeof entityBackupStatusSchema>;

/** @public */
export const environmentTimelineSchema = z
  .object({
    environmentRef: z.string(),
    title: z.string(),
    /** IANA zone of the tenant's business; absent when the tenant is not known. */
    timeZone: z.string().optional(),
    areas: z.array(areaTimelineSchema),
    /** Of the releases on the axis, newest first. */
    checkpoints: z.array(releaseCheckpointSchema),
    /** How to take a checkpoint now. */
    commands: z.array(checkpointCommandSchema),
  })
  .strict();

/** @public */
export type EnvironmentTimeline = z.infer<typeof environmentTimelineSchema>;

/** @public */
export const backupAttemptItemSchema = z
  .object({
    id: z.string(),
    environmentRef: z.string(),
    area: recoveryAreaSchema,
    source: z.string(),
    /** What the source calls it. */
    target: z.string(),
    /** `collected` by the portal, or `reported` by a machine. */
    by: z.enum(['collected', 'reported']),
    attemptedAt: z.iso.datetime(),
    tookMs: z.number().min(0),
    status: z.enum([
      'observed',
      'empty',
      'unreachable',
      'unauthorised',
      'malformed',
    ]),
    /** What happened and what to do about it; of an observation, what it found, in a few words. */
    message: z.string().optional(),
  })
  .strict();

/** @public */
export type BackupAttemptItem = z.infer<typeof backupAttemptItemSchema>;

/** @public */
export const restoreDrillItemSchema = z
  .object({
    id: z.string(),
    environmentRef: z.string(),
    area: recoveryAreaSchema,
    source: z.string(),
    at: z.iso.datetime(),
    outcome: z.enum(['success', 'failure']),
    durationSeconds: z.number().min(0),
    restoredTo: z.iso.datetime().optional(),
    backup: z.string().optional(),
    database: z.string().optional(),
    rowsCompared: z.number().optional(),
    checks: z
      .array(
        z
          .object({
            name: z.string(),
            passed: z.boolean(),
            detail: z.string().optional(),
          })
          .strict(),
      )
      .optional(),
    message: z.string().optional(),
    url: z.string().optional(),
  })
  .strict();

/** @public */
export type RestoreDrillItem = z.infer<typeof restoreDrillItemSchema>;

/**
 * What a job beside the backups saw, as the tool printed it: the portal understands it as if it had asked itself.
 *
 * @public
 */
export const backupReportSchema = z
  .object({
    /** Name of the source in the platform's config. */
    source: z.string().min(1).max(63),
    /** What the tool was asked: `pgbackrest-info`, `check-pgbackrest`, `pg-stat-archiver`, `barman-check`. */
    format: z.string().min(1).max(63),
    /** What the source calls it, when the output does not say: a stanza, a server. */
    id: z.string().min(1).max(512).optional(),
    /** When the tool was asked, by the clock of the machine that asked. */
    takenAt: z.iso.datetime({ offset: true }),
    /** What it printed on standard output. */
    output: z.string().max(8_000_000),
    exitCode: z.number().int().min(0).max(255).optional(),
  })
  .strict();

/** @public */
export type BackupReport = z.infer<typeof backupReportSchema>;

/**
 * The REST operations about backups.
 *
 * @public
 */
export const backupOperations = {
  getBackupStatus: operation({
    method: 'get',
    path: '/backup-status',
    summary:
      'Whether the environments of an entity can be got back, to when, how fast, and what proves it',
    query: z.object({ entityRef: entityRefParameter }).strict(),
    response: entityBackupStatusSchema,
  }),
  getBackupTimeline: operation({
    method: 'get',
    path: '/backup-timeline',
    summary:
      'Recovery windows, backups, gaps, drills and releases of one environment on one axis',
    query: z
      .object({
        entityRef: entityRefParameter,
        /** Days back from now. */
        days: z.coerce.number().int().min(1).max(400).default(7),
      })
      .strict(),
    response: environmentTimelineSchema,
  }),
  listBackupAttempts: operation({
    method: 'get',
    path: '/backup-attempts',
    summary: 'Attempts to read the backup sources of an entity, newest first',
    query: z
      .object({
        entityRef: entityRefParameter,
        /** `failures`: only attempts that gave no facts. */
        outcome: z.enum(['all', 'failures']).default('all'),
        ...paging,
      })
      .strict(),
    response: pageOf(backupAttemptItemSchema),
  }),
  listRestoreDrills: operation({
    method: 'get',
    path: '/restore-drills',
    summary: 'Restores that were tried, newest first',
    query: z.object({ entityRef: entityRefParameter, ...paging }).strict(),
    response: pageOf(restoreDrillItemSchema),
  }),
  reportBackups: operation({
    method: 'post',
    path: '/backup-reports',
    summary: 'Report what a backup tool printed, from a job beside the backups',
    body: backupReportSchema,
    response: z
      .object({
        status: z.enum([
          'observed',
          'empty',
          'unreachable',
          'unauthorised',
          'malformed',
        ]),
        /** What the output was about, as far as the machine may report it. */
        targets: z.array(z.string()),
        /** What was not taken, and why. */
        refused: z.array(
          z.object({ target: z.string(), reason: z.string() }).strict(),
        ),
      })
      .strict(),
    statuses: {
      200: 'Stored; `malformed` says that the output was not understood, which is stored as an attempt as well.',
    },
  }),
};
