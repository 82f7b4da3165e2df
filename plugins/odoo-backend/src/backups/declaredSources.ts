import {
  gitPlaceOf,
  type BackupSourceFacts,
  type BindingClaim,
  type RecoveryArea,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupSourceSettings } from '../backupSettings';
import type { ProjectedRecovery } from '../catalog';
import { patternToRegExp } from '../platform/environmentPattern';

/** What of a configured source reading and judging have to do with. */
export interface ConfiguredSource
  extends Pick<
    BackupSourceSettings,
    | 'name'
    | 'adapter'
    | 'every'
    | 'offSite'
    | 'encrypted'
    | 'retentionDays'
    | 'covers'
  > {
  /** The Git repository that it reads, `host/path`; absent when it reads none. */
  repository?: string;
}

/** A source of an environment's facts, and the claim that has to be confirmed before anything is read through it. */
export interface DeclaredSource {
  source: string;
  /** What the source calls it. */
  id: string;
  area: RecoveryArea;
  claim: Pick<BindingClaim, 'kind' | 'scope' | 'id'>;
}

/** What the source calls a bucket of attachments, or the part of it that is an environment's. */
export function bucketTarget(bucket: string, prefix = ''): string {
  return prefix === '' ? bucket : `${bucket}/${prefix}`;
}

/**
 * Everything that is to be read about an environment: what its descriptor names, and what configured sources cover by themselves: its
 * bucket, and its path in the repository that they read. In the order of the descriptor, then of the config.
 */
export function declaredSources(
  { backupSources, objectStorage, gitops }: ProjectedRecovery,
  configured: readonly ConfiguredSource[],
): DeclaredSource[] {
  const named = backupSources.map<DeclaredSource>(({ source, area, id }) => ({
    source,
    id,
    area,
    claim: { kind: 'stanza', scope: source, id },
  }));
  const { bucket, prefix } = objectStorage ?? {};
  const git = gitPlaceOf({ gitops });
  const covered = configured.flatMap<DeclaredSource>(
    ({ name, covers, repository }) => [
      ...(bucket !== undefined &&
      covers.buckets.some(pattern => patternToRegExp(pattern).test(bucket))
        ? [
            {
              source: name,
              id: bucketTarget(bucket, prefix),
              area: 'attachments' as const,
              claim: {
                kind: 'bucket' as const,
                scope: bucket,
                id: prefix ?? '',
              },
            },
          ]
        : []),
      ...(git && git.repository === repository
        ? [
            {
              source: name,
              id: git.path,
              area: 'configuration' as const,
              claim: {
                kind: 'repository' as const,
                scope: git.repository,
                id: git.path,
              },
            },
          ]
        : []),
    ],
  );
  const seen = new Set<string>();
  return [...named, ...covered].filter(({ source, area, id }) => {
    const key = JSON.stringify([source, area, id]);
    return !seen.has(key) && seen.add(key);
  });
}

/** What the config says of a source, in the words of the verdict; absent when it names no such source. */
export function configuredFacts(
  source: string,
  configured: readonly ConfiguredSource[],
): Pick<BackupSourceFacts, 'declared'> {
  const found = configured.find(({ name }) => name === source);
  if (!found) {
    return {};
  }
  const { adapter, every, offSite, encrypted, retentionDays } = found;
  return {
    declared: {
      adapter,
      everySeconds: every,
      ...(offSite !== undefined && { offSite }),
      ...(encrypted !== undefined && { encrypted }),
      ...(retentionDays !== undefined && { retentionDays }),
    },
  };
}
