import type {
  EnvironmentDeployment,
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ProjectedBinding } from '../catalog';
import type { OutboxMessage } from '../platform/Outbox';

/** Why no environment could be found for an event. */
export type UnattributedReason =
  | 'not-bound'
  | 'bound-twice'
  /** It was bound after it came, and the machine that sent it may not write to that environment. */
  | 'sender-not-permitted';

/** Whom an event concerns. */
export type Attribution =
  | { status: 'environment'; environmentRef: string }
  /** It names no environment, but its source is bound: it concerns an artifact or a change. */
  | { status: 'artifact' }
  | { status: 'unattributed'; reason: UnattributedReason }
  | { status: 'not-understood' };

/** An event on its way into the store. */
export interface EventRecord {
  event: ReleaseEvent;
  /** SHA-256 of source and id. */
  key: string;
  /** SHA-256 of what the event says, however it was written down. */
  bodyHash: string;
  /** The CloudEvent as JSON. */
  raw: string;
  attribution: Attribution;
  occurredAt: number;
  receivedAt: number;
  sentBy: string;
}

/** An artifact in an environment: what releases are folded for. */
export interface Pair {
  environmentRef: string;
  artifact: string;
}

/** An event as a fold reads it. */
export interface FoldableEvent {
  /** Absent: of artifact scope. */
  environmentRef?: string;
  event: ReleaseEvent;
}

export interface EnvironmentSpan {
  environmentRef: string;
  from: number;
  to: number;
}

/** What re-attribution needs to know of a stored event. */
export interface AttributedEvent {
  seq: number;
  event: ReleaseEvent;
  attribution: Attribution;
  occurredAt: number;
  sentBy: string;
}

/**
 * The append-only facts and the releases folded from them. One writer at a time over all replicas: {@link transaction} waits
 * for the others, so that two folds of one environment can't overwrite each other.
 */
export interface ReleaseEventStore {
  transaction<T>(work: (store: ReleaseEventStore) => Promise<T>): Promise<T>;

  /** Stores events; gives the keys of those that were new. Must not hold one key twice. */
  insertEvents(records: readonly EventRecord[]): Promise<Set<string>>;

  /** Body hash of each of these keys that is stored. */
  getBodyHashes(keys: readonly string[]): Promise<Map<string, string>>;

  insertContradictions(records: readonly EventRecord[]): Promise<void>;

  getBindings(sources: readonly string[]): Promise<ProjectedBinding[]>;

  /** Artifacts that events of these chains name. */
  findArtifactsOfChains(chainIds: readonly string[]): Promise<string[]>;

  /** Environments with events about these artifacts. */
  findPairsOfArtifacts(artifacts: readonly string[]): Promise<Pair[]>;

  /** Pairs with a release that ran at some instant of the spans, ends included. */
  findPairsRunningIn(spans: readonly EnvironmentSpan[]): Promise<Pair[]>;

  /** Events about these artifacts, in one of these environments or of artifact scope. */
  readArtifactEvents(
    artifacts: readonly string[],
    environmentRefs: readonly string[],
  ): Promise<FoldableEvent[]>;

  /** Events of these chains without an artifact, in one of these environments or of artifact scope. */
  readChainEvents(
    chainIds: readonly string[],
    environmentRefs: readonly string[],
  ): Promise<FoldableEvent[]>;

  readDeployments(
    environmentRefs: readonly string[],
    since: number,
  ): Promise<(EnvironmentDeployment & { environmentRef: string })[]>;

  /** JSON of the stored releases of these pairs, by release id. */
  readReleases(
    pairs: readonly Pair[],
  ): Promise<Map<string, Pair & { json: string }>>;

  upsertReleases(
    releases: readonly { release: Release; json: string }[],
  ): Promise<void>;

  deleteReleases(releaseIds: readonly string[]): Promise<void>;

  appendMessages(
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void>;

  /** Pairs with events in these environments, by environment and artifact, after this one. */
  listPairs(
    environmentRefs: readonly string[],
    after: Pair | undefined,
    limit: number,
  ): Promise<Pair[]>;

  /**
   * Events whose attribution may have changed: of these sources, attributed to these environments, or to none; in order of
   * arrival.
   */
  listForAttribution(
    options: {
      sources: readonly string[];
      environmentRefs: readonly string[];
    },
    afterSeq: number,
    limit: number,
  ): Promise<AttributedEvent[]>;

  setAttribution(
    seqs: readonly number[],
    attribution: Attribution,
  ): Promise<void>;

  /** Deletes up to `limit` events and contradictions that came before; gives how many went. */
  prune(receivedBefore: number, limit: number): Promise<number>;
}
