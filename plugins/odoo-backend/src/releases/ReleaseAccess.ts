import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  odooEnvironmentReadPermission,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Authorizer } from '../platform/Authorizer';
import type { ReleaseStore } from './ReleaseStore';

/** Finds the environments that an entity concerns, as the caller may see the entity. */
export type ResolveEntity = (
  entityRef: string,
  credentials: BackstageCredentials,
) => Promise<{ entityRef: string; environmentRefs: string[] }>;

export interface ReleaseAccessOptions {
  releases: Pick<ReleaseStore, 'get'>;
  authorizer: Pick<Authorizer, 'filterEnvironments'>;
  resolveEntity: ResolveEntity;
}

/** What of the releases a caller may see. */
export class ReleaseAccess {
  readonly #options: ReleaseAccessOptions;

  constructor(options: ReleaseAccessOptions) {
    this.#options = options;
  }

  /**
   * Environments of the entity whose releases the caller may see.
   *
   * @throws NotFoundError when the caller may not see the entity, NotAllowedError when they may, but none of its releases.
   */
  async readableEnvironments(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { authorizer, resolveEntity } = this.#options;
    const { environmentRefs } = await resolveEntity(entityRef, credentials);
    const readable = await authorizer.filterEnvironments(
      credentials,
      odooEnvironmentReadPermission,
      'releases.read',
      environmentRefs,
    );
    if (environmentRefs.length > 0 && readable.length === 0) {
      throw new NotAllowedError(
        `You may see ${entityRef}, but not its releases; for that you need ${odooEnvironmentReadPermission.name} on its environment`,
      );
    }
    return readable;
  }

  /** @throws NotFoundError when there is none, or the caller may not see its environment: the two are not told apart. */
  async getRelease(
    releaseId: string,
    credentials: BackstageCredentials,
  ): Promise<Release> {
    const release = await this.#options.releases.get(releaseId);
    if (!release) {
      throw noSuchRelease(releaseId);
    }
    const { environmentRef } = release;
    let readable: string[];
    try {
      readable = await this.readableEnvironments(environmentRef, credentials);
    } catch (error) {
      throw error instanceof NotFoundError || error instanceof NotAllowedError
        ? noSuchRelease(releaseId)
        : error;
    }
    if (!readable.includes(environmentRef)) {
      throw noSuchRelease(releaseId);
    }
    return release;
  }
}

/** The one answer for a release that does not exist and for one that the caller may not see. */
export function noSuchRelease(releaseId: string): NotFoundError {
  return new NotFoundError(
    `There is no release '${releaseId}' that you may see; list them with GET /releases`,
  );
}
