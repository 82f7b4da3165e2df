import type { BackupVerdict } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CachedVerdict, VerdictStore } from '../platform/VerdictStore';
import type { NoticeState } from './worsening';

/** Topic on which it is told that backups of an environment got worse. */
export const BACKUP_WORSENED_TOPIC = 'odoo.backup-worsened';

/** The last verdict on an environment's backups. */
export type CachedBackupVerdict = CachedVerdict<BackupVerdict>;

/** What an owner was last told, and what is to be told now. */
export interface Notice extends NoticeState {
  environmentRef: string;
  /** The owner is to be told. */
  tell: boolean;
}

/** The last verdict on each environment's backups, a cache, and what owners were told of it, which is none. */
export interface BackupVerdictStore
  extends Pick<
    VerdictStore<BackupVerdict>,
    'get' | 'listEnvironmentRefs' | 'remove'
  > {
  /** What owners were last told, by environment; absent when nobody looked yet. */
  getNotices(
    environmentRefs: readonly string[],
  ): Promise<Map<string, NoticeState>>;

  /** Writes verdicts and what is told of them, in one transaction with the messages that tell it. */
  putAndTell(
    verdicts: readonly CachedBackupVerdict[],
    notices: readonly Notice[],
    now: number,
  ): Promise<void>;
}
