import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Path of the portal's own Kubernetes tab below an entity's page, in both frontend systems. */
export const KUBERNETES_PATH = '/kubernetes';

/**
 * The address of an environment's Argo CD application or Flux kustomization, from the pattern that the portal's config gives:
 * `{cluster}`, `{namespace}` (of the application, when it is said) and `{name}` are filled in. Undefined without a pattern, and
 * when the pattern wants a namespace that the descriptor does not say.
 */
export function deploymentHref(
  pattern: string | undefined,
  environment: OdooEnvironmentEntity,
): string | undefined {
  const { gitops, kubernetes } = environment.spec;
  const deployment =
    gitops?.argocd === undefined
      ? gitops?.flux && {
          name: gitops.flux.kustomization,
          namespace: gitops.flux.namespace,
        }
      : {
          name: gitops.argocd.application,
          namespace: gitops.argocd.namespace,
        };
  if (pattern === undefined || deployment === undefined) {
    return undefined;
  }
  const values: Record<string, string | undefined> = {
    cluster: kubernetes.cluster,
    ...deployment,
  };
  let complete = true;
  const href = pattern.replace(/\{(cluster|namespace|name)\}/g, (_, key) => {
    complete &&= values[key] !== undefined;
    return encodeURIComponent(values[key] ?? '');
  });
  return complete ? href : undefined;
}

/**
 * The address of a folder in a repository, on hosts whose addresses of folders are known; else the repository itself, which
 * is never wrong.
 */
export function folderHref(
  repository: string,
  path: string,
  hostType: string | undefined,
): string {
  const base = repository.replace(/(\.git)?\/?$/, '');
  const folder = path
    .split('/')
    .filter(part => part !== '')
    .map(encodeURIComponent)
    .join('/');
  switch (hostType) {
    case 'github':
      return `${base}/tree/HEAD/${folder}`;
    case 'gitlab':
      return `${base}/-/tree/HEAD/${folder}`;
    case 'bitbucketServer':
      return `${base}/browse/${folder}`;
    default:
      return repository;
  }
}
