import {
  bindingKey,
  confirmBindings,
  contestKey,
  type BindingClaim,
  type BindingClaimant,
  type BindingGrant,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { sha256OfJson } from '../platform/sha256';
import type {
  BindingStore,
  JudgedBinding,
  StoredBinding,
} from './BindingStore';
import type { ClusterStore, NamespaceKey } from './ClusterStore';
import type { DatabaseTransaction } from '../platform/database';

export interface BindingReviewOptions {
  bindings: BindingStore;
  clusters: Pick<ClusterStore, 'getNamespaces'>;
  /** `odoo.claims[]`. */
  grants: readonly BindingGrant[];
}

/** What a review came to. */
export interface ReviewedBindings {
  /** Environments of every claim that was looked at. */
  environmentRefs: string[];
  /** Those of them with a claim whose state is another one now. */
  changed: string[];
}

/** Judges stored claims by config and clusters (decision 0004), and stores what comes of it. */
export class BindingReview {
  readonly #options: BindingReviewOptions;

  constructor(options: BindingReviewOptions) {
    this.#options = options;
  }

  /** Judges the claims that share one of these contest keys, or all claims. */
  async review(
    now: number,
    contestKeys?: readonly string[],
  ): Promise<ReviewedBindings> {
    return this.#options.bindings.exclusively((store, transaction) =>
      this.#review(store, transaction, now, contestKeys),
    );
  }

  async #review(
    bindings: BindingStore,
    transaction: DatabaseTransaction,
    now: number,
    contestKeys?: readonly string[],
  ): Promise<ReviewedBindings> {
    const { clusters, grants } = this.#options;
    const claims = await bindings.getClaims(contestKeys);
    const decisions = confirmBindings({
      claimants: claims.map(toClaimant),
      grants,
      clusters: await clusters.getNamespaces(
        contestKeys && claims.flatMap(placeOf),
        transaction,
      ),
      now,
    });
    const twice = findClaimedTwice(claims);
    const judged: JudgedBinding[] = [];
    const changed = new Set<string>();
    // One claimant for each claim, so the decisions come in the order of the claims
    decisions.forEach((decision, index) => {
      const before = claims[index];
      const after = {
        seq: before.seq,
        state: decision.state,
        confirmedBy: decision.confirmedBy,
        message: decision.message,
        remedy: decision.remedy,
        claimedTwice: twice.has(before),
      };
      if (!isSameJudgement(before, after)) {
        judged.push(after);
      }
      if (before.state !== after.state) {
        changed.add(before.environmentRef);
      }
    });
    await bindings.setStates(judged, now);
    await bindings.noteChanged([...changed]);
    return {
      environmentRefs: [
        ...new Set(claims.map(({ environmentRef }) => environmentRef)),
      ],
      changed: [...changed].sort(),
    };
  }

  /** Contest keys of the claims that hang on these namespaces. */
  static keysOf(namespaces: readonly NamespaceKey[]): string[] {
    const keys = namespaces.flatMap(({ cluster, namespace }) => {
      const claims: BindingClaim[] = [
        { kind: 'namespace', scope: cluster, id: namespace },
        { kind: 'metrics', scope: 'namespace', id: namespace, cluster },
      ];
      return claims.map(claim => sha256OfJson(contestKey(claim)));
    });
    return [...new Set(keys)];
  }
}

function toClaimant(binding: StoredBinding): BindingClaimant {
  const { environmentRef, location, kind, scope, id, service, cluster } =
    binding;
  return {
    environmentRef,
    location,
    claims: [{ kind, scope, id, service, cluster }],
  };
}

function placeOf({ kind, scope, id, cluster }: StoredBinding): NamespaceKey[] {
  if (kind === 'namespace') {
    return [{ cluster: scope, namespace: id }];
  }
  return cluster === undefined ? [] : [{ cluster, namespace: id }];
}

/** Claims that another environment makes in the same words. */
function findClaimedTwice(
  claims: readonly StoredBinding[],
): Set<StoredBinding> {
  const groups = new Map<string, StoredBinding[]>();
  for (const claim of claims) {
    const key = bindingKey(claim);
    const group = groups.get(key);
    if (group) {
      group.push(claim);
    } else {
      groups.set(key, [claim]);
    }
  }
  const twice = new Set<StoredBinding>();
  for (const group of groups.values()) {
    if (new Set(group.map(c => c.environmentRef)).size > 1) {
      group.forEach(claim => twice.add(claim));
    }
  }
  return twice;
}

function isSameJudgement(before: JudgedBinding, after: JudgedBinding): boolean {
  return (
    before.state === after.state &&
    before.confirmedBy === after.confirmedBy &&
    before.message === after.message &&
    before.remedy === after.remedy &&
    before.claimedTwice === after.claimedTwice
  );
}
