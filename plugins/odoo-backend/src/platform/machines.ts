import type { MachineVerb } from './Authorizer';
import { patternToRegExp } from './environmentPattern';
import type { EnvironmentQuery } from './EnvironmentQuery';

/** One entry of `odoo.machines[]`: what the bearer of a token with this subject may do. */
export interface Machine {
  /** Subject of the token, as `backend.auth.externalAccess[]` gives it. */
  subject: string;
  /** References of environments in lower case; `*` stands for any characters. */
  environments: string[];
  verbs: MachineVerb[];
}

/** Made once for each entry of the config: every event asks. */
const patternsOf = new WeakMap<Machine, readonly RegExp[]>();

/** Whether the machine may reach this environment. */
export function reachesEnvironment(
  machine: Machine,
  environmentRef: string,
): boolean {
  let patterns = patternsOf.get(machine);
  if (!patterns) {
    patterns = machine.environments.map(patternToRegExp);
    patternsOf.set(machine, patterns);
  }
  return patterns.some(pattern => pattern.test(environmentRef));
}

/** Whether the machine may reach every environment there is or will be. */
export function reachesAll(machine: Machine): boolean {
  return machine.environments.some(pattern => /^\*+$/.test(pattern));
}

/** The same question as {@link reachesEnvironment}, for the database. */
export function machineQuery(machine: Machine): EnvironmentQuery {
  return builder => {
    builder.whereRaw('1 = 0');
    for (const pattern of machine.environments) {
      // SQLite's LIKE knows no case and PostgreSQL's does; both sides are lower case
      builder.orWhereRaw("environment_ref like ? escape '!'", [
        pattern.replace(/[!%_]/g, '!$&').replace(/\*+/g, '%'),
      ]);
    }
  };
}
