import { z } from 'zod';

const days = (least = 1) => z.number().min(least).max(3650);

/** Days by what the tenant's trade depends on. */
const daysByCriticality = (
  missionCritical: number,
  businessCritical: number,
  standard: number,
) =>
  z
    .object({
      'mission-critical': days().default(missionCritical),
      'business-critical': days().default(businessCritical),
      standard: days().default(standard),
      /** Of staging and development environments, whoever's; `null`: not asked of them. */
      outsideProduction: days().nullable().default(null),
    })
    .strict()
    .prefault({});

const processes = (...names: string[]) =>
  z.array(z.string().min(1).max(63)).max(100).default(names);

/**
 * How backups are judged: all with documented defaults, all from config (`odoo.backups.policy`).
 *
 * @public
 */
export const backupPolicySchema = z
  .object({
    /** An observation is stale when it is older than this many times the interval of its source (`everySeconds`). */
    staleAfterIntervals: z.number().min(1).max(100).default(3),
    /** Seconds by which a source's clock may be ahead of the portal's; what is further ahead is said, and not trusted. */
    clockSkewToleranceSeconds: z.number().min(0).max(86_400).default(120),
    /**
     * Seconds after which the last archived WAL is late, whatever the objectives say: a warning while the archiver works (a quiet
     * database without `archive_timeout`), critical while it fails.
     */
    archiveLagToleranceSeconds: z.number().min(0).max(604_800).default(3600),
    /** Days that the last clean full backup may be old. */
    cleanFullMaxAgeDays: days().default(8),
    /** Days that the last restore that worked may be old. */
    drillMaxAgeDays: daysByCriticality(30, 30, 90),
    /** Days that the last rehearsal of each runbook may be old. */
    rehearsalMaxAgeDays: z
      .object({
        rollback: days().default(180),
        disasterRecovery: days().default(365),
      })
      .strict()
      .prefault({}),
    /** Days that the last failover that was practised may be old. */
    failoverMaxAgeDays: days().default(180),
    /** Seconds by which a standby that could take over may be behind. */
    standbyLagSeconds: z.number().min(0).max(86_400).default(30),
    /** Days before its end from which a certificate is a warning, and critical. Who renews by itself does so 30 days before. */
    certificates: z
      .object({
        warningDays: days(0).default(21),
        criticalDays: days(0).default(7),
      })
      .strict()
      .prefault({})
      .refine(c => c.criticalDays <= c.warningDays, {
        error:
          'certificates.criticalDays must not be above certificates.warningDays',
      }),
    /**
     * Hours by which the newest file that a sample of the bucket showed may be older than the database's last recovery point: a
     * shop that sleeps attaches nothing. Backups of files have no such leave, since their instant is known.
     */
    attachmentsQuietHours: z.number().min(0).max(8760).default(24),
    /** A schedule is late when its last good run is older than this many of its intervals. */
    scheduleLateAfterIntervals: z.number().min(1).max(100).default(2),
    /**
     * Business processes that an area does **not** serve, so that their objectives are not asked of it; it serves all others, and
     * those that a tenant names itself. A store goes on to sell without the files of yesterday's invoices, and reports are made
     * anew from the database, so attachments do not serve `store-orders` and `analytics`.
     */
    notServing: z
      .object({
        postgresql: processes(),
        attachments: processes('store-orders', 'analytics'),
        configuration: processes(),
        secrets: processes(),
      })
      .strict()
      .prefault({}),
    /**
     * Days that recovery points have to be kept, by compliance label of the tenant, in whatever case it is written. No law names one
     * number for backups, so there is none unless the platform says so.
     */
    complianceRetentionDays: z
      .record(z.string().min(1).max(200), days())
      .default({}),
    /** What production wants of the copies of databases and attachments. */
    production: z
      .object({
        /** A copy at another site. */
        offSite: z.boolean().default(true),
        /** Copies that nobody reads without a key. */
        encrypted: z.boolean().default(true),
      })
      .strict()
      .prefault({}),
  })
  .strict();

/** @public */
export type BackupPolicy = z.infer<typeof backupPolicySchema>;

/**
 * The policy that holds when the config says nothing.
 *
 * @public
 */
export const defaultBackupPolicy: BackupPolicy = backupPolicySchema.parse({});
