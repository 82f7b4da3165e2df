import type {
  EnvironmentDeployment,
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CalendarStore } from '../../calendar';
import type { PlaceStore, ProjectedBinding } from '../../catalog';
import type { OutboxMessage } from '../../platform/Outbox';
import type { Attribution, FoldableEvent } from './attribution';
import type { EventListStore } from '../EventListStore';
import type { GateDecisionStore } from '../gate/GateDecisionStore';
import type { PersonDecisionStore } from '../people/PersonDecisionStore';
import type { ReleaseStore } from '../ReleaseStore';
import type { JudgementReads } from '../judgement/ReadinessContributor';
import type { SurroundingsStore } from '../judgement/SurroundingsStore';

export type {
  Attribution,
  FoldableEvent,
  UnattributedReason,
} from './attribution';

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

export interface EnvironmentSpan {
  environmentRef: string;
  from: number;
  to: number;
}

/** Which pairs are looked for: those that any of the three gives. */
export interface PairQuestion {
  /** Environments with events about these artifacts. */
  artifacts: readonly string[];
  /** The same for the artifacts that events of these chains name. */
  chainIds: readonly string[];
  /** The same again, but of these environments only. */
  chainsWithin: {
    chainIds: readonly string[];
    environmentRefs: readonly string[];
  };
  /** Pairs with a release that ran at some instant of the spans, ends included. */
  spans: readonly EnvironmentSpan[];
}

/** A deployment with its environment. */
export type DeploymentIn = EnvironmentDeployment & { environmentRef: string };

/** What some pairs are folded from, for all of them together: the fold picks what is each one's. */
export interface FoldInput {
  /** Events about the artifacts, in one of the environments or of artifact scope. */
  artifactEvents: FoldableEvent[];
  /** Events of the chains of these that name no artifact. */
  chainEvents: FoldableEvent[];
  /** All deployments of the environments since the first of the events. */
  deployments: DeploymentIn[];
  /** Stored releases by id. */
  releases: Map<string, Pair & { json: string }>;
}

/** What re-attribution needs to know of a stored event. */
export interface AttributedEvent {
  seq: number;
  event: ReleaseEvent;
  attribution: Attribution;
  occurredAt: number;
  sentBy: string;
}

/** A stored fact, as far as it says where to look for what it changes. */
export type StoredFact = Omit<AttributedEvent, 'sentBy'>;

/** Which facts that were not folded yet are looked for, in order of arrival. */
export type UnfoldedQuestion =
  /** Of this environment, and those about artifacts, whichever these reach. */
  | { environmentRef: string }
  | { receivedBefore: number; afterSeq: number; limit: number };

/** What a judgement reads, and where the gate's answer is kept, as one transaction sees them. */
export interface JudgementStores {
  calendars: CalendarStore;
  places: PlaceStore;
  surroundings: SurroundingsStore;
  releases: ReleaseStore;
  lists: EventListStore;
  decisions: GateDecisionStore;
  personDecisions: PersonDecisionStore;
  /** What they read on. */
  on: JudgementReads;
}

/**
 * The append-only facts and the releases folded from them. One writer at a time for each environment, over all replicas, so that
 * two folds of one environment can't overwrite each other.
 */
export interface ReleaseEventStore {
  /**
   * Waits for whoever writes releases of these environments, or, when none are given, for all writers. Releases of others must
   * not be written in it.
   */
  transaction<T>(
    work: (store: ReleaseEventStore) => Promise<T>,
    environmentRefs?: readonly string[],
  ): Promise<T>;

  /**
   * Stores events; gives the number of each that was new, by its key. Must not hold one key twice.
   *
   * @param fate - `to-fold` marks those that a fold is still owed for, and keeps no order within the group
   */
  insertEvents(
    records: readonly EventRecord[],
    fate?: 'folded-here' | 'to-fold',
  ): Promise<Map<string, number>>;

  listUnfolded(question: UnfoldedQuestion): Promise<StoredFact[]>;

  /** Takes the marks off these; gives those that had one. */
  takeUnfolded(seqs: readonly number[]): Promise<Set<number>>;

  /** Body hash of each of these keys that is stored. */
  getBodyHashes(keys: readonly string[]): Promise<Map<string, string>>;

  insertContradictions(records: readonly EventRecord[]): Promise<void>;

  getBindings(sources: readonly string[]): Promise<ProjectedBinding[]>;

  findPairs(question: PairQuestion): Promise<Pair[]>;

  readFoldInput(pairs: readonly Pair[]): Promise<FoldInput>;

  upsertReleases(
    releases: readonly { release: Release; json: string }[],
  ): Promise<void>;

  deleteReleases(releaseIds: readonly string[]): Promise<void>;

  appendMessages(
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void>;

  /** @throws when there is no transaction. */
  judgementStores(): JudgementStores;

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
