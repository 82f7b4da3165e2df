import type {
  ReleaseEvent,
  ReleaseEventKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { readsAtOnce, type Reads } from '../platform/DatabaseReadsStore';
import type {
  EventListStore,
  EventPosition,
  UnattributedRecord,
} from './EventListStore';
import type {
  FoldableEvent,
  UnattributedReason,
} from './ingest/ReleaseEventStore';
import { toFoldable, type FoldableRow } from './fold/releaseRows';

/** What an event is attributed to. */
type Scope = 'environment_ref' | 'component_ref';

/** Of so few each is looked at by itself, which reads no more than the newest; of many all are read and counted, for to plan many looks takes longer. */
const FEW = 5;

/** An event with its place in the order of all. */
interface NewestRow extends FoldableRow {
  occurred_at: number | string;
  seq: number | string;
}

/** {@link EventListStore} on SQLite and PostgreSQL. */
export class DatabaseEventListStore implements EventListStore {
  readonly #database: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabaseEventListStore {
    return new DatabaseEventListStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#database = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  async listUnattributed(
    afterSeq: number | undefined,
    limit: number,
  ): Promise<UnattributedRecord[]> {
    const rows: {
      seq: number | string;
      event: string;
      received_at: number | string;
      reason: UnattributedReason;
    }[] = await this.#database('release_events')
      .where('attribution', 'unattributed')
      .modify(query => {
        if (afterSeq !== undefined) {
          query.andWhere('seq', '<', afterSeq);
        }
      })
      .orderBy('seq', 'desc')
      .limit(limit)
      .select('seq', 'event', 'received_at', 'reason');
    return rows.map(row => ({
      seq: Number(row.seq),
      event: JSON.parse(row.event) as ReleaseEvent,
      receivedAt: Number(row.received_at),
      reason: row.reason,
    }));
  }

  async countContradictions(
    keys: readonly string[],
  ): Promise<Map<string, number>> {
    const rows: { event_key: string; n: number | string }[] =
      await this.#database('contradictory_events')
        .whereIn('event_key', keys)
        .groupBy('event_key')
        .select('event_key')
        .count({ n: '*' });
    return new Map(rows.map(row => [row.event_key, Number(row.n)]));
  }

  async getReceivedAt(keys: readonly string[]): Promise<Map<string, number>> {
    const rows: { event_key: string; received_at: number | string }[] =
      await this.#database('release_events')
        .whereIn('event_key', keys)
        .select('event_key', 'received_at');
    return new Map(rows.map(row => [row.event_key, Number(row.received_at)]));
  }

  async listByKind(
    environmentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Promise<FoldableEvent[]> {
    return this.#newest('environment_ref', environmentRefs, kinds, limit);
  }

  async pageByKind(
    environmentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    after: EventPosition | undefined,
    limit: number,
  ): Promise<(FoldableEvent & { position: EventPosition })[]> {
    const rows: (FoldableRow & {
      occurred_at: number | string;
      seq: number | string;
    })[] = await this.#database('release_events')
      .whereIn('environment_ref', environmentRefs)
      .whereIn('kind', kinds)
      .modify(query => {
        if (after) {
          query.andWhere(place =>
            place
              .where('occurred_at', '<', after.occurredAt)
              .orWhere(tie =>
                tie
                  .where('occurred_at', after.occurredAt)
                  .andWhere('seq', '<', after.seq),
              ),
          );
        }
      })
      .orderBy([
        { column: 'occurred_at', order: 'desc' },
        { column: 'seq', order: 'desc' },
      ])
      .limit(limit)
      .select('environment_ref', 'event', 'occurred_at', 'seq');
    return rows.map(row => ({
      ...toFoldable(row),
      position: { occurredAt: Number(row.occurred_at), seq: Number(row.seq) },
    }));
  }

  async listByComponent(
    componentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Promise<ReleaseEvent[]> {
    const found = await this.#newest(
      'component_ref',
      componentRefs,
      kinds,
      limit,
    );
    return found.map(({ event }) => event);
  }

  async listOpenIncidents(
    where: {
      environmentRefs: readonly string[];
      componentRefs: readonly string[];
    },
    limit: number,
  ): Promise<FoldableEvent[]> {
    const opened = (scope: Scope, refs: readonly string[]) =>
      this.#database({ o: 'release_events' })
        .whereIn(`o.${scope}`, refs)
        .whereIn('o.kind', ['incident-detected', 'incident-reported'])
        .whereNotExists(
          this.#database({ r: 'release_events' })
            .where('r.kind', 'incident-resolved')
            .whereRaw('?? = ??', ['r.source', 'o.source'])
            .whereRaw('?? = ??', ['r.subject', 'o.subject'])
            .whereRaw('?? = ??', [`r.${scope}`, `o.${scope}`])
            .whereRaw('?? >= ??', ['r.occurred_at', 'o.occurred_at'])
            .select(this.#database.raw('1')),
        )
        .select('o.environment_ref', 'o.event', 'o.occurred_at', 'o.seq');
    const rows: FoldableRow[] = await this.#database
      .from(
        opened('environment_ref', where.environmentRefs)
          .unionAll(opened('component_ref', where.componentRefs))
          .as('opened'),
      )
      .orderBy([
        { column: 'occurred_at', order: 'desc' },
        { column: 'seq', order: 'desc' },
      ])
      .limit(limit)
      .select('environment_ref', 'event');
    return rows.map(toFoldable);
  }

  async #newest(
    scope: Scope,
    refs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Promise<FoldableEvent[]> {
    if (refs.length === 0) {
      return [];
    }
    const selects =
      refs.length <= FEW
        ? refs.map(ref => this.#newestOf(scope, ref, kinds, limit))
        : [this.#newestOfEach(scope, refs, kinds, limit)];
    const rows = (
      await Promise.all(
        selects.map(select =>
          this.#reads.rows<NewestRow>(select, {
            environment_ref: 'text',
            event: 'text',
            occurred_at: 'number',
            seq: 'number',
          }),
        ),
      )
    ).flat();
    return rows
      .sort(
        (a, b) =>
          Number(b.occurred_at) - Number(a.occurred_at) ||
          Number(b.seq) - Number(a.seq),
      )
      .map(toFoldable);
  }

  #newestOf(
    scope: Scope,
    ref: string,
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Knex.QueryBuilder {
    return this.#database('release_events')
      .where(scope, ref)
      .whereIn('kind', kinds)
      .orderBy([
        { column: 'occurred_at', order: 'desc' },
        { column: 'seq', order: 'desc' },
      ])
      .limit(limit)
      .select('environment_ref', 'event', 'occurred_at', 'seq');
  }

  #newestOfEach(
    scope: Scope,
    refs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Knex.QueryBuilder {
    return this.#database
      .with('newest', query =>
        query
          .from('release_events')
          .whereIn(scope, refs)
          .whereIn('kind', kinds)
          .select('environment_ref', 'event', 'occurred_at', 'seq')
          .rowNumber('n', over =>
            over.partitionBy(scope).orderBy([
              { column: 'occurred_at', order: 'desc' },
              { column: 'seq', order: 'desc' },
            ]),
          ),
      )
      .from('newest')
      .where('n', '<=', limit)
      .select('environment_ref', 'event', 'occurred_at', 'seq');
  }
}
