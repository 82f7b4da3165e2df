import type {
  Finding,
  FindingKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentQuery } from '../platform/EnvironmentQuery';

/** A finding as whoever looked has it: when it was first seen is the store's to know. */
export type FoundProblem = Omit<Finding, 'id' | 'firstSeenAt' | 'lastSeenAt'>;

/** What was looked at: findings of these kinds (on these entities, when they are named) that were not found again are gone. */
export interface FindingScope {
  kinds: readonly FindingKind[];
  entityRefs?: readonly string[];
}

/** Whose findings a caller may see; those that none of the three gives stay hidden. */
export interface FindingVisibility {
  /** Of environments: those that the condition gives, or all when there is none. */
  environments: { permitted?: EnvironmentQuery } | { refs: readonly string[] };
  /** Of these entities that are no environment of the projection. */
  entityRefs: readonly string[];
  /** Of no entity at all. */
  platform: boolean;
}

/** What only the whole catalog shows to be wrong. */
export interface FindingStore {
  replace(
    scope: FindingScope,
    found: readonly FoundProblem[],
    now: number,
  ): Promise<void>;

  /** One page by id of what the caller may see. */
  list(
    visible: FindingVisibility,
    kind: FindingKind | undefined,
    afterId: string | undefined,
    limit: number,
  ): Promise<Finding[]>;

  /** Entities with a finding of this kind about one of these subjects. */
  listEntitiesWith(
    kind: FindingKind,
    subjects: readonly string[],
  ): Promise<string[]>;

  /** Entities with findings that are no environment of the projection. */
  listOtherEntities(kind: FindingKind | undefined): Promise<string[]>;
}
