import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { EnvironmentQuery } from './EnvironmentQuery';

/** What a machine may be allowed to do, as `odoo.machines[].verbs` names it. */
export type MachineVerb =
  | 'events.write'
  | 'gate.ask'
  | 'releases.read'
  | 'backups.report'
  | 'backups.read';

export type EnvironmentPermission = ResourcePermission<'odoo-environment'>;

/**
 * Decides for the caller, never for the backend: users through the permission framework, machines through `odoo.machines[]`,
 * since the framework allows service principals everything.
 */
export interface Authorizer {
  /**
   * Throws NotAllowedError unless the caller may do this to every one of these environments. With no environment at all: unless
   * the caller may do it to all environments there are. Without a verb no machine may.
   */
  ensureEnvironments(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb | undefined,
    environmentRefs: readonly string[],
  ): Promise<void>;

  /** Of these environments, those that the caller may do this to; without a verb, none for a machine. */
  filterEnvironments(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb | undefined,
    environmentRefs: readonly string[],
  ): Promise<string[]>;

  /** The condition under which the caller may do this, for lists; undefined means that there is none. Throws NotAllowedError when denied. */
  environmentCondition(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb,
  ): Promise<EnvironmentQuery | undefined>;

  /** Throws NotAllowedError unless the caller has this permission; machines never have. */
  ensureBasic(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void>;

  /** Throws NotAllowedError for a machine that `odoo.machines[]` does not know with this verb; users pass. */
  ensureKnownMachine(
    credentials: BackstageCredentials,
    verb: MachineVerb,
  ): void;

  /** Entity reference of the person who asks. Throws NotAllowedError for a machine, and for a plugin that acts on a person's behalf. */
  ensureUser(credentials: BackstageCredentials): string;

  /** Who asks: the user's entity reference, or the machine's subject. */
  principalName(credentials: BackstageCredentials): string;
}
