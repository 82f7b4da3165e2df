import type {
  DecisionOfRecord,
  GateDecision,
  GateLogEntry,
  PersonDecision,
  RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
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

const personDecisionsOf = (row: GateDecisionRow) =>
  row.person_decisions === null
    ? []
    : (JSON.parse(row.person_decisions) as PersonDecision[]);

/** {@link GateDecisionStore} on SQLite and PostgreSQL. */
export class DatabaseGateDecisionStore implements GateDecisionStore {
  readonly #database: Knex;

  static create(options: { database: Knex }): DatabaseGateDecisionStore {
    return new DatabaseGateDecisionStore(options.database);
  }

  private constructor(database: Knex) {
    this.#database = database;
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
    // A pipeline that asks every minute leaves many answers: only ids and instants are read of all
    const asked: {
      id: string;
      release_id: string;
      asked_at: number | string;
    }[] = await this.#database('gate_decisions')
      .whereIn(
        'release_id',
        releases.map(({ id }) => id),
      )
      .orderBy([{ column: 'asked_at' }, { column: 'id' }])
      .select('id', 'release_id', 'asked_at');
    const rolledOut = new Map(
      releases.map(({ id, rolledOutAt }) => [id, rolledOutAt]),
    );
    const chosen = new Map<string, { id: string; before: boolean }>();
    for (const row of asked) {
      const instant = rolledOut.get(row.release_id);
      const before = instant === undefined || Number(row.asked_at) <= instant;
      if (before || !chosen.get(row.release_id)?.before) {
        chosen.set(row.release_id, { id: row.id, before });
      }
    }
    const rows: GateDecisionRow[] = await this.#database(
      'gate_decisions',
    ).whereIn(
      'id',
      [...chosen.values()].map(({ id }) => id),
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
