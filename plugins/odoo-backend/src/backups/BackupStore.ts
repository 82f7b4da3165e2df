import type {
  BackupAttempt,
  BackupObservation,
  DatedBackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Something that a source knows, by the name that it has there. */
export interface BackupTarget {
  source: string;
  target: string;
}

/** Who made an attempt: the portal, or a machine that reported. */
export type AttemptBy = 'collected' | 'reported';

/** One attempt to learn of a target, with what it found. */
export interface BackupReading extends BackupTarget {
  by: AttemptBy;
  /** Epoch milliseconds, by the portal's clock. */
  attemptedAt: number;
  tookMs: number;
  status: BackupAttempt['status'];
  message?: string;
  /** From when they are as the source says, epoch milliseconds. */
  observedAt: number;
  observations: readonly BackupObservation[];
}

/** An attempt as it is kept. */
export interface StoredAttempt
  extends Omit<BackupReading, 'observations' | 'observedAt'> {
  seq: number;
}

/** How a target stands. */
export interface TargetStanding {
  lastAttempt: BackupAttempt;
  /** Newest of each kind. */
  observations: DatedBackupObservation[];
}

/** How reading a source goes, over all replicas. */
export interface SourceHealth {
  /** Readings in a row that gave nothing at all. */
  failures: number;
  /** It is left alone until then, epoch milliseconds. */
  retryAt?: number;
}

/** Whose attempts are listed, and since when: what was learnt before may have been another's to know. */
export interface WantedAttempts extends BackupTarget {
  since: number;
}

/**
 * What backup sources said. Every attempt is kept; of what they found, the newest of each kind. A failed attempt takes nothing
 * away.
 */
export interface BackupStore {
  /**
   * Keeps attempts with what they found, and tells the portal when that is news. An observation that is older than the stored one
   * changes nothing; one that says to come from the future is taken for one of now.
   */
  record(readings: readonly BackupReading[], now: number): Promise<void>;

  /** By {@link targetKey}; targets that nobody tried to read are missing. */
  getStandings(
    targets: readonly BackupTarget[],
  ): Promise<Map<string, TargetStanding>>;

  /** Attempts about these targets, newest first, before the one with this number. */
  listAttempts(
    wanted: readonly WantedAttempts[],
    query: { beforeSeq?: number; failuresOnly: boolean; limit: number },
  ): Promise<StoredAttempt[]>;

  getSourceHealth(source: string): Promise<SourceHealth>;

  setSourceHealth(source: string, health: SourceHealth): Promise<void>;

  /** Deletes up to `limit` attempts that were made before; gives how many went. */
  pruneAttempts(before: number, limit: number): Promise<number>;

  /** Forgets up to `limit` targets that nobody tried to read since; gives how many went. */
  forgetTargets(before: number, limit: number): Promise<number>;
}

/** Under which a target is found. */
export function targetKey({ source, target }: BackupTarget): string {
  return JSON.stringify([source, target]);
}
