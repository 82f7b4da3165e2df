import type { Criticality, RecoveryObjective, Stage } from '../catalog';
import type { BackupObservation } from './observations';
import type { RecoveryArea } from './recoveryArea';

/**
 * The last attempt to read a source about one thing.
 *
 * @public
 */
export interface BackupAttempt {
  /** Epoch milliseconds. */
  at: number;
  /** As a `SourceOutcome` of `@odoo-fleet/backstage-plugin-odoo-node`. */
  status: 'observed' | 'empty' | 'unreachable' | 'unauthorised' | 'malformed';
  /** What happened and what to do about it; absent when it was read. */
  message?: string;
}

/**
 * An observation with the instant that it speaks of.
 *
 * @public
 */
export interface DatedBackupObservation {
  /** Instant from which it is, by the source's own clock where it says so, epoch milliseconds: never later than that. */
  observedAt: number;
  /** When the portal got it, by the portal's clock, epoch milliseconds. */
  receivedAt: number;
  observation: BackupObservation;
}

/**
 * One declared backup source of an environment (an item of `spec.backupSources`, or what follows from the descriptor by itself), as
 * it stands.
 *
 * @public
 */
export interface BackupSourceFacts {
  /** Name of the source in the platform's config. */
  source: string;
  /** What the source calls it. */
  id: string;
  area: RecoveryArea;
  /** Facts are read through `confirmed` only; the others come without attempt and observations. */
  binding: 'confirmed' | 'unconfirmed' | 'contested';
  /** What the config says of the source; absent when the config names no such source. */
  declared?: {
    /** Id of the adapter that reads it. */
    adapter: string;
    /** How often it is read or reports: what is older than a few of these is stale. */
    everySeconds: number;
    /** Whether the copies are at another site than the environment; absent when nobody said. */
    offSite?: boolean;
    encrypted?: boolean;
    retentionDays?: number;
  };
  lastAttempt?: BackupAttempt;
  /** Newest of each kind. */
  observations: readonly DatedBackupObservation[];
}

/**
 * A restore that was tried and looked at, as whoever ran it posted it.
 *
 * @public
 */
export interface RestoreDrillFact {
  /** Identity of the event. */
  id: string;
  source: string;
  url?: string;
  area: RecoveryArea;
  /** End of the drill, epoch milliseconds. */
  at: number;
  outcome: 'success' | 'failure';
  /** Measured recovery time. */
  durationSeconds: number;
  restoredTo?: string;
  /** The backup that it began with, as its tool names it. */
  backup?: string;
  /** The database that was looked at; a drill of a neighbour's proves nothing for this one. */
  database?: string;
  checks?: readonly { name: string; passed: boolean; detail?: string }[];
  rowsCompared?: number;
  message?: string;
}

/**
 * Something that was practised: a runbook, or a failover.
 *
 * @public
 */
export interface ExerciseFact {
  id: string;
  source: string;
  url?: string;
  what: 'rollback-runbook' | 'disaster-recovery-runbook' | 'failover';
  /** Epoch milliseconds. */
  at: number;
  outcome: 'success' | 'failure';
  durationSeconds?: number;
}

/**
 * Everything that is known about getting one environment back.
 *
 * @public
 */
export interface BackupFacts {
  environmentRef: string;
  stage: Stage;
  /** Name of the tenant's own database, on whatever server. */
  database: string;
  /** Other environments have their databases on the same server. */
  sharesServer: boolean;
  criticality?: Criticality;
  /** The tenant's, by process; absent when it declares none. */
  objectives?: readonly RecoveryObjective[];
  /** Compliance labels of the tenant. */
  compliance: readonly string[];
  sources: readonly BackupSourceFacts[];
  drills: readonly RestoreDrillFact[];
  exercises: readonly ExerciseFact[];
  runbooks: { rollback?: string; disasterRecovery?: string };
}
