import type { DatabaseTransaction } from '../platform/database';
import type {
  Binding,
  BindingClaim,
  BindingDecision,
  BindingKind,
  BindingState,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** A claim as it stands, with what it is judged by. */
export interface StoredBinding extends BindingDecision {
  /** Of the row: a claim that went and came again has another one. */
  seq: number;
  /** Where its descriptor was read from. */
  location?: string;
  /** Whether another environment makes the same claim, confirmed or not. */
  claimedTwice: boolean;
}

/** What a judgement makes of a stored claim. */
export type JudgedBinding = Pick<
  StoredBinding,
  'seq' | 'state' | 'confirmedBy' | 'message' | 'remedy' | 'claimedTwice'
>;

/** A claim, whether it counts, and since when it stands so. */
export interface ClaimStanding extends BindingClaim {
  environmentRef: string;
  state: BindingState;
  /** Epoch milliseconds: what was learnt through it before may have been another's. */
  since: number;
}

/** What environments claim outside, and what became of it. */
export interface BindingStore {
  /**
   * Judgements one after the other over all replicas: two at a time could each miss the other's rival. Inside, everything is
   * read and written through what `work` is given.
   */
  exclusively<T>(
    work: (store: BindingStore, transaction: DatabaseTransaction) => Promise<T>,
  ): Promise<T>;

  /** Every claim that shares one of these contest keys, or every claim there is, of one kind or of all. */
  getClaims(
    contestKeys?: readonly string[],
    kind?: BindingKind,
  ): Promise<StoredBinding[]>;

  /** Claims of these environments, by environment and as their descriptors order them. */
  getClaimsOf(environmentRefs: readonly string[]): Promise<StoredBinding[]>;

  /** Writes judgements of claims that are still there, inside {@link exclusively}; a state that changes has changed at `now`. */
  setStates(judged: readonly JudgedBinding[], now: number): Promise<void>;

  /** Notes, inside {@link exclusively}, that what is confirmed of these environments changed. */
  noteChanged(environmentRefs: readonly string[]): Promise<void>;

  /**
   * One page of the bindings of these environments, in order. `checkedAt` of a namespace is its cluster's last answer.
   */
  list(
    environmentRefs: readonly string[],
    after: { environmentRef: string; position: number } | undefined,
    limit: number,
  ): Promise<{ binding: Binding; position: number }[]>;

  /**
   * Of these environments, those that are confirmed at `now` for the claim: the only way to read facts through a binding of
   * this kind. A namespace that confirmed itself counts for an hour after its cluster's last answer.
   */
  filterConfirmed(
    kind: BindingKind,
    environmentRefs: readonly string[],
    now: number,
  ): Promise<(BindingClaim & { environmentRef: string })[]>;

  /**
   * How the claims of these kinds of these environments stand at `now`; a namespace that confirmed itself, and whose cluster has not
   * answered for an hour, is unconfirmed.
   */
  getStandings(
    kinds: readonly BindingKind[],
    environmentRefs: readonly string[],
    now: number,
  ): Promise<ClaimStanding[]>;

  /** Every claim of this kind in this scope that is confirmed at `now`, by environment. */
  listConfirmed(
    kind: BindingKind,
    scope: string,
    now: number,
  ): Promise<ClaimStanding[]>;
}
