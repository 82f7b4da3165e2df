import {
  foldReleases,
  type EnvironmentDeployment,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { environmentsOf, groupBindings } from './attribute';
import type {
  Attribution,
  EnvironmentSpan,
  FoldableEvent,
  Pair,
  ReleaseEventStore,
} from './ReleaseEventStore';

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
  const wholeFleet = new Set<string>();
  const oneEnvironment = new Set<string>();
  for (const { attribution, event } of facts) {
    const { artifact, chainId } = event;
    if (attribution.status === 'environment') {
      if (artifact !== undefined) {
        pairs.add({ environmentRef: attribution.environmentRef, artifact });
      } else if (chainId !== undefined) {
        chains.add(chainId);
        oneEnvironment.add(attribution.environmentRef);
      }
    } else if (attribution.status === 'artifact') {
      if (artifact !== undefined) {
        artifacts.add(artifact);
        wholeFleet.add(artifact);
      } else if (chainId !== undefined) {
        chains.add(chainId);
        wholeFleet.add(chainId);
      }
    }
  }
  if (chains.size > 0) {
    for (const artifact of await store.findArtifactsOfChains([...chains])) {
      artifacts.add(artifact);
    }
  }
  if (artifacts.size > 0) {
    for (const pair of await store.findPairsOfArtifacts([...artifacts])) {
      if (wholeFleet.size > 0 || oneEnvironment.has(pair.environmentRef)) {
        pairs.add(pair);
      }
    }
  }
  const spans = deploymentSpans(facts);
  if (spans.length > 0) {
    (await store.findPairsRunningIn(spans)).forEach(pair => pairs.add(pair));
  }
  return pairs.all;
}

/** The events that each pair's releases are folded from. */
export async function readRelevantEvents(
  store: ReleaseEventStore,
  pairs: readonly Pair[],
): Promise<Map<Pair, FoldableEvent['event'][]>> {
  const environmentRefs = [...new Set(pairs.map(pair => pair.environmentRef))];
  const byArtifact = new Map<string, FoldableEvent[]>();
  const read = await store.readArtifactEvents(
    [...new Set(pairs.map(pair => pair.artifact))],
    environmentRefs,
  );
  for (const foldable of read) {
    const artifact = foldable.event.artifact!;
    const list = byArtifact.get(artifact);
    if (list) {
      list.push(foldable);
    } else {
      byArtifact.set(artifact, [foldable]);
    }
  }
  const chains = [...new Set(read.flatMap(({ event }) => event.chainId ?? []))];
  const byChain =
    chains.length > 0
      ? await store.readChainEvents(chains, environmentRefs)
      : [];
  const openSources = new Set(
    [...read, ...byChain].flatMap(({ environmentRef, event }) =>
      environmentRef === undefined ? [event.source] : [],
    ),
  );
  const bindings = groupBindings(
    openSources.size > 0 ? await store.getBindings([...openSources]) : [],
  );
  const bound = new Map(
    [...openSources].map(source => [source, environmentsOf(bindings, source)]),
  );
  const concerns = (pair: Pair, { environmentRef, event }: FoldableEvent) =>
    environmentRef === undefined
      ? bound.get(event.source)?.has(pair.environmentRef) === true
      : environmentRef === pair.environmentRef;

  return new Map(
    pairs.map(pair => {
      const own = (byArtifact.get(pair.artifact) ?? []).filter(foldable =>
        concerns(pair, foldable),
      );
      const ownChains = new Set(
        own.flatMap(({ event }) => event.chainId ?? []),
      );
      const joined =
        ownChains.size > 0
          ? byChain.filter(
              foldable =>
                ownChains.has(foldable.event.chainId!) &&
                concerns(pair, foldable),
            )
          : [];
      return [pair, [...own, ...joined].map(({ event }) => event)];
    }),
  );
}

interface TimedDeployment extends EnvironmentDeployment {
  ms: number;
}

/** Deployments of each environment in the order of time. */
function groupDeployments(
  deployments: readonly (EnvironmentDeployment & { environmentRef: string })[],
): Map<string, TimedDeployment[]> {
  const groups = new Map<string, TimedDeployment[]>();
  for (const { environmentRef, ...deployment } of deployments) {
    const timed = { ...deployment, ms: Date.parse(deployment.at) };
    const group = groups.get(environmentRef);
    if (group) {
      group.push(timed);
    } else {
      groups.set(environmentRef, [timed]);
    }
  }
  groups.forEach(group => group.sort((a, b) => a.ms - b.ms));
  return groups;
}

/** Index of the first deployment at or after an instant. */
function firstAt(deployments: readonly TimedDeployment[], ms: number): number {
  let low = 0;
  let high = deployments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (deployments[middle].ms < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The deployments of other artifacts that can end an attempt of this one: after each of its own events only the next one, since
 * those behind it find the attempt ended. Those of one instant come together: only the fold knows their order. Without this,
 * each of many artifacts of a batch would be folded over the deployments of all.
 */
function deploymentsThatMatter(
  artifact: string,
  events: readonly FoldableEvent['event'][],
  deployments: readonly TimedDeployment[],
): TimedDeployment[] {
  const chosen = new Set<TimedDeployment>();
  for (const event of events) {
    const at = Date.parse(event.occurredAt);
    let instant: number | undefined;
    for (
      let index = firstAt(deployments, at);
      index < deployments.length;
      index++
    ) {
      const deployment = deployments[index];
      if (instant !== undefined && deployment.ms > instant) {
        break;
      }
      if (deployment.artifact !== artifact) {
        chosen.add(deployment);
        instant = deployment.ms > at ? deployment.ms : undefined;
      }
    }
  }
  return [...chosen];
}

/**
 * Folds the releases of these pairs anew and writes those that came out otherwise than they are stored. Must run in the
 * transaction that changed the facts.
 */
export async function refold(
  store: ReleaseEventStore,
  pairs: readonly Pair[],
  sourceRank: (source: string) => number,
): Promise<ReleaseChange[]> {
  if (pairs.length === 0) {
    return [];
  }
  const events = await readRelevantEvents(store, pairs);
  const first = [...events.values()]
    .flat()
    .reduce(
      (least, event) => Math.min(least, Date.parse(event.occurredAt)),
      Infinity,
    );
  const deployments = groupDeployments(
    Number.isFinite(first)
      ? await store.readDeployments(
          [...new Set(pairs.map(pair => pair.environmentRef))],
          first,
        )
      : [],
  );
  const stored = await store.readReleases(pairs);
  const wanted = new PairSet();
  pairs.forEach(pair => wanted.add(pair));

  const changed: { release: Release; json: string }[] = [];
  const kept = new Set<string>();
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
      kept.add(release.id);
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
  return [
    ...changed.map(({ release }) => ({
      environmentRef: release.environmentRef,
      releaseId: release.id,
    })),
    ...gone.map(([releaseId, { environmentRef }]) => ({
      environmentRef,
      releaseId,
    })),
  ];
}
