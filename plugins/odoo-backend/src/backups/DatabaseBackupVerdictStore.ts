import type {
  BackupVerdict,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type { Outbox } from '../platform/Outbox';
import {
  BACKUP_WORSENED_TOPIC,
  type BackupVerdictStore,
  type CachedBackupVerdict,
  type Notice,
} from './BackupVerdictStore';
import type { NoticeState } from './worsening';

const CAPABILITY = 'backups';

type Bigint = number | string;

interface VerdictRow {
  entity_ref: string;
  inputs_hash: string;
  status: VerdictStatus;
  verdict: string;
  valid_until: Bigint | null;
}

interface NoticeRow {
  environment_ref: string;
  told_status: VerdictStatus;
  worse_since: Bigint | null;
  better_since: Bigint | null;
}

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

  async get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedBackupVerdict>> {
    const cached = new Map<string, CachedBackupVerdict>();
    for (const batch of inBatches([...new Set(environmentRefs)])) {
      const rows: VerdictRow[] = await this.#database('verdicts')
        .where('capability', CAPABILITY)
        .whereIn('entity_ref', batch);
      for (const row of rows) {
        cached.set(row.entity_ref, {
          environmentRef: row.entity_ref,
          inputsHash: row.inputs_hash,
          status: row.status,
          verdict: JSON.parse(row.verdict) as BackupVerdict,
          ...(row.valid_until !== null && {
            validUntil: Number(row.valid_until),
          }),
        });
      }
    }
    return cached;
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

  async put(
    verdicts: readonly CachedBackupVerdict[],
    notices: readonly Notice[],
    now: number,
  ): Promise<void> {
    const told = notices.filter(({ tell }) => tell);
    await this.#database.transaction(async tx => {
      for (const batch of inBatches(verdicts)) {
        await tx('verdicts')
          .insert(
            batch.map(cached => ({
              capability: CAPABILITY,
              entity_ref: cached.environmentRef,
              subject_id: '',
              inputs_hash: cached.inputsHash,
              status: cached.status,
              verdict: JSON.stringify(cached.verdict),
              valid_until: cached.validUntil ?? null,
            })),
          )
          .onConflict(['capability', 'entity_ref'])
          .merge();
      }
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

  async listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]> {
    const rows: { entity_ref: string }[] = await this.#database('verdicts')
      .where('capability', CAPABILITY)
      .modify(query => {
        if (after !== undefined) {
          query.andWhere('entity_ref', '>', after);
        }
      })
      .orderBy('entity_ref')
      .limit(limit)
      .select('entity_ref');
    return rows.map(row => row.entity_ref);
  }

  async remove(environmentRefs: readonly string[]): Promise<void> {
    await this.#database.transaction(async tx => {
      for (const batch of inBatches(environmentRefs)) {
        await tx('verdicts')
          .where('capability', CAPABILITY)
          .whereIn('entity_ref', batch)
          .delete();
        await tx('backup_notices').whereIn('environment_ref', batch).delete();
      }
    });
  }
}
