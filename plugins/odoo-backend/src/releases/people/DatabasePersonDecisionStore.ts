import type {
  PersonDecision,
  PersonDecisionKind,
  SignOffRequest,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../../platform/database';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../../platform/DatabaseReadsStore';
import type { PersonDecisionStore } from './PersonDecisionStore';

interface DecisionRow {
  id: string;
  kind: PersonDecisionKind;
  release_id: string;
  environment_ref: string;
  digest: string;
  decided_by: string;
  reason: string;
  decided_at: number | string;
  expires_at: number | string;
  revoked_by: string | null;
  revoked_at: number | string | null;
}

const decisionColumns: ReadColumns<DecisionRow> = {
  id: 'text',
  kind: 'text',
  release_id: 'text',
  environment_ref: 'text',
  digest: 'text',
  decided_by: 'text',
  reason: 'text',
  decided_at: 'number',
  expires_at: 'number',
  revoked_by: 'text',
  revoked_at: 'number',
};

interface RequestRow {
  id: string;
  release_id: string;
  environment_ref: string;
  digest: string;
  asked_by: string;
  asked_at: number | string;
  note: string | null;
}

const iso = (instant: number | string) =>
  new Date(Number(instant)).toISOString();

function toDecision(row: DecisionRow): PersonDecision {
  return {
    id: row.id,
    kind: row.kind,
    releaseId: row.release_id,
    environmentRef: row.environment_ref,
    digest: row.digest,
    by: row.decided_by,
    reason: row.reason,
    at: iso(row.decided_at),
    expiresAt: iso(row.expires_at),
    ...(row.revoked_at !== null && { revokedAt: iso(row.revoked_at) }),
    ...(row.revoked_by !== null && { revokedBy: row.revoked_by }),
  };
}

/** {@link PersonDecisionStore} on SQLite and PostgreSQL. */
export class DatabasePersonDecisionStore implements PersonDecisionStore {
  readonly #database: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabasePersonDecisionStore {
    return new DatabasePersonDecisionStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#database = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  async listForReleases(
    releaseIds: readonly string[],
  ): Promise<PersonDecision[]> {
    const rows: DecisionRow[] = [];
    for (const batch of inBatches([...new Set(releaseIds)])) {
      rows.push(
        ...(await this.#reads.rows<DecisionRow>(
          this.#database('person_decisions as d')
            .leftJoin(
              'person_decision_revocations as r',
              'r.decision_id',
              'd.id',
            )
            .whereIn('d.release_id', batch)
            .select('d.*', 'r.revoked_by', 'r.revoked_at'),
          decisionColumns,
        )),
      );
    }
    return rows
      .sort(
        (a, b) =>
          Number(b.decided_at) - Number(a.decided_at) || (a.id < b.id ? -1 : 1),
      )
      .map(toDecision);
  }

  async listSignOffRequests(releaseId: string): Promise<SignOffRequest[]> {
    const rows: RequestRow[] = await this.#database('sign_off_requests')
      .where('release_id', releaseId)
      .orderBy([{ column: 'asked_at', order: 'desc' }, { column: 'id' }]);
    return rows.map(row => ({
      id: row.id,
      releaseId: row.release_id,
      environmentRef: row.environment_ref,
      digest: row.digest,
      askedBy: row.asked_by,
      askedAt: iso(row.asked_at),
      ...(row.note !== null && { note: row.note }),
    }));
  }
}
