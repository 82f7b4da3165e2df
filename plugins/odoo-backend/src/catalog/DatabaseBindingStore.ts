import {
  NAMESPACE_ANSWER_LIFETIME_MS,
  type Binding,
  type BindingClaim,
  type BindingKind,
  type BindingState,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type {
  BindingStore,
  ClaimStanding,
  JudgedBinding,
  StoredBinding,
} from './BindingStore';
import { inBatches } from '../platform/database';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../platform/DatabaseReadsStore';
import { noteChangedEnvironments } from './DatabaseChangedEnvironmentStore';
import type { ClaimRow } from './DatabaseClaimStore';
import { selectIn } from './DatabaseRowsStore';

/** Any number, the same in every replica. */
const REVIEW_LOCK = 0x0d00f1ef;

interface BindingRow extends ClaimRow {
  seq: number | string;
  state: BindingState;
  confirmed_by: 'namespace' | 'config' | null;
  claimed_twice: number;
  /** bigint: PostgreSQL gives it as text. */
  since: number | string;
  message: string;
  remedy: string | null;
}

type StandingRow = Pick<
  BindingRow,
  | 'environment_ref'
  | 'kind'
  | 'scope'
  | 'claimed_id'
  | 'service'
  | 'cluster'
  | 'state'
  | 'confirmed_by'
  | 'since'
>;

const standingColumns: ReadColumns<StandingRow> = {
  environment_ref: 'text',
  kind: 'text',
  scope: 'text',
  claimed_id: 'text',
  service: 'text',
  cluster: 'text',
  state: 'text',
  confirmed_by: 'text',
  since: 'number',
};

/** {@inheritDoc BindingStore} */
export class DatabaseBindingStore implements BindingStore {
  readonly #knex: Knex;
  readonly #transaction?: Knex.Transaction;
  readonly #reads: Reads;

  static create(options: { knex: Knex; reads?: Reads }): DatabaseBindingStore {
    return new DatabaseBindingStore(options.knex, undefined, options.reads);
  }

  private constructor(
    knex: Knex,
    transaction?: Knex.Transaction,
    reads: Reads = readsAtOnce,
  ) {
    this.#knex = knex;
    this.#transaction = transaction;
    this.#reads = reads;
  }

  async exclusively<T>(
    work: (store: BindingStore, transaction: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return this.#knex.transaction(async tx => {
      if (tx.client.config.client === 'pg') {
        await tx.raw(`select pg_advisory_xact_lock(${REVIEW_LOCK})`);
      }
      return work(new DatabaseBindingStore(tx, tx), tx);
    });
  }

  async getClaims(
    contestKeys?: readonly string[],
    kind?: BindingKind,
  ): Promise<StoredBinding[]> {
    const ofKind = (query: Knex.QueryBuilder) => {
      if (kind !== undefined) {
        query.where('kind', kind);
      }
    };
    const rows: BindingRow[] =
      contestKeys === undefined
        ? await this.#knex<BindingRow>('bindings').modify(ofKind).select('*')
        : await selectIn<BindingRow>(
            this.#knex,
            'bindings',
            'contest_key',
            contestKeys,
            ofKind,
          );
    return rows.map(toStored);
  }

  async getClaimsOf(
    environmentRefs: readonly string[],
  ): Promise<StoredBinding[]> {
    const rows = await selectIn<BindingRow>(
      this.#knex,
      'bindings',
      'environment_ref',
      environmentRefs,
    );
    return rows
      .sort(
        (a, b) =>
          Number(a.environment_ref > b.environment_ref) -
            Number(a.environment_ref < b.environment_ref) ||
          a.position - b.position,
      )
      .map(toStored);
  }

  async setStates(
    judged: readonly JudgedBinding[],
    now: number,
  ): Promise<void> {
    for (const batch of inBatches(judged)) {
      const verdicts = new Map(batch.map(entry => [entry.seq, entry]));
      // Locked, so that a claim that goes meanwhile does not come back by being written
      const rows: BindingRow[] = await this.#knex<BindingRow>('bindings')
        .whereIn('seq', [...verdicts.keys()])
        .forUpdate()
        .select('*');
      const written = rows.map(row => {
        const after = verdicts.get(Number(row.seq))!;
        return {
          ...row,
          since: row.state === after.state ? row.since : now,
          state: after.state,
          confirmed_by: after.confirmedBy ?? null,
          message: after.message,
          remedy: after.remedy ?? null,
          claimed_twice: Number(after.claimedTwice),
        };
      });
      if (written.length > 0) {
        await this.#knex<BindingRow>('bindings')
          .insert(written)
          .onConflict('seq')
          .merge([
            'since',
            'state',
            'confirmed_by',
            'message',
            'remedy',
            'claimed_twice',
          ]);
      }
    }
  }

  async noteChanged(environmentRefs: readonly string[]): Promise<void> {
    if (!this.#transaction) {
      throw new Error('A change is noted in the transaction that makes it');
    }
    await noteChangedEnvironments(this.#transaction, environmentRefs);
  }

  async list(
    environmentRefs: readonly string[],
    after: { environmentRef: string; position: number } | undefined,
    limit: number,
  ): Promise<{ binding: Binding; position: number }[]> {
    const rows: (BindingRow & { answered_at: number | string | null })[] =
      await this.#knex('bindings')
        .leftJoin('cluster_answers', join =>
          join
            .on('cluster_answers.cluster', 'bindings.cluster')
            .andOnVal('cluster_answers.resource', 'namespaces'),
        )
        .whereIn('environment_ref', environmentRefs)
        .modify(query => {
          if (after) {
            query.andWhere(place =>
              place
                .where('environment_ref', '>', after.environmentRef)
                .orWhere(tie =>
                  tie
                    .where('environment_ref', after.environmentRef)
                    .andWhere('position', '>', after.position),
                ),
            );
          }
        })
        .orderBy(['environment_ref', 'position'])
        .limit(limit)
        .select('bindings.*', 'cluster_answers.answered_at');
    return rows.map(row => ({
      binding: toBinding(row),
      position: row.position,
    }));
  }

  async filterConfirmed(
    kind: BindingKind,
    environmentRefs: readonly string[],
    now: number,
  ): Promise<(BindingClaim & { environmentRef: string })[]> {
    const standings = await this.getStandings([kind], environmentRefs, now);
    return standings.flatMap(({ state, since: _since, ...claim }) =>
      state === 'confirmed' ? [claim] : [],
    );
  }

  async getStandings(
    kinds: readonly BindingKind[],
    environmentRefs: readonly string[],
    now: number,
  ): Promise<ClaimStanding[]> {
    const [fresh, ...batches] = await Promise.all([
      this.#freshClusters(now),
      ...inBatches([...new Set(environmentRefs)]).map(batch =>
        this.#reads.rows<StandingRow>(
          this.#knex('bindings')
            .whereIn('environment_ref', batch)
            .whereIn('kind', [...kinds])
            .select(Object.keys(standingColumns)),
          standingColumns,
        ),
      ),
    ]);
    return batches.flat().map(row => toStanding(row, fresh));
  }

  async listConfirmed(
    kind: BindingKind,
    scope: string,
    now: number,
  ): Promise<ClaimStanding[]> {
    const fresh = await this.#freshClusters(now);
    const rows: BindingRow[] = await this.#knex<BindingRow>('bindings')
      .where({ kind, scope, state: 'confirmed' })
      .orderBy(['environment_ref', 'position'])
      .select('*');
    return rows
      .map(row => toStanding(row, fresh))
      .filter(({ state }) => state === 'confirmed');
  }

  /** Clusters whose last answer about namespaces still counts. */
  async #freshClusters(now: number): Promise<Set<string>> {
    const rows = await this.#reads.rows<{ cluster: string }>(
      this.#knex('cluster_answers')
        .where('resource', 'namespaces')
        .andWhere('answered_at', '>=', now - NAMESPACE_ANSWER_LIFETIME_MS)
        .select('cluster'),
      { cluster: 'text' },
    );
    return new Set(rows.map(({ cluster }) => cluster));
  }
}

