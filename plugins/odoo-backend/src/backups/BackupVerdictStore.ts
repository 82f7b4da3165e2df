import type {
  BackupVerdict,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { NoticeState } from './worsening';

/** Topic on which it is told that backups of an environment got worse. */
export const BACKUP_WORSENED_TOPIC = 'odoo.backup-worsened';

/** A verdict of the cache. */
export interface CachedBackupVerdict {
  environmentRef: string;
  /** Of facts and rules: another hash, another verdict. */
  inputsHash: string;
  status: VerdictStatus;
  verdict: BackupVerdict;
  /** Epoch milliseconds from which time alone may change it. */
  validUntil?: number;
}

/** What an owner was last told, and what is to be told now. */
export interface Notice extends NoticeState {
  environmentRef: string;
  /** The owner is to be told. */
  tell: boolean;
}

/** The last verdict of each environment, a cache that may be emptied at any time, and what owners were told of it. */
export interface BackupVerdictStore {
  get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedBackupVerdict>>;

  /** What owners were last told, by environment; absent when nobody looked yet. */
  getNotices(
    environmentRefs: readonly string[],
  ): Promise<Map<string, NoticeState>>;

  /** Writes verdicts and what is told of them, in one transaction with the messages that tell it. */
  put(
    verdicts: readonly CachedBackupVerdict[],
    notices: readonly Notice[],
    now: number,
  ): Promise<void>;

  /** One page of the environments that something is kept of, by reference. */
  listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]>;

  /** Forgets verdicts of these environments, and what their owners were told. */
  remove(environmentRefs: readonly string[]): Promise<void>;
}
