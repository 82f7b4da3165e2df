import { Role } from './roles';

/**
 * How far a role reaches with a permission. `own` is what the person's groups own, and asks the plugin that holds the
 * resource; a role that is not named has none of it.
 */
export type Reach = 'all' | 'own';

/** Permission name to what each role may do with it. */
export type Rules = Record<string, Partial<Record<Role, Reach>>>;

const EVERYONE: Partial<Record<Role, Reach>> = {
  developer: 'all',
  'release-manager': 'all',
  'platform-engineer': 'all',
  executive: 'all',
  auditor: 'all',
};

/** A developer sees their own tenants; the others answer for the whole fleet. */
const OWN_FOR_DEVELOPERS: Partial<Record<Role, Reach>> = {
  ...EVERYONE,
  developer: 'own',
};

/**
 * Where recovery is weak is an attacker's map and the owners' embarrassment: owners see their own, the platform's team and the auditor all
 * of it. The others see that there are backups, and the gate tells them what the release may do.
 */
const OWNERS_AND_AUDITORS: Partial<Record<Role, Reach>> = {
  developer: 'own',
  'release-manager': 'own',
  executive: 'own',
  auditor: 'all',
};

const AUTHORS: Partial<Record<Role, Reach>> = {
  developer: 'all',
  'platform-engineer': 'all',
};

/**
 * Decisions of people about a release belong to the role that answers for it: whoever runs the platform must not be able to take
 * them in its stead.
 */
const NOT_FOR_PLATFORM_ENGINEERS: readonly string[] = [
  'odoo.release.override',
  'odoo.release.sign-off',
];

/**
 * Who may do what. Platform engineers may do everything else, so they are not repeated where they are alone. Registering a
 * location is theirs only: groups give roles, and an entity's annotations decide which pods the Kubernetes tab reads.
 */
export const RULES: Rules = {
  'odoo.environment.read': OWN_FOR_DEVELOPERS,
  'odoo.backup.read': OWNERS_AND_AUDITORS,
  // Jobs beside the backups report, as machines
  'odoo.backup.report': {},
  'odoo.release-event.create': { 'release-manager': 'all' },
  'odoo.gate.ask': { 'release-manager': 'all', developer: 'own' },
  'odoo.release.override': { 'release-manager': 'all' },
  'odoo.release.sign-off': { executive: 'all' },
  'odoo.unattributed-event.read': { auditor: 'all' },
  'odoo.dead-letter.read': { auditor: 'all' },
  'odoo.platform-finding.read': {
    auditor: 'all',
    'release-manager': 'all',
    executive: 'all',
  },

  'catalog.entity.read': OWN_FOR_DEVELOPERS,
  'catalog.entity.refresh': { developer: 'own', 'release-manager': 'all' },
  'catalog.location.read': { auditor: 'all', 'release-manager': 'all' },

  'scaffolder.template.parameter.read': EVERYONE,
  'scaffolder.template.step.read': EVERYONE,
  'scaffolder.action.execute': AUTHORS,
  'scaffolder.task.create': AUTHORS,
  'scaffolder.template.dry-run': AUTHORS,
  'scaffolder.task.read': {
    developer: 'own',
    'release-manager': 'all',
    auditor: 'all',
  },
  'scaffolder.task.cancel': { developer: 'own' },

  'kubernetes.clusters.read': EVERYONE,
  'kubernetes.resources.read': EVERYONE,
};

/** The widest reach that any of the roles gives, or nothing. */
export function reachOf(roles: Role[], permission: string): Reach | undefined {
  if (
    roles.includes('platform-engineer') &&
    !NOT_FOR_PLATFORM_ENGINEERS.includes(permission)
  ) {
    return 'all';
  }
  const reaches = roles.map(role => RULES[permission]?.[role]);
  if (reaches.includes('all')) {
    return 'all';
  }
  return reaches.includes('own') ? 'own' : undefined;
}
