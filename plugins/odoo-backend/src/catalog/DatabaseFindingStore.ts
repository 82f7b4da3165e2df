import type {
  Finding,
  FindingKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { sha256OfJson } from '../platform/sha256';
import { selectIn } from './DatabaseRowsStore';
import type {
  FindingScope,
  FindingStore,
  FindingVisibility,
  FoundProblem,
} from './FindingStore';

interface FindingRow {
  id: string;
  kind: FindingKind;
  severity: Finding['severity'];
  entity_ref: string | null;
  environment_ref: string | null;
  subject: string;
  message: string;
  remedy: string;
  /** bigint: PostgreSQL gives it as text. */
  first_seen_at: number | string;
  last_seen_at: number | string;
}

/** {@inheritDoc FindingStore} */
export class DatabaseFindingStore implements FindingStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseFindingStore {
    return new DatabaseFindingStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async replace(
    scope: FindingScope,
    found: readonly FoundProblem[],
    now: number,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      for (const entityRefs of scope.entityRefs
        ? inBatches(scope.entityRefs)
        : [undefined]) {
        const within = () =>
          tx<FindingRow>('findings')
            .whereIn('kind', scope.kinds)
            .modify(query => {
              if (entityRefs) {
                query.whereIn('entity_ref', entityRefs);
              }
            });
        const wanted = new Map<string, FindingRow>();
        for (const problem of found) {
          if (!entityRefs || entityRefs.includes(problem.entityRef ?? '')) {
            const row = toRow(problem, now);
            wanted.set(row.id, row);
          }
        }
        const rows: Pick<
          FindingRow,
          'id' | 'severity' | 'message' | 'remedy'
        >[] = await within().select('id', 'severity', 'message', 'remedy');
        const stored = new Map(rows.map(row => [row.id, row]));
        const gone = [...stored.keys()].filter(id => !wanted.has(id));
        for (const batch of inBatches(gone)) {
          await tx('findings').whereIn('id', batch).delete();
        }
        await within().update({ last_seen_at: now });
        const written = [...wanted.values()].filter(row => {
          const before = stored.get(row.id);
          return (
            before?.severity !== row.severity ||
            before.message !== row.message ||
            before.remedy !== row.remedy
          );
        });
        for (const batch of inBatches(written)) {
          await tx('findings')
            .insert(batch)
            .onConflict('id')
            .merge(['severity', 'message', 'remedy', 'last_seen_at']);
        }
      }
    });
  }

  async list(
    visible: FindingVisibility,
    kind: FindingKind | undefined,
    afterId: string | undefined,
    limit: number,
  ): Promise<Finding[]> {
    const rows: FindingRow[] = await this.#knex<FindingRow>('findings')
      .where(either => this.#narrow(either, visible))
      .modify(query => {
        if (kind !== undefined) {
          query.andWhere('kind', kind);
        }
        if (afterId !== undefined) {
          query.andWhere('id', '>', afterId);
        }
      })
      .orderBy('id')
      .limit(limit)
      .select('*');
    return rows.map(toFinding);
  }

  async listEntitiesWith(
    kind: FindingKind,
    subjects: readonly string[],
  ): Promise<string[]> {
    const rows = await selectIn<FindingRow>(
      this.#knex,
      'findings',
      'subject',
      subjects,
      query => query.where({ kind }).whereNotNull('entity_ref'),
    );
    return [...new Set(rows.map(row => row.entity_ref!))].sort();
  }

  async listOtherEntities(kind: FindingKind | undefined): Promise<string[]> {
    const rows: { entity_ref: string }[] = await this.#knex('findings')
      .whereNotNull('entity_ref')
      .whereNotIn(
        'entity_ref',
        this.#knex('environments').select('environment_ref'),
      )
      .modify(query => {
        if (kind !== undefined) {
          query.andWhere('kind', kind);
        }
      })
      .distinct('entity_ref')
      .orderBy('entity_ref');
    return rows.map(row => row.entity_ref);
  }

  #narrow(either: Knex.QueryBuilder, visible: FindingVisibility): void {
    const { environments, entityRefs, platform } = visible;
    if ('refs' in environments) {
      either.whereIn('environment_ref', environments.refs);
    } else {
      either.whereIn(
        'environment_ref',
        this.#knex('environments')
          .where(condition => {
            environments.permitted?.(condition);
          })
          .select('environment_ref'),
      );
    }
    for (const batch of inBatches(entityRefs)) {
      either.orWhere(other =>
        other
          .whereIn('entity_ref', batch)
          .whereNotIn(
            'entity_ref',
            this.#knex('environments').select('environment_ref'),
          ),
      );
    }
    if (platform) {
      either.orWhereNull('entity_ref');
    }
  }
}

function toRow(problem: FoundProblem, now: number): FindingRow {
  const { kind, entityRef, environmentRef, subject } = problem;
  return {
    id: sha256OfJson([kind, entityRef ?? null, subject]),
    kind,
    severity: problem.severity,
    entity_ref: entityRef ?? null,
    environment_ref: environmentRef ?? null,
    subject,
    message: problem.message,
    remedy: problem.remedy,
    first_seen_at: now,
    last_seen_at: now,
  };
}

function toFinding(row: FindingRow): Finding {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    ...(row.entity_ref === null ? {} : { entityRef: row.entity_ref }),
    ...(row.environment_ref === null
      ? {}
      : { environmentRef: row.environment_ref }),
    subject: row.subject,
    message: row.message,
    remedy: row.remedy,
    firstSeenAt: new Date(Number(row.first_seen_at)).toISOString(),
    lastSeenAt: new Date(Number(row.last_seen_at)).toISOString(),
  };
}
