import { z } from 'zod';
import type { OdooEnvironmentSpec } from './environment';
import { gitPathName, gitRepositoryName } from './gitNames';

/**
 * What an environment lays claim to outside of itself. `namespace`: cluster and namespace. `pipeline`: a source of release
 * events and the id by which it calls the environment. `stanza`: what a backup source calls it (stanza, server, schedule).
 * `bucket`: bucket and prefix of the attachments. `repository`: Git repository and path that it is set up from. `metrics`: a label
 * value by which its series are found.
 *
 * @public
 */
export const bindingKindSchema = z.enum([
  'namespace',
  'pipeline',
  'stanza',
  'bucket',
  'repository',
  'metrics',
]);

/** @public */
export type BindingKind = z.infer<typeof bindingKindSchema>;

/**
 * Whether the other side agrees. `confirmed`: it does, and nobody else whom it confirms claims the same. `unconfirmed`: it
 * does not, or could not be asked. `contested`: it confirms more than one environment. Facts are read through `confirmed` only.
 *
 * @public
 */
export const bindingStateSchema = z.enum([
  'confirmed',
  'unconfirmed',
  'contested',
]);

/** @public */
export type BindingState = z.infer<typeof bindingStateSchema>;

/**
 * One claim of an environment, in parts: `scope` is the system that it is made in (cluster, event source, backup source,
 * bucket, repository, label name), `id` what is claimed there (namespace, environment id, stanza, prefix, path, label value).
 *
 * @public
 */
export const bindingClaimSchema = z
  .object({
    kind: bindingKindSchema,
    scope: z.string(),
    id: z.string(),
    /** Of a pipeline: the one service that the claim is narrowed to. */
    service: z.string().optional(),
    /** Of the metrics label `namespace`: the cluster whose namespace it is; others have namespaces of the same name. */
    cluster: z.string().optional(),
  })
  .strict();

/** @public */
export type BindingClaim = z.infer<typeof bindingClaimSchema>;

/**
 * A claim with what became of it.
 *
 * @public
 */
export const bindingSchema = bindingClaimSchema
  .extend({
    environmentRef: z.string(),
    state: bindingStateSchema,
    /** Who confirmed it: the namespace's own annotation, or `odoo.claims` of the portal's config. */
    confirmedBy: z.enum(['namespace', 'config']).optional(),
    /** Since when the state is what it is, UTC. */
    since: z.iso.datetime(),
    /** When the other side was last asked, UTC; absent when it never was. */
    checkedAt: z.iso.datetime().optional(),
    /** One sentence: why it is in this state. */
    message: z.string(),
    /** One sentence: what would confirm it; absent when it is confirmed. */
    remedy: z.string().optional(),
  })
  .strict();

/** @public */
export type Binding = z.infer<typeof bindingSchema>;

/**
 * Everything that an environment claims, in the order of its descriptor. Two claims never say the same. The database's name and
 * the namespace are claims on metrics too, since exporters label series by them.
 *
 * @public
 */
export function claimsOf(
  spec: Pick<
    OdooEnvironmentSpec,
    | 'kubernetes'
    | 'bindings'
    | 'backupSources'
    | 'objectStorage'
    | 'gitops'
    | 'database'
  >,
): BindingClaim[] {
  const { kubernetes, bindings, backupSources, objectStorage, database } = spec;
  const place = gitPlaceOf(spec);
  const claims: BindingClaim[] = [
    {
      kind: 'namespace',
      scope: kubernetes.cluster,
      id: kubernetes.namespace,
    },
    ...(bindings ?? []).map(({ source, environmentId, service }) => ({
      kind: 'pipeline' as const,
      scope: source,
      id: environmentId,
      ...(service === undefined ? {} : { service }),
    })),
    ...(backupSources ?? []).map(({ source, id }) => ({
      kind: 'stanza' as const,
      scope: source,
      id,
    })),
    ...(objectStorage
      ? [
          {
            kind: 'bucket' as const,
            scope: objectStorage.bucket,
            id: objectStorage.prefix ?? '',
          },
        ]
      : []),
    ...(place
      ? [
          {
            kind: 'repository' as const,
            scope: place.repository,
            id: place.path,
          },
        ]
      : []),
    {
      kind: 'metrics',
      scope: 'namespace',
      id: kubernetes.namespace,
      cluster: kubernetes.cluster,
    },
    { kind: 'metrics', scope: 'datname', id: database.name },
  ];
  const seen = new Set<string>();
  return claims.filter(claim => {
    const key = bindingKey(claim);
    return !seen.has(key) && seen.add(key);
  });
}

/** Longer ones no Git host has; what keeps claims has room for so many characters. */
const MAX_REPOSITORY_LENGTH = 512;

/**
 * Where in Git an environment is set up from, by names that are the same however the descriptor writes them; undefined when it does
 * not say, or names no path below the root.
 *
 * @public
 */
export function gitPlaceOf({
  gitops,
}: Pick<OdooEnvironmentSpec, 'gitops'>):
  | { repository: string; path: string }
  | undefined {
  if (!gitops) {
    return undefined;
  }
  const repository = gitRepositoryName(gitops.repository);
  const path = gitPathName(gitops.path);
  return path === undefined || repository.length > MAX_REPOSITORY_LENGTH
    ? undefined
    : { repository, path };
}

/**
 * Names a claim within its environment: the same claim gives the same text.
 *
 * @public
 */
export function bindingKey(claim: BindingClaim): string {
  return JSON.stringify([
    claim.kind,
    claim.scope,
    claim.id,
    claim.service ?? null,
    claim.cluster ?? null,
  ]);
}
