import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  Authorizer,
  EnvironmentPermission,
  MachineVerb,
} from './Authorizer';
import type { EnvironmentQuery } from './EnvironmentQuery';
import {
  machineQuery,
  reachesAll,
  reachesEnvironment,
  type Machine,
} from './machines';

/** What is known of an environment that conditions are held against; what they look at is the capability's own. */
export interface JudgedEnvironment {
  environmentRef: string;
}

/** How conditions on environments are read: for one environment, and for the database. */
export interface EnvironmentConditions<T extends JudgedEnvironment> {
  toQuery(
    conditions: PermissionCriteria<PermissionCondition>,
  ): EnvironmentQuery;
  permits(decision: PolicyDecision, environment: T): boolean;
}

export interface DefaultAuthorizerOptions<T extends JudgedEnvironment> {
  permissions: PermissionsService;
  machines: readonly Machine[];
  conditions: EnvironmentConditions<T>;
  getEnvironments(environmentRefs: readonly string[]): Promise<T[]>;
}

type Caller =
  | { type: 'user'; name: string }
  | { type: 'machine'; name: string; machine: Machine | undefined };

/** {@inheritDoc Authorizer} */
export class DefaultAuthorizer<T extends JudgedEnvironment>
  implements Authorizer
{
  readonly #options: DefaultAuthorizerOptions<T>;
  readonly #machines: Map<string, Machine>;

  static create<T extends JudgedEnvironment>(
    options: DefaultAuthorizerOptions<T>,
  ): DefaultAuthorizer<T> {
    return new DefaultAuthorizer(options);
  }

  private constructor(options: DefaultAuthorizerOptions<T>) {
    this.#options = options;
    this.#machines = new Map(options.machines.map(m => [m.subject, m]));
  }

  async ensureEnvironments(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb | undefined,
    environmentRefs: readonly string[],
  ): Promise<void> {
    if (environmentRefs.length === 0) {
      await this.#ensureAll(credentials, permission, verb);
      return;
    }
    const allowed = new Set(
      await this.filterEnvironments(
        credentials,
        permission,
        verb,
        environmentRefs,
      ),
    );
    const refused = environmentRefs.filter(ref => !allowed.has(ref));
    if (refused.length > 0) {
      throw refusal(this.#caller(credentials), permission, verb, refused);
    }
  }

  async filterEnvironments(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb | undefined,
    environmentRefs: readonly string[],
  ): Promise<string[]> {
    if (environmentRefs.length === 0) {
      return [];
    }
    const caller = this.#caller(credentials);
    const decision = await this.#decide(credentials, permission);
    if (decision.result === AuthorizeResult.DENY) {
      return [];
    }
    if (caller.type === 'machine') {
      const { machine } = caller;
      return verb !== undefined && machine?.verbs.includes(verb)
        ? environmentRefs.filter(ref => reachesEnvironment(machine, ref))
        : [];
    }
    if (decision.result === AuthorizeResult.ALLOW) {
      return [...environmentRefs];
    }
    const environments = await this.#options.getEnvironments(environmentRefs);
    const permitted = new Set(
      environments
        .filter(e => this.#options.conditions.permits(decision, e))
        .map(e => e.environmentRef),
    );
    return environmentRefs.filter(ref => permitted.has(ref));
  }

  async environmentCondition(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb,
  ): Promise<EnvironmentQuery | undefined> {
    const caller = this.#caller(credentials);
    const decision = await this.#decide(credentials, permission);
    if (decision.result === AuthorizeResult.DENY) {
      throw refusal(caller, permission, verb, []);
    }
    if (caller.type === 'machine') {
      if (!caller.machine?.verbs.includes(verb)) {
        throw refusal(caller, permission, verb, []);
      }
      return reachesAll(caller.machine)
        ? undefined
        : machineQuery(caller.machine);
    }
    return decision.result === AuthorizeResult.CONDITIONAL
      ? this.#options.conditions.toQuery(decision.conditions)
      : undefined;
  }

  async ensureBasic(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<void> {
    const caller = this.#caller(credentials);
    if (caller.type === 'machine') {
      throw peopleOnly(permission);
    }
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${permission.name}; ask whoever keeps the portal's permission policy`,
      );
    }
  }

  ensureKnownMachine(
    credentials: BackstageCredentials,
    verb: MachineVerb,
  ): void {
    const caller = this.#caller(credentials);
    if (caller.type === 'machine' && !caller.machine?.verbs.includes(verb)) {
      throw machineRefusal(caller.name, verb);
    }
  }

  ensureUser(credentials: BackstageCredentials): string {
    const caller = this.#caller(credentials);
    const { actor } = credentials.principal as BackstageUserPrincipal;
    // A template or an assistant that acts with a person's token is no person
    if (caller.type === 'machine' || actor) {
      throw new NotAllowedError(
        'Only a person decides about a release, and nothing on their behalf; sign in to the portal and decide there',
      );
    }
    return caller.name;
  }

  principalName(credentials: BackstageCredentials): string {
    return this.#caller(credentials).name;
  }

  async #ensureAll(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
    verb: MachineVerb | undefined,
  ): Promise<void> {
    const caller = this.#caller(credentials);
    const decision = await this.#decide(credentials, permission);
    const allowed =
      caller.type === 'user'
        ? true
        : verb !== undefined &&
          caller.machine?.verbs.includes(verb) &&
          reachesAll(caller.machine);
    if (!allowed || decision.result !== AuthorizeResult.ALLOW) {
      throw refusal(caller, permission, verb, []);
    }
  }

  /**
   * What the framework says. Machines are asked about as well: it allows them everything but what the access restrictions of
   * their token leave out.
   */
  async #decide(
    credentials: BackstageCredentials,
    permission: EnvironmentPermission,
  ): Promise<PolicyDecision> {
    const [decision] = await this.#options.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return decision;
  }

  #caller(credentials: BackstageCredentials): Caller {
    const principal = credentials.principal as
      | BackstageUserPrincipal
      | BackstageServicePrincipal
      | { type: string };
    if ('userEntityRef' in principal) {
      return { type: 'user', name: principal.userEntityRef };
    }
    if ('subject' in principal) {
      return {
        type: 'machine',
        name: principal.subject,
        machine: this.#machines.get(principal.subject),
      };
    }
    throw new NotAllowedError('Sign in, or send a token of a machine');
  }
}

/** Names what is missing and who can give it. It doesn't say whether the environment exists. */
function refusal(
  caller: Caller,
  permission: EnvironmentPermission,
  verb: MachineVerb | undefined,
  environmentRefs: readonly string[],
): NotAllowedError {
  if (caller.type === 'machine') {
    return verb === undefined
      ? peopleOnly(permission)
      : machineRefusal(caller.name, verb, environmentRefs[0]);
  }
  const where = environmentRefs[0] ? ` for ${environmentRefs[0]}` : '';
  return new NotAllowedError(
    `You need the permission ${permission.name}${where}; ask whoever keeps the portal's permission policy`,
  );
}

function peopleOnly(permission: { name: string }): NotAllowedError {
  return new NotAllowedError(
    `Machines can't have the permission ${permission.name}; ask as a person`,
  );
}

function machineRefusal(
  subject: string,
  verb: MachineVerb,
  environmentRef?: string,
): NotAllowedError {
  const where = environmentRef ? ` on ${environmentRef}` : '';
  return new NotAllowedError(
    `The machine '${subject}' may not use '${verb}'${where}; an entry of odoo.machines in the portal's config can allow it`,
  );
}
