import type {
  BackupVerdict,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { DatabaseVerdictStore } from '../platform/DatabaseVerdictStore';
import type { Outbox } from '../platform/Outbox';
import {
  BACKUP_WORSENED_TOPIC,
  type BackupVerdictStore,
  type CachedBackupVerdict,
  type Notice,
} from './BackupVerdictStore';
import type { NoticeState } from './worsening';

/** bigint: PostgreSQL gives it as text. */
type Bigint = number | string;

interface NoticeRow {
  environment_ref: string;
  told_status: VerdictStatus;
  worse_since: Bigint | null;
  better_since: Bigint | null;
}

const cacheOn = (database: Knex) =>
  DatabaseVerdictStore.create<BackupVerdict>({
    database,
    capability: 'backups',
  });

/** {@link BackupVerdictStore} on SQLite and PostgreSQL. */
export class DatabaseBackupVerdictStore implements BackupVerdictStore {
  readonly #database: Knex;
  readonly #outbox: Outbox;

  static create(options: {
    database: Knex;
    outbox: Outbox;
  }): DatabaseBackupVerdictStore {
    return new DatabaseBackupVerdictStore(options.database, options.outbox);
  }

  private constructor(database: Knex, outbox: Outbox) {
    this.#database = database;
    this.#outbox = outbox;
  }

  get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedBackupVerdict>> {
    return cacheOn(this.#database).get(environmentRefs);
  }

  listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    return cacheOn(this.#database).listEnvironmentRefs(after, limit);
  }

  async getNotices(
    environmentRefs: readonly string[],
  ): Promise<Map<string, NoticeState>> {
    const notices = new Map<string, NoticeState>();
    for (const batch of inBatches(environmentRefs)) {
      const rows: NoticeRow[] = await this.#database('backup_notices').whereIn(
        'environment_ref',
        batch,
      );
      for (const row of rows) {
        notices.set(row.environment_ref, {
          toldStatus: row.told_status,
          ...(row.worse_since !== null && {
            worseSince: Number(row.worse_since),
          }),
          ...(row.better_since !== null && {
            betterSince: Number(row.better_since),
          }),
        });
      }
    }
    return notices;
  }

  async putAndTell(
    verdicts: readonly CachedBackupVerdict[],
    notices: readonly Notice[],
    now: number,
  ): Promise<void> {
    const told = notices.filter(({ tell }) => tell);
    await this.#database.transaction(async tx => {
      await cacheOn(tx).put(verdicts);
      for (const batch of inBatches(notices)) {
        await tx('backup_notices')
          .insert(
            batch.map(notice => ({
              environment_ref: notice.environmentRef,
              told_status: notice.toldStatus,
              worse_since: notice.worseSince ?? null,
              better_since: notice.betterSince ?? null,
            })),
          )
          .onConflict('environment_ref')
          .merge();
      }
      await this.#outbox.append(
        tx,
        told.map(({ environmentRef, toldStatus }) => ({
          topic: BACKUP_WORSENED_TOPIC,
          payload: { environmentRef, status: toldStatus },
        })),
        now,
      );
    });
    if (told.length > 0) {
      this.#outbox.kick();
    }
  }

  /** Forgets verdicts of these environments, and what their owners were told. */
  async remove(environmentRefs: readonly string[]): Promise<void> {
    await this.#database.transaction(async tx => {
      await cacheOn(tx).remove(environmentRefs);
      for (const batch of inBatches(environmentRefs)) {
        await tx('backup_notices').whereIn('environment_ref', batch).delete();
      }
    });
  }
}
