import { parseEntityRef } from '@backstage/catalog-model';
import { ANNOTATION_ENVIRONMENT } from './annotations';
import {
  isPlainLocation,
  matchesPattern,
  type BindingGrant,
} from './bindingGrants';
import { bindingKey, type Binding, type BindingClaim } from './bindings';
import { gitRepositoryName } from './gitNames';

/**
 * How long a namespace that confirmed an environment counts on after its cluster's last answer, in milliseconds: longer than a
 * restart of a control plane, shorter than anybody would call today's state.
 *
 * @public
 */
export const NAMESPACE_ANSWER_LIFETIME_MS = 3_600_000;

/**
 * Claims of one environment: all of them, or those that are looked at.
 *
 * @public
 */
export interface BindingClaimant {
  environmentRef: string;
  /** `backstage.io/managed-by-location` of its descriptor; without one the config confirms nothing. */
  location?: string;
  claims: readonly BindingClaim[];
}

/**
 * What a cluster last said about its namespaces.
 *
 * @public
 */
export interface ClusterNamespaces {
  /** Instant of the answer, epoch milliseconds. */
  answeredAt: number;
  /** Each namespace with its annotation `odoofleet.io/environment`. */
  namespaces: ReadonlyMap<string, string | undefined>;
}

/** @public */
export interface ConfirmBindingsInput {
  claimants: readonly BindingClaimant[];
  /** `odoo.claims[]` of the portal's config. */
  grants: readonly BindingGrant[];
  /** By cluster; one that never answered is missing. */
  clusters: ReadonlyMap<string, ClusterNamespaces>;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * A claim with what becomes of it, but for the times.
 *
 * @public
 */
export type BindingDecision = Omit<Binding, 'since' | 'checkedAt'>;

interface Confirmation {
  confirmedBy?: Binding['confirmedBy'];
  message: string;
  remedy?: string;
  /** Others who are granted it so may have it as well. */
  shared?: boolean;
}

/**
 * Works out which claims count (decision 0004). A claim is confirmed by the namespace itself or by a grant for the location
 * that its descriptor was read from; among those, and only among those, two environments that claim the same are both
 * contested. No text names another environment, since whoever reads it need not be allowed to see that one.
 *
 * @remarks
 * Give every claimant of what is looked at: one that is left out is nobody's rival. The order of claimants does not matter; the
 * answers come in the order of the claims.
 *
 * @public
 */
export function confirmBindings(
  input: ConfirmBindingsInput,
): BindingDecision[] {
  const grantsFor = rememberGrants(input.grants);
  const judged = input.claimants.flatMap(claimant => {
    const { environmentRef, location } = claimant;
    const grants = location === undefined ? [] : grantsFor(location);
    return claimant.claims.map(claim => ({
      environmentRef,
      claim,
      ...confirm(claimant, claim, grants, input),
    }));
  });
  const contested = findContested(
    judged.filter(({ confirmedBy }) => confirmedBy !== undefined),
  );
  return judged.map(entry => {
    const { environmentRef, claim, shared: _shared, ...confirmation } = entry;
    if (contested.has(entry)) {
      return {
        ...claim,
        environmentRef,
        state: 'contested',
        confirmedBy: confirmation.confirmedBy,
        message: `Another environment that is confirmed claims ${describeClaim(
          claim,
        )} too, so nothing is read through it for either`,
        remedy:
          'Leave it to one of the two: take the claim out of one descriptor, or narrow odoo.claims in the portal’s config',
      };
    }
    return {
      ...claim,
      environmentRef,
      state:
        confirmation.confirmedBy === undefined ? 'unconfirmed' : 'confirmed',
      ...confirmation,
    };
  });
}

/** Grants by location, worked out once for each: claims of one location come in numbers. */
function rememberGrants(
  grants: readonly BindingGrant[],
): (location: string) => readonly BindingGrant[] {
  const known = new Map<string, readonly BindingGrant[]>();
  return location => {
    const found =
      known.get(location) ??
      (isPlainLocation(location)
        ? grants.filter(grant =>
            grant.locations.some(pattern => matchesPattern(pattern, location)),
          )
        : []);
    known.set(location, found);
    return found;
  };
}

/**
 * A claim in words, for messages and subjects.
 *
 * @public
 */
export function describeClaim(claim: BindingClaim): string {
  const { kind, scope, id, service, cluster } = claim;
  switch (kind) {
    case 'namespace':
      return `namespace ${id} in cluster ${scope}`;
    case 'pipeline':
      return `environment id ${id} of source ${scope}${
        service === undefined ? '' : `, service ${service}`
      }`;
    case 'stanza':
      return `${id} in backup source ${scope}`;
    case 'bucket':
      return id === ''
        ? `the whole bucket ${scope}`
        : `prefix ${id} of bucket ${scope}`;
    case 'repository':
      return `path ${id} of repository ${scope}`;
    default:
      return `metrics with ${scope}="${id}"${
        cluster === undefined ? '' : ` of cluster ${cluster}`
      }`;
  }
}

/**
 * What claims have to share to stand in each other's way: the same text for two of them means that they may, another that they
 * can't. Prefixes of a bucket may lie within one another, so all claims on a bucket share it.
 *
 * @public
 */
export function contestKey(claim: BindingClaim): string {
  return claim.kind === 'bucket'
    ? JSON.stringify([claim.kind, claim.scope])
    : bindingKey(claim);
}

function confirm(
  claimant: BindingClaimant,
  claim: BindingClaim,
  grants: readonly BindingGrant[],
  input: ConfirmBindingsInput,
): Confirmation {
  if (claim.kind === 'namespace') {
    return confirmNamespace(claimant, claim.scope, claim.id, grants, input);
  }
  if (claim.kind === 'metrics' && claim.scope === 'namespace') {
    const { confirmedBy, message, remedy } = confirmNamespace(
      claimant,
      claim.cluster ?? '',
      claim.id,
      grants,
      input,
    );
    return { confirmedBy, message: `As its namespace: ${message}`, remedy };
  }
  const granting = grants.filter(grant => isGranted(grant, claim));
  if (granting.length > 0) {
    return {
      confirmedBy: 'config',
      message:
        'odoo.claims of the portal’s config grants it to the location of the descriptor',
      ...(granting.some(grant => isShared(grant, claim)) && { shared: true }),
    };
  }
  return {
    message:
      'No entry of odoo.claims in the portal’s config grants it to the location of the descriptor',
    remedy: `Have the platform team add the location and ${describeClaim(
      claim,
    )} to odoo.claims`,
  };
}

function isGranted(grant: BindingGrant, claim: BindingClaim): boolean {
  const { kind, scope, id } = claim;
  const grants = (pattern: string, patterns: readonly string[]) =>
    matchesPattern(pattern, scope) && patterns.some(p => matchesPattern(p, id));
  switch (kind) {
    case 'namespace':
      return grant.clusters.some(pattern => grants(pattern, grant.namespaces));
    case 'pipeline':
      return grant.pipelines.some(g => grants(g.source, g.environmentIds));
    case 'stanza':
      return grant.stanzas.some(g => grants(g.source, g.ids));
    case 'bucket':
      return grant.buckets.some(g => grants(g.bucket, g.prefixes));
    case 'repository':
      return grant.repositories.some(g =>
        grants(gitRepositoryName(g.repository), g.paths),
      );
    default:
      return grant.metricLabels.some(g => grants(g.label, g.values));
  }
}

/** Whether the grant says of a stanza that several environments have their databases in it. */
function isShared({ stanzas }: BindingGrant, claim: BindingClaim): boolean {
  return (
    claim.kind === 'stanza' &&
    stanzas.some(
      ({ source, ids, shared }) =>
        shared === true &&
        matchesPattern(source, claim.scope) &&
        ids.some(pattern => matchesPattern(pattern, claim.id)),
    )
  );
}

function confirmNamespace(
  { environmentRef }: BindingClaimant,
  cluster: string,
  namespace: string,
  grants: readonly BindingGrant[],
  { clusters, now }: ConfirmBindingsInput,
): Confirmation {
  const claim: BindingClaim = {
    kind: 'namespace',
    scope: cluster,
    id: namespace,
  };
  const answer = clusters.get(cluster);
  const current =
    answer !== undefined &&
    now - answer.answeredAt <= NAMESPACE_ANSWER_LIFETIME_MS;
  const name = environmentName(environmentRef);
  if (current && answer.namespaces.get(namespace)?.toLowerCase() === name) {
    return {
      confirmedBy: 'namespace',
      message: 'The namespace carries the name of the environment',
    };
  }
  if (grants.some(grant => isGranted(grant, claim))) {
    return {
      confirmedBy: 'config',
      message:
        'odoo.claims of the portal’s config grants it to the location of the descriptor',
    };
  }
  const annotate = `Annotate the namespace with ${ANNOTATION_ENVIRONMENT}: ${name}, or have the platform team add it to odoo.claims`;
  if (answer === undefined) {
    return {
      message: `The cluster ${cluster} has not answered yet, so nobody knows whether the namespace is this environment’s`,
      remedy: `Let the portal read the cluster. ${annotate}`,
    };
  }
  if (!current) {
    return {
      message: `The cluster ${cluster} has not answered for more than an hour, so what its namespace says is not known any more`,
      remedy: `Let the portal read the cluster again. ${annotate}`,
    };
  }
  if (!answer.namespaces.has(namespace)) {
    return {
      message: `The cluster ${cluster} has no namespace ${namespace}`,
      remedy: `Create it. ${annotate}`,
    };
  }
  const carries = answer.namespaces.get(namespace);
  return {
    message:
      carries === undefined
        ? 'The namespace does not carry the name of an environment'
        : 'The namespace carries another name than this environment’s',
    remedy: annotate,
  };
}

/** `<namespace>/<name>` of the catalog, in lower case: what a namespace has to carry. */
function environmentName(environmentRef: string): string {
  const { namespace, name } = parseEntityRef(environmentRef);
  return `${namespace}/${name}`.toLowerCase();
}

interface Claimed {
  environmentRef: string;
  claim: BindingClaim;
  shared?: boolean;
}

/** Of these claims, those that another environment among them makes as well. */
function findContested<T extends Claimed>(claimed: readonly T[]): Set<T> {
  const groups = new Map<string, T[]>();
  for (const entry of claimed) {
    const key = contestKey(entry.claim);
    const group = groups.get(key);
    if (group) {
      group.push(entry);
    } else {
      groups.set(key, [entry]);
    }
  }
  const contested = new Set<T>();
  for (const group of groups.values()) {
    const rivals =
      group[0].claim.kind === 'bucket'
        ? nestedPrefixes(group)
        : claimedByMany(group);
    rivals.forEach(entry => contested.add(entry));
  }
  return contested;
}

function claimedByMany<T extends Claimed>(group: readonly T[]): readonly T[] {
  if (group.every(({ shared }) => shared)) {
    return [];
  }
  return new Set(group.map(({ environmentRef }) => environmentRef)).size > 1
    ? group
    : [];
}

/** Claims whose prefix lies within another environment's, or holds it. In order of their prefixes, those lie side by side. */
function nestedPrefixes<T extends Claimed>(group: readonly T[]): T[] {
  const sorted = [...group].sort((a, b) => {
    if (a.claim.id === b.claim.id) {
      return 0;
    }
    return a.claim.id < b.claim.id ? -1 : 1;
  });
  const rivals = new Set<T>();
  const holders: T[] = [];
  for (const entry of sorted) {
    while (
      holders.length > 0 &&
      !entry.claim.id.startsWith(holders[holders.length - 1].claim.id)
    ) {
      holders.pop();
    }
    for (const holder of holders) {
      if (holder.environmentRef !== entry.environmentRef) {
        rivals.add(holder);
        rivals.add(entry);
      }
    }
    holders.push(entry);
  }
  return [...rivals];
}
