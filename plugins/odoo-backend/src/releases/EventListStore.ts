import type {
  ReleaseEvent,
  ReleaseEventKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { FoldableEvent, UnattributedReason } from './ingest/attribution';

/** An event that no environment was found for. */
export interface UnattributedRecord {
  seq: number;
  event: ReleaseEvent;
  receivedAt: number;
  reason: UnattributedReason;
}

/** Where a page of events ends. */
export interface EventPosition {
  /** Epoch milliseconds. */
  occurredAt: number;
  seq: number;
}

/** Reads single events for pages and for judgement. */
export interface EventListStore {
  /** Newest arrival first, after the one with this number. */
  listUnattributed(
    afterSeq: number | undefined,
    limit: number,
  ): Promise<UnattributedRecord[]>;

  getReceivedAt(keys: readonly string[]): Promise<Map<string, number>>;

  /** How often other facts came under the source and id of these events, by key. */
  countContradictions(keys: readonly string[]): Promise<Map<string, number>>;

  /** Events of these kinds in these environments, newest first, at most `limit` for each environment. */
  listByKind(
    environmentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Promise<FoldableEvent[]>;

  /** One page of the same, all environments together, newest first. */
  pageByKind(
    environmentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    after: EventPosition | undefined,
    limit: number,
  ): Promise<(FoldableEvent & { position: EventPosition })[]>;

  /** The same of platform components, at most `limit` for each of them. */
  listByComponent(
    componentRefs: readonly string[],
    kinds: readonly ReleaseEventKind[],
    limit: number,
  ): Promise<ReleaseEvent[]>;

  /**
   * Events that opened an incident in one of these environments or on one of these components and that nothing resolved since,
   * newest first. To be folded: two of them may tell of one incident.
   */
  listOpenIncidents(
    where: {
      environmentRefs: readonly string[];
      componentRefs: readonly string[];
    },
    limit: number,
  ): Promise<FoldableEvent[]>;
}
