import type { HumanDuration } from '@backstage/types';

/** `odoo.backups`. */
export interface BackupsConfig {
  /** Where facts about backups come from. Descriptors name them in `spec.backupSources`. */
  sources?: Array<{
    /**
     * Lower-case letters, digits and dashes.
     * @visibility backend
     */
    name: string;
    /**
     * Kind of source: `pgbackrest`, `barman`, `cloudnative-pg` and the others of the plugin's README.
     * @visibility backend
     */
    adapter: string;
    /**
     * How often it is read, or reports: `{ minutes: 5 }`, `5m` or `PT5M`. What is a few times older is stale.
     * @visibility backend
     */
    every: HumanDuration | string;
    /**
     * Longest time that one reading may take. Default one minute.
     * @visibility backend
     */
    timeout?: HumanDuration | string;
    /**
     * Whether its copies are at another site than what they are copies of.
     * @visibility backend
     */
    offSite?: boolean;
    /**
     * Whether nobody reads its copies without a key; the tool's own word goes before this.
     * @visibility backend
     */
    encrypted?: boolean;
    /**
     * Days that it keeps what it has; the tool's own word goes before this.
     * @visibility backend
     */
    retentionDays?: number;
    /** What it is read about although no descriptor names it; `*` stands for any characters. */
    covers?: {
      /**
       * Buckets of `spec.objectStorage`.
       * @visibility backend
       */
      buckets?: string[];
    };
    /**
     * As the README of the adapter says. Without any, the source only takes reports (`POST /backup-reports`).
     * @deepVisibility secret
     */
    settings?: object;
  }>;
  /** How backups are judged. Every key has a default. */
  policy?: BackupPolicyConfig;
  notices?: {
    /**
     * How long a verdict has to be worse before its owner is told, and better before they are told again. Default 15 minutes.
     * @visibility backend
     */
    settle?: HumanDuration | string;
  };
}

/** `odoo.backups.policy`. */
interface BackupPolicyConfig {
  /**
   * An observation is stale when it is older than this many times the interval of its source. Default 3.
   * @visibility backend
   */
  staleAfterIntervals?: number;
  /**
   * Seconds by which a source's clock may be ahead of the portal's. Default 120.
   * @visibility backend
   */
  clockSkewToleranceSeconds?: number;
  /**
   * Seconds after which the last archived WAL is late, whatever the objectives say. Default 3600.
   * @visibility backend
   */
  archiveLagToleranceSeconds?: number;
  /**
   * Days that the last clean full backup may be old. Default 8.
   * @visibility backend
   */
  cleanFullMaxAgeDays?: number;
  /** Days that the last restore that worked may be old. */
  drillMaxAgeDays?: {
    /**
     * Default 30.
     * @visibility backend
     */
    'mission-critical'?: number;
    /**
     * Default 30.
     * @visibility backend
     */
    'business-critical'?: number;
    /**
     * Default 90.
     * @visibility backend
     */
    standard?: number;
    /**
     * Of staging and development. Default null: not asked of them.
     * @visibility backend
     */
    outsideProduction?: number | null;
  };
  /** Days that the last rehearsal of each runbook may be old. */
  rehearsalMaxAgeDays?: {
    /**
     * Default 180.
     * @visibility backend
     */
    rollback?: number;
    /**
     * Default 365.
     * @visibility backend
     */
    disasterRecovery?: number;
  };
  /**
   * Days that the last failover that was practised may be old. Default 180.
   * @visibility backend
   */
  failoverMaxAgeDays?: number;
  /**
   * Seconds by which a standby that could take over may be behind. Default 30.
   * @visibility backend
   */
  standbyLagSeconds?: number;
  certificates?: {
    /**
     * Days before its end from which a certificate is a warning. Default 21.
     * @visibility backend
     */
    warningDays?: number;
    /**
     * The same, critical. Default 7.
     * @visibility backend
     */
    criticalDays?: number;
  };
  /**
   * Hours by which the newest file of a bucket's sample may be older than the database's last recovery point. Default 24.
   * @visibility backend
   */
  attachmentsQuietHours?: number;
  /**
   * A schedule is late when its last good run is older than this many of its intervals. Default 2.
   * @visibility backend
   */
  scheduleLateAfterIntervals?: number;
  /** Business processes that an area does not serve. Default: attachments do not serve store-orders and analytics. */
  notServing?: {
    /** @visibility backend */
    postgresql?: string[];
    /** @visibility backend */
    attachments?: string[];
    /** @visibility backend */
    configuration?: string[];
    /** @visibility backend */
    secrets?: string[];
  };
  /**
   * Days that recovery points have to be kept, by compliance label of the tenant. Default: none.
   * @visibility backend
   */
  complianceRetentionDays?: { [label: string]: number };
  /** What production wants of the copies of databases and attachments. */
  production?: {
    /**
     * A copy at another site. Default true.
     * @visibility backend
     */
    offSite?: boolean;
    /**
     * Copies that nobody reads without a key. Default true.
     * @visibility backend
     */
    encrypted?: boolean;
  };
}
