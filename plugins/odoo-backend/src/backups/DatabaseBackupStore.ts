import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../platform/DatabaseReadsStore';
import type { Outbox } from '../platform/Outbox';
import { sha256OfJson } from '../platform/sha256';
import {
  targetKey,
  type BackupReading,
  type BackupStore,
  type BackupTarget,
  type SourceHealth,
  type StoredAttempt,
  type TargetStanding,
  type WantedAttempts,
} from './BackupStore';
import { listAttempts } from './DatabaseBackupAttemptStore';

/** Topic on which it is told that what is known of backups changed. */
export const BACKUP_TOPIC = 'odoo.backup';

/** bigint: PostgreSQL gives it as text. */
type Bigint = number | string;

interface TargetRow {
  source: string;
  target: string;
  attempted_at: Bigint;
  status: BackupReading['status'];
  message: string | null;
}

interface ObservationRow {
  source: string;
  target: string;
  kind: string;
  observed_at: Bigint;
  received_at: Bigint;
  ordered_at: Bigint;
  hash: string;
  observation: string;
}

const targetColumns: ReadColumns<TargetRow> = {
  source: 'text',
  target: 'text',
  attempted_at: 'number',
  status: 'text',
  message: 'text',
};

/** What of an observation says something. */
type SaidRow = Omit<ObservationRow, 'ordered_at' | 'hash'>;

const saidColumns: ReadColumns<SaidRow> = {
  source: 'text',
  target: 'text',
  kind: 'text',
  observed_at: 'number',
  received_at: 'number',
  observation: 'text',
};

/** {@link BackupStore} on SQLite and PostgreSQL. */
export class DatabaseBackupStore implements BackupStore {
  readonly #database: Knex;
  readonly #outbox?: Outbox;
  readonly #reads: Reads;

  /** Without an outbox it can only be read. */
  static create(options: {
    database: Knex;
    outbox?: Outbox;
    reads?: Reads;
  }): DatabaseBackupStore {
    return new DatabaseBackupStore(options);
  }

  private constructor({
    database,
    outbox,
    reads = readsAtOnce,
  }: {
    database: Knex;
    outbox?: Outbox;
    reads?: Reads;
  }) {
    this.#database = database;
    this.#outbox = outbox;
    this.#reads = reads;
  }

  async record(readings: readonly BackupReading[], now: number): Promise<void> {
    const outbox = this.#outbox;
    if (!outbox) {
      throw new Error('This store of backups is for reading only');
    }
    // In one order, so that two writers can't wait for each other
    const sorted = [...readings].sort((a, b) =>
      compare(targetKey(a), targetKey(b)),
    );
    let isNews = false;
    for (const batch of inBatches(sorted)) {
      const told = await this.#database.transaction(async tx => {
        const news = await recordBatch(tx, batch, now);
        await outbox.append(
          tx,
          news.map(source => ({ topic: BACKUP_TOPIC, payload: { source } })),
          now,
        );
        return news.length > 0;
      });
      isNews ||= told;
    }
    if (isNews) {
      outbox.kick();
    }
  }

  async getStandings(
    targets: readonly BackupTarget[],
  ): Promise<Map<string, TargetStanding>> {
    const standings = new Map<string, TargetStanding>();
    const wanted = [
      ...new Map(targets.map(t => [targetKey(t), t])).values(),
    ].map(({ source, target }) => [source, target]);
    for (const batch of inBatches(wanted)) {
      const [rows, found] = await Promise.all([
        this.#reads.rows<TargetRow>(
          this.#database('backup_targets')
            .whereIn(['source', 'target'], batch)
            .select(Object.keys(targetColumns)),
          targetColumns,
        ),
        this.#reads.rows<SaidRow>(
          this.#database('backup_observations')
            .whereIn(['source', 'target'], batch)
            .select(Object.keys(saidColumns)),
          saidColumns,
        ),
      ]);
      found.sort((a, b) => compare(a.kind, b.kind));
      for (const row of rows) {
        standings.set(targetKey(row), {
          lastAttempt: {
            at: Number(row.attempted_at),
            status: row.status,
            ...(row.message !== null && { message: row.message }),
          },
          observations: [],
        });
      }
      for (const row of found) {
        standings.get(targetKey(row))?.observations.push({
          observedAt: Number(row.observed_at),
          receivedAt: Number(row.received_at),
          observation: JSON.parse(row.observation) as BackupObservation,
        });
      }
    }
    return standings;
  }

  listAttempts(
    wanted: readonly WantedAttempts[],
    query: { beforeSeq?: number; failuresOnly: boolean; limit: number },
  ): Promise<StoredAttempt[]> {
    return listAttempts(this.#database, wanted, query);
  }

  async getSourceHealth(source: string): Promise<SourceHealth> {
    const row: { failures: number; retry_at: Bigint | null } | undefined =
      await this.#database('backup_sources').where('source', source).first();
    return {
      failures: row?.failures ?? 0,
      ...(typeof row?.retry_at === 'number' || typeof row?.retry_at === 'string'
        ? { retryAt: Number(row.retry_at) }
        : {}),
    };
  }

  async setSourceHealth(
    source: string,
    { failures, retryAt }: SourceHealth,
  ): Promise<void> {
    await this.#database('backup_sources')
      .insert({ source, failures, retry_at: retryAt ?? null })
      .onConflict('source')
      .merge();
  }

  async pruneAttempts(before: number, limit: number): Promise<number> {
    return this.#database('backup_attempts')
      .whereIn(
        'seq',
        this.#database('backup_attempts')
          .where('attempted_at', '<', before)
          .orderBy('attempted_at')
          .limit(limit)
          .select('seq'),
      )
      .delete();
  }

  async forgetTargets(before: number, limit: number): Promise<number> {
    const rows: TargetRow[] = await this.#database('backup_targets')
      .where('attempted_at', '<', before)
      .orderBy('attempted_at')
      .limit(limit)
      .select('source', 'target');
    for (const batch of inBatches(rows)) {
      const keys = batch.map(({ source, target }) => [source, target]);
      await this.#database.transaction(async tx => {
        for (const table of ['backup_observations', 'backup_targets']) {
          await tx(table).whereIn(['source', 'target'], keys).delete();
        }
      });
    }
    return rows.length;
  }
}

