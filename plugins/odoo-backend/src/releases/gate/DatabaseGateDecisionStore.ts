import type {
  DecisionOfRecord,
  GateDecision,
  GateLogEntry,
  PersonDecision,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../../platform/DatabaseReadsStore';
import type {
  GateDecisionRecord,
  GateDecisionStore,
  GateLogPosition,
} from './GateDecisionStore';

interface GateDecisionRow {
  id: string;
  release_id: string;
  environment_ref: string;
  asked_at: number | string;
  asked_by: string;
  decision: GateDecision;
  verdict: string;
  artifact: string | null;
  passed: number | string | null;
  dry_run: number | string;
  person_decisions: string | null;
}

const decisionColumns: ReadColumns<GateDecisionRow> = {
  id: 'text',
  release_id: 'text',
  environment_ref: 'text',
  asked_at: 'number',
  asked_by: 'text',
  decision: 'text',
  verdict: 'text',
  artifact: 'text',
  passed: 'number',
  dry_run: 'number',
  person_decisions: 'text',
};

const personDecisionsOf = (row: GateDecisionRow) =>
  row.person_decisions === null
    ? []
    : (JSON.parse(row.person_decisions) as PersonDecision[]);

/** {@link GateDecisionStore} on SQLite and PostgreSQL. */
export class DatabaseGateDecisionStore implements GateDecisionStore {
  readonly #database: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabaseGateDecisionStore {
    return new DatabaseGateDecisionStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#database = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  async add(record: GateDecisionRecord): Promise<void> {
    const { decision } = record;
    await this.#database('gate_decisions').insert({
      id: decision.id,
      release_id: record.releaseId,
      environment_ref: record.environmentRef,
      asked_at: Date.parse(decision.askedAt),
      asked_by: decision.askedBy,
      decision: decision.decision,
      verdict: JSON.stringify(decision.verdict),
      facts_hash: record.factsHash,
      artifact: record.artifact,
      passed: record.passed ? 1 : 0,
      dry_run: decision.dryRun ? 1 : 0,
      person_decisions: decision.personDecisions
        ? JSON.stringify(decision.personDecisions)
        : null,
    });
  }

  async getDecisionsOfRecord(
    releases: readonly { id: string; rolledOutAt?: number }[],
  ): Promise<Map<string, DecisionOfRecord>> {
    if (releases.length === 0) {
      return new Map();
    }
    const rows = await this.#reads.rows<GateDecisionRow>(
      this.#ofRecord(releases),
      decisionColumns,
    );
    return new Map(
      rows.map(row => {
        const personDecisions = personDecisionsOf(row);
        return [
          row.release_id,
          {
            id: row.id,
            askedAt: new Date(Number(row.asked_at)).toISOString(),
            askedBy: row.asked_by,
            decision: row.decision,
            verdict: JSON.parse(row.verdict) as RiskVerdict,
            ...(Number(row.dry_run) === 1 && { dryRun: true as const }),
            ...(personDecisions.length > 0 && { personDecisions }),
          },
        ];
      }),
    );
  }

  /** A pipeline that asks every minute leaves many answers: of all but one only ids and instants are read. */
  #ofRecord(
    releases: readonly { id: string; rolledOutAt?: number }[],
  ): Knex.QueryBuilder {
    const values = releases
      .map(() => '(cast(? as text), cast(? as bigint))')
      .join(', ');
    return this.#database
      .with(
        'asked_about',
        ['id', 'rolled_out_at'],
        this.#database.raw(
          `values ${values}`,
          releases.flatMap(({ id, rolledOutAt }) => [id, rolledOutAt ?? null]),
        ),
      )
      .from({ d: 'gate_decisions' })
      .join(
        this.#database({ g: 'gate_decisions' })
          .join({ a: 'asked_about' }, 'a.id', 'g.release_id')
          .select(
            'g.id',
            this.#database.raw(
              'row_number() over (partition by g.release_id order by case when g.asked_at <= a.rolled_out_at then 0 else 1 end, g.asked_at desc, g.id desc) as place',
            ),
          )
          .as('o'),
        'o.id',
        'd.id',
      )
      .where('o.place', 1)
      .select(Object.keys(decisionColumns).map(column => `d.${column}`));
  }

  async list(
    { environmentRefs, releaseId }: Parameters<GateDecisionStore['list']>[0],
    after: GateLogPosition | undefined,
    limit: number,
  ): Promise<GateLogEntry[]> {
    const rows: GateDecisionRow[] = await this.#database('gate_decisions')
      .whereIn('environment_ref', environmentRefs)
      .modify(query => {
        if (releaseId !== undefined) {
          query.andWhere('release_id', releaseId);
        }
        if (after) {
          query.andWhere(place =>
            place
              .where('asked_at', '<', after.askedAt)
              .orWhere(tie =>
                tie
                  .where('asked_at', after.askedAt)
                  .andWhere('id', '>', after.id),
              ),
          );
        }
      })
      .orderBy([{ column: 'asked_at', order: 'desc' }, { column: 'id' }])
      .limit(limit);
    return rows.map(row => {
      const verdict = JSON.parse(row.verdict) as RiskVerdict;
      return {
        id: row.id,
        askedAt: new Date(Number(row.asked_at)).toISOString(),
        askedBy: row.asked_by,
        decision: row.decision,
        ...(row.passed !== null && { passed: Number(row.passed) === 1 }),
        ...(Number(row.dry_run) === 1 && { dryRun: true as const }),
        environmentRef: row.environment_ref,
        releaseId: row.release_id,
        ...(row.artifact !== null && { artifact: row.artifact }),
        score: verdict.score.total,
        reasons: verdict.reasons.slice(0, 3),
        personDecisions: personDecisionsOf(row),
      };
    });
  }

  async prune(askedBefore: number, limit: number): Promise<number> {
    // The answer about a release that stays is its record, however old
    return this.#database('gate_decisions')
      .whereIn(
        'id',
        this.#database('gate_decisions as g')
          .where('g.asked_at', '<', askedBefore)
          .whereNotExists(
            this.#database('releases as r')
              .whereRaw('r.id = g.release_id')
              .select(this.#database.raw('1')),
          )
          .orderBy('g.asked_at')
          .limit(limit)
          .select('g.id'),
      )
      .delete();
  }
}
