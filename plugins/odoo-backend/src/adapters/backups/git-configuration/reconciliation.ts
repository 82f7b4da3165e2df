import {
  gitPathName,
  gitRepositoryName,
  type BackupObservationOf,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  objectsBy,
  type BackupReaderDeps,
  type KubernetesObject,
  type KubernetesResourceName,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  applicationSchema,
  gitRepositorySchema,
  kustomizationSchema,
  type Settings,
} from './schema';

export type Reconciliation =
  BackupObservationOf<'configuration'>['reconciliation'];

const unknown = (reason: string): Reconciliation => ({
  status: 'unknown',
  reason,
});

function ofApplication(
  status: ReturnType<typeof applicationSchema.parse>['status'],
): Reconciliation {
  const known = {
    status: 'known',
    by: 'argocd',
    ...(status?.reconciledAt && { at: status.reconciledAt }),
    ...(status?.sync?.revision && {
      revision: status.sync.revision.slice(0, 200),
    }),
  } as const;
  if (['Failed', 'Error'].includes(status?.operationState?.phase ?? '')) {
    return {
      ...known,
      state: 'failed',
      message: 'The last sync of the Application failed.',
    };
  }
  switch (status?.sync?.status) {
    case 'Synced':
      return { ...known, state: 'synced' };
    case 'OutOfSync':
      return { ...known, state: 'out-of-sync' };
    default:
      return unknown(
        'Argo CD does not say whether the Application is as Git has it.',
      );
  }
}

function ofKustomization({
  spec,
  status,
}: ReturnType<typeof kustomizationSchema.parse>): Reconciliation {
  if (spec.suspend) {
    return unknown('The Kustomization of Flux is suspended.');
  }
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const revision = status?.lastAppliedRevision?.slice(0, 200);
  const known = {
    status: 'known',
    by: 'flux',
    ...(revision && { revision }),
  } as const;
  switch (ready?.status) {
    case 'True':
      return { ...known, state: 'synced' };
    case 'False':
      return {
        ...known,
        state: 'failed',
        message: 'Flux could not apply the Kustomization.',
      };
    default:
      return unknown(
        'Flux does not say whether the Kustomization was applied.',
      );
  }
}

/** How bad each is: the worst of several stands for all. */
const ORDER = ['synced', 'unknown', 'out-of-sync', 'failed'];

const badness = (reconciliation: Reconciliation) =>
  ORDER.indexOf(
    reconciliation.status === 'unknown' ? 'unknown' : reconciliation.state,
  );

/** What brings which path of a repository to clusters, and whether it did. */
export class Reconciliations {
  readonly #byPath = new Map<string, Reconciliation>();
  /** Why there may be others that were not seen. */
  #unseen: string | undefined;

  constructor(private readonly settings: Settings) {}

  /** @returns nothing when something was asked and nothing is there. */
  of(path: string): Reconciliation | undefined {
    const found = this.#byPath.get(path);
    if (this.#unseen !== undefined) {
      // One that was seen could be the better of two
      return unknown(this.#unseen);
    }
    const { argocd, flux } = this.settings;
    return (
      found ??
      (argocd.length + flux.length
        ? undefined
        : unknown(
            'The source names no cluster whose Argo CD or Flux could be asked.',
          ))
    );
  }

  /** @throws the signal's reason, and nothing else. */
  async read(
    clusters: BackupReaderDeps['clusters'],
    signal: AbortSignal,
  ): Promise<void> {
    const list = async (
      cluster: string,
      resource: KubernetesResourceName,
    ): Promise<readonly KubernetesObject[]> => {
      const outcome = await clusters.list(cluster, resource, { signal });
      if (outcome.status === 'observed') {
        return outcome.value;
      }
      if (outcome.status !== 'empty') {
        this.#unseen = outcome.message.slice(0, 500);
      }
      return [];
    };
    for (const cluster of this.settings.argocd) {
      this.#addApplications(await list(cluster, 'applications.argoproj.io'));
    }
    for (const cluster of this.settings.flux) {
      this.#addKustomizations(
        ...(await Promise.all([
          list(cluster, 'kustomizations.kustomize.toolkit.fluxcd.io'),
          list(cluster, 'gitrepositories.source.toolkit.fluxcd.io'),
        ])),
      );
    }
  }

  #addApplications(objects: readonly KubernetesObject[]): void {
    for (const object of objects) {
      const parsed = applicationSchema.safeParse(object);
      if (!parsed.success) {
        this.#unseen =
          'An Application of Argo CD is not as its definition says: see that its version is supported.';
        continue;
      }
      const { spec, status } = parsed.data;
      for (const { repoURL, path } of [
        ...(spec.source ? [spec.source] : []),
        ...(spec.sources ?? []),
      ]) {
        this.#add(repoURL, path, ofApplication(status));
      }
    }
  }

  #addKustomizations(
    objects: readonly KubernetesObject[],
    repositories: readonly KubernetesObject[],
  ): void {
    const byName = objectsBy(
      repositories,
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    );
    for (const object of objects) {
      const parsed = kustomizationSchema.safeParse(object);
      if (!parsed.success) {
        this.#unseen =
          'A Kustomization of Flux is not as its definition says: see that its version is supported.';
        continue;
      }
      const { sourceRef, path } = parsed.data.spec;
      const { kind, name, namespace = object.metadata.namespace } = sourceRef;
      const [repository] =
        (kind === 'GitRepository' && byName.get(`${namespace}/${name}`)) || [];
      const url = gitRepositorySchema.safeParse(repository).data?.spec.url;
      this.#add(url, path, ofKustomization(parsed.data));
    }
  }

  #add(
    repository: string | undefined,
    path: string | undefined,
    reconciliation: Reconciliation,
  ): void {
    const name = path === undefined ? undefined : gitPathName(path);
    if (
      name === undefined ||
      repository === undefined ||
      gitRepositoryName(repository) !==
        gitRepositoryName(this.settings.repository)
    ) {
      return;
    }
    const known = this.#byPath.get(name);
    if (!known || badness(reconciliation) > badness(known)) {
      this.#byPath.set(name, reconciliation);
    }
  }
}