/** Writes attempts and what they found; gives the sources of which something is new. */
async function recordBatch(
  tx: Knex.Transaction,
  readings: readonly BackupReading[],
  now: number,
): Promise<string[]> {
  const keys = readings.map(({ source, target }) => [source, target]);
  const before = new Map<string, string>();
  const known: TargetRow[] = await tx('backup_targets')
    .whereIn(['source', 'target'], keys)
    .select('source', 'target', 'status', 'message');
  known.forEach(row => before.set(targetKey(row), sayingOf(row)));
  const hashes = new Map<string, string>();
  const stored: ObservationRow[] = await tx('backup_observations')
    .whereIn(['source', 'target'], keys)
    .select('source', 'target', 'kind', 'hash');
  stored.forEach(row => hashes.set(observationKey(row), row.hash));

  const targets = new Map<string, TargetRow>();
  const observations = new Map<string, ObservationRow>();
  const news = new Set<string>();
  for (const reading of readings) {
    const target = targetRow(reading);
    targets.set(targetKey(reading), target);
    if (before.get(targetKey(reading)) !== sayingOf(target)) {
      news.add(reading.source);
    }
    for (const row of observationRows(reading, now)) {
      observations.set(observationKey(row), row);
      if (hashes.get(observationKey(row)) !== row.hash) {
        news.add(reading.source);
      }
    }
  }
  await tx('backup_attempts').insert(readings.map(attemptRow));
  await tx('backup_targets')
    .insert([...targets.values()])
    .onConflict(['source', 'target'])
    .merge();
  for (const batch of inBatches([...observations.values()])) {
    await tx('backup_observations')
      .insert(batch)
      .onConflict(['source', 'target', 'kind'])
      .merge()
      .where(
        'backup_observations.ordered_at',
        '<=',
        tx.raw('??', ['excluded.ordered_at']),
      );
  }
  return [...news].sort();
}

function observationKey(row: BackupTarget & { kind: string }): string {
  return JSON.stringify([row.source, row.target, row.kind]);
}

/** What of an attempt is news when it changes. */
function sayingOf({ status, message }: TargetRow): string {
  // What was found stands in the observations, and the words for it may count
  return status === 'observed' ? status : JSON.stringify([status, message]);
}

function targetRow(reading: BackupReading): TargetRow {
  return {
    source: reading.source,
    target: reading.target,
    attempted_at: reading.attemptedAt,
    status: reading.status,
    message: reading.message ?? null,
  };
}

function attemptRow(reading: BackupReading) {
  return {
    ...targetRow(reading),
    by: reading.by,
    took_ms: Math.max(0, Math.round(reading.tookMs)),
  };
}

function observationRows(
  { source, target, observedAt, observations }: BackupReading,
  now: number,
): ObservationRow[] {
  return observations.map(observation => ({
    source,
    target,
    kind: observation.kind,
    observed_at: observedAt,
    received_at: now,
    ordered_at: Math.min(observedAt, now),
    hash: sha256OfJson(observation),
    observation: JSON.stringify(observation),
  }));
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