function toStanding(
  row: StandingRow,
  fresh: ReadonlySet<string>,
): ClaimStanding {
  const isStale =
    row.state === 'confirmed' &&
    row.confirmed_by !== 'config' &&
    !fresh.has(row.cluster ?? '');
  return {
    ...toClaim(row),
    environmentRef: row.environment_ref,
    state: isStale ? 'unconfirmed' : row.state,
    since: Number(row.since),
  };
}

function toClaim(
  row: Pick<
    BindingRow,
    'kind' | 'scope' | 'claimed_id' | 'service' | 'cluster'
  >,
): BindingClaim {
  return {
    kind: row.kind,
    scope: row.scope,
    id: row.claimed_id,
    ...(row.service === null ? {} : { service: row.service }),
    ...(row.kind === 'metrics' && row.cluster !== null
      ? { cluster: row.cluster }
      : {}),
  };
}

function toDecision(row: BindingRow) {
  return {
    ...toClaim(row),
    environmentRef: row.environment_ref,
    state: row.state,
    ...(row.confirmed_by === null ? {} : { confirmedBy: row.confirmed_by }),
    message: row.message,
    ...(row.remedy === null ? {} : { remedy: row.remedy }),
  };
}

function toStored(row: BindingRow): StoredBinding {
  return {
    ...toDecision(row),
    seq: Number(row.seq),
    ...(row.location === null ? {} : { location: row.location }),
    claimedTwice: row.claimed_twice === 1,
  };
}

function toBinding(
  row: BindingRow & { answered_at: number | string | null },
): Binding {
  return {
    ...toDecision(row),
    since: new Date(Number(row.since)).toISOString(),
    ...(row.answered_at !== null
      ? { checkedAt: new Date(Number(row.answered_at)).toISOString() }
      : {}),
  };
}
