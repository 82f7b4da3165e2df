import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Where a page of releases ends. */
export interface ReleasePosition {
  firstSeenAt: number;
  id: string;
}

/** What one environment ran last before an instant. */
export interface DeployedArtifact {
  environmentRef: string;
  artifact: string;
  deployedAt: string;
  source: string;
  eventId: string;
}

/** Reads releases; {@link ReleaseEventStore} alone writes them. */
export interface ReleaseStore {
  get(releaseId: string): Promise<Release | undefined>;

  /** The release of each environment that is its present, as `compareReleasesForCurrent` orders them. */
  getCurrent(environmentRefs: readonly string[]): Promise<Map<string, Release>>;

  /** The newest release of this artifact in this environment. */
  getLatestAttempt(
    environmentRef: string,
    artifact: string,
  ): Promise<Release | undefined>;

  /** Releases of this environment whose facts name this commit; either id may be an abbreviation of the other. */
  listByCommit(environmentRef: string, commit: string): Promise<Release[]>;

  /** Newest first. */
  list(
    environmentRefs: readonly string[],
    after: ReleasePosition | undefined,
    limit: number,
  ): Promise<Release[]>;

  /** Environments with releases, by reference, after this one. */
  listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]>;

  /** The last deployment in any of these environments before each instant, in the order of the questions. */
  getLastDeployed(
    questions: readonly {
      environmentRefs: readonly string[];
      before: number;
    }[],
  ): Promise<(DeployedArtifact | undefined)[]>;
}
