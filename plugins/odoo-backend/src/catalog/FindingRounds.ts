import { BINDING_FINDING_KINDS, findBindingProblems } from './bindingFindings';
import type { BindingStore } from './BindingStore';
import { CLUSTER_FINDING_KINDS, findClusterProblems } from './clusterFindings';
import type { ClusterStore } from './ClusterStore';
import type { EnvironmentStore } from './EnvironmentStore';
import type { FindingStore } from './FindingStore';

/** Most undeclared namespaces that are told of: more of them are one problem, not many. */
const MAX_UNDECLARED = 1000;

export interface FindingRoundsOptions {
  environments: Pick<EnvironmentStore, 'getPlacements'>;
  bindings: Pick<BindingStore, 'getClaims' | 'getClaimsOf'>;
  clusters: Pick<
    ClusterStore,
    | 'getClusters'
    | 'getAnswers'
    | 'getListAnswer'
    | 'getNamespaces'
    | 'listUndeclared'
    | 'listInhabited'
  >;
  findings: Pick<FindingStore, 'replace'>;
}

/** Looks for findings in what is stored: a round replaces what the last one found. */
export class FindingRounds {
  readonly #options: FindingRoundsOptions;

  constructor(options: FindingRoundsOptions) {
    this.#options = options;
  }

  /** Those that follow from bindings: of these environments, or of all. */
  async bindings(
    now: number,
    environmentRefs?: readonly string[],
  ): Promise<void> {
    const { bindings, findings } = this.#options;
    const claims = environmentRefs
      ? await bindings.getClaimsOf(environmentRefs)
      : await bindings.getClaims();
    await findings.replace(
      { kinds: BINDING_FINDING_KINDS, entityRefs: environmentRefs },
      findBindingProblems(claims),
      now,
    );
  }

  /** Those between the catalog and the clusters. */
  async clusters(now: number): Promise<void> {
    const { environments, bindings, clusters, findings } = this.#options;
    const confirmed = (await bindings.getClaims(undefined, 'namespace')).filter(
      ({ state }) => state === 'confirmed',
    );
    await findings.replace(
      { kinds: CLUSTER_FINDING_KINDS },
      findClusterProblems({
        listing: await clusters.getListAnswer(),
        clusters: await clusters.getClusters(),
        answers: await clusters.getAnswers(),
        namespaces: await clusters.getNamespaces(),
        undeclared: await clusters.listUndeclared(MAX_UNDECLARED),
        placements: await environments.getPlacements(),
        confirmed: new Set(confirmed.map(b => b.environmentRef)),
        inhabited: new Set(
          (
            await clusters.listInhabited()
          ).map(({ cluster, namespace }) => `${cluster}/${namespace}`),
        ),
        now,
      }),
      now,
    );
  }
}
