import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import { environmentsOf, groupBindings } from '../ingest/attribute';
import type {
  FoldableEvent,
  FoldInput,
  Pair,
  ReleaseEventStore,
} from '../ingest/ReleaseEventStore';

function groupBy<T>(
  items: readonly T[],
  key: (item: T) => string | undefined,
): Map<string | undefined, T[]> {
  const groups = new Map<string | undefined, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) {
      group.push(item);
    } else {
      groups.set(key(item), [item]);
    }
  }
  return groups;
}

/** The events that each pair's releases are folded from. A fact of artifact scope counts where its source is bound. */
export async function pickRelevantEvents(
  store: Pick<ReleaseEventStore, 'getBindings'>,
  pairs: readonly Pair[],
  { artifactEvents, chainEvents }: FoldInput,
): Promise<Map<Pair, ReleaseEvent[]>> {
  const openSources = new Set(
    [...artifactEvents, ...chainEvents].flatMap(({ environmentRef, event }) =>
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

  const byArtifact = groupBy(artifactEvents, ({ event }) => event.artifact);
  const byChain = groupBy(chainEvents, ({ event }) => event.chainId);
  return new Map(
    pairs.map(pair => {
      const own = (byArtifact.get(pair.artifact) ?? []).filter(foldable =>
        concerns(pair, foldable),
      );
      const chains = new Set(own.flatMap(({ event }) => event.chainId ?? []));
      const ofChains = (chainIds: Iterable<string>) =>
        [...chainIds].flatMap(chainId =>
          (byChain.get(chainId) ?? []).filter(foldable =>
            concerns(pair, foldable),
          ),
        );
      const joined = ofChains(chains);
      const linked = new Set(
        [...own, ...joined].flatMap(({ event }) =>
          event.linkedChainId !== undefined && !chains.has(event.linkedChainId)
            ? event.linkedChainId
            : [],
        ),
      );
      return [
        pair,
        [...own, ...joined, ...ofChains(linked)].map(({ event }) => event),
      ];
    }),
  );
}
