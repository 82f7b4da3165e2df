import {
  foldReleases,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  deploymentsThatMatter,
  groupDeployments,
} from './deploymentsThatMatter';
import type {
  Attribution,
  EnvironmentSpan,
  FoldableEvent,
  Pair,
  ReleaseEventStore,
} from '../ingest/ReleaseEventStore';
import { pickRelevantEvents } from './relevantEvents';

/** What a new or re-attributed fact says about where to look. */
export interface ChangedFact {
  attribution: Attribution;
  occurredAt: number;
  event: FoldableEvent['event'];
}

/** A release whose row changed. */
export interface ReleaseChange {
  environmentRef: string;
  releaseId: string;
}

const pairKey = (pair: Pair) => `${pair.environmentRef} ${pair.artifact}`;

/** What a fold came to. */
export interface Refolded {
  changes: ReleaseChange[];
  /** All releases of the pairs as they are now, changed or not. */
  releases: Release[];
}

/** A set of pairs by value. */
class PairSet {
  readonly #pairs = new Map<string, Pair>();

  add(pair: Pair): void {
    this.#pairs.set(pairKey(pair), pair);
  }

  has(pair: Pair): boolean {
    return this.#pairs.has(pairKey(pair));
  }

  get all(): Pair[] {
    return [...this.#pairs.values()];
  }
}

/** Per environment the time between its first and last new deployment: what ran then may have ended otherwise. */
function deploymentSpans(facts: readonly ChangedFact[]): EnvironmentSpan[] {
  const spans = new Map<string, EnvironmentSpan>();
  for (const { attribution, event, occurredAt } of facts) {
    if (
      attribution.status !== 'environment' ||
      (event.kind !== 'deployed' && event.kind !== 'rolled-back')
    ) {
      continue;
    }
    const { environmentRef } = attribution;
    const span = spans.get(environmentRef);
    spans.set(environmentRef, {
      environmentRef,
      from: Math.min(span?.from ?? occurredAt, occurredAt),
      to: Math.max(span?.to ?? occurredAt, occurredAt),
    });
  }
  return [...spans.values()];
}

/**
 * The pairs whose releases these facts may change: those that an event names, those that a fact of artifact scope or a chain
 * reaches, and those that ran when something else was deployed.
 */
export async function findAffectedPairs(
  store: ReleaseEventStore,
  facts: readonly ChangedFact[],
): Promise<Pair[]> {
  const pairs = new PairSet();
  const chains = new Set<string>();
  const artifacts = new Set<string>();
  // What an event that names an environment adds by its chain concerns that environment alone
  const chainsWithin = new Set<string>();
  const within = new Set<string>();
  for (const { attribution, event } of facts) {
    const { artifact, chainId } = event;
    if (attribution.status === 'environment') {
      if (artifact !== undefined) {
        pairs.add({ environmentRef: attribution.environmentRef, artifact });
      } else if (chainId !== undefined) {
        chainsWithin.add(chainId);
        within.add(attribution.environmentRef);
      }
    } else if (attribution.status === 'artifact') {
      if (artifact !== undefined) {
        artifacts.add(artifact);
      } else if (chainId !== undefined) {
        chains.add(chainId);
      }
    }
  }
  const found = await store.findPairs({
    artifacts: [...artifacts],
    chainIds: [...chains],
    chainsWithin: {
      chainIds: [...chainsWithin],
      environmentRefs: [...within],
    },
    spans: deploymentSpans(facts),
  });
  found.forEach(pair => pairs.add(pair));
  return pairs.all;
}

/**
 * Folds the releases of these pairs anew and writes those that came out otherwise than they are stored. Must run in the
 * transaction that changed the facts.
 */
export async function refold(
  store: ReleaseEventStore,
  pairs: readonly Pair[],
  sourceRank: (source: string) => number,
): Promise<Refolded> {
  if (pairs.length === 0) {
    return { changes: [], releases: [] };
  }
  const input = await store.readFoldInput(pairs);
  const events = await pickRelevantEvents(store, pairs, input);
  const deployments = groupDeployments(input.deployments);
  const stored = input.releases;
  const wanted = new PairSet();
  pairs.forEach(pair => wanted.add(pair));

  const changed: { release: Release; json: string }[] = [];
  const kept = new Map<string, Release>();
  for (const [pair, relevant] of events) {
    const releases = foldReleases({
      ...pair,
      events: relevant,
      deployments: deploymentsThatMatter(
        pair.artifact,
        relevant,
        deployments.get(pair.environmentRef) ?? [],
      ),
      sourceRank,
    });
    for (const release of releases) {
      const json = JSON.stringify(release);
      kept.set(release.id, release);
      if (stored.get(release.id)?.json !== json) {
        changed.push({ release, json });
      }
    }
  }
  const gone = [...stored].filter(
    ([id, pair]) => !kept.has(id) && wanted.has(pair),
  );
  if (gone.length > 0) {
    await store.deleteReleases(gone.map(([id]) => id));
  }
  if (changed.length > 0) {
    await store.upsertReleases(changed);
  }
  return {
    changes: [
      ...changed.map(({ release }) => ({
        environmentRef: release.environmentRef,
        releaseId: release.id,
      })),
      ...gone.map(([releaseId, { environmentRef }]) => ({
        environmentRef,
        releaseId,
      })),
    ],
    releases: [...kept.values()],
  };
}
