import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  odooBackupReadPermission,
  odooEnvironmentReadPermission,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Authorizer, MachineVerb } from '../platform/Authorizer';

/** Finds the environments that an entity concerns, as the caller may see the entity. */
export type ResolveEntity = (
  entityRef: string,
  credentials: BackstageCredentials,
  verb: MachineVerb,
) => Promise<{ entityRef: string; environmentRefs: string[] }>;

export interface BackupAccessOptions {
  authorizer: Pick<Authorizer, 'filterEnvironments'>;
  resolveEntity: ResolveEntity;
}

/** Environments of an entity, by what the caller may see of their backups. */
export interface VisibleBackups {
  /** Everything. */
  granted: string[];
  /** That they exist. */
  denied: string[];
}

const VERB = 'backups.read';

/** What of the backups a caller may see. */
export class BackupAccess {
  readonly #options: BackupAccessOptions;

  constructor(options: BackupAccessOptions) {
    this.#options = options;
  }

  /**
   * Environments that the caller may see at all are in one of the two lists.
   *
   * @throws NotFoundError when the caller may not see the entity, NotAllowedError when they may, but none of its environments.
   */
  async visible(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<VisibleBackups> {
    const { authorizer, resolveEntity } = this.#options;
    const { environmentRefs } = await resolveEntity(
      entityRef,
      credentials,
      VERB,
    );
    const readable = await authorizer.filterEnvironments(
      credentials,
      odooEnvironmentReadPermission,
      VERB,
      environmentRefs,
    );
    if (environmentRefs.length > 0 && readable.length === 0) {
      throw new NotAllowedError(
        `You may see ${entityRef}, but not its environments; for that you need ${odooEnvironmentReadPermission.name}`,
      );
    }
    const granted = new Set(
      await authorizer.filterEnvironments(
        credentials,
        odooBackupReadPermission,
        VERB,
        readable,
      ),
    );
    return {
      granted: readable.filter(ref => granted.has(ref)),
      denied: readable.filter(ref => !granted.has(ref)),
    };
  }

  /**
   * Environments of the entity whose backups the caller may see in detail.
   *
   * @throws as {@link visible}, and NotAllowedError when there is none.
   */
  async granted(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { granted, denied } = await this.visible(entityRef, credentials);
    if (granted.length === 0 && denied.length > 0) {
      throw new NotAllowedError(
        `You may see that ${entityRef} has backups, but not how they stand; for that you need ${odooBackupReadPermission.name} on its environment`,
      );
    }
    return granted;
  }

  /** @throws as {@link granted}, and InputError when the entity concerns several environments, or none. */
  async grantedOne(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const refs = await this.granted(entityRef, credentials);
    if (refs.length !== 1) {
      throw new InputError(
        `query.entityRef: ${entityRef} concerns ${refs.length} environments; name one of them`,
      );
    }
    return refs[0];
  }
}
