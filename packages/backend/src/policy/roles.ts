/** Roles of the reference portal. A person has a role by direct membership of its group in the catalog. */
export const ROLES = [
  'developer',
  'release-manager',
  'platform-engineer',
  'executive',
  'auditor',
] as const;

/** One role of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

const ROLE_OF_GROUP: Record<string, Role> = {
  'group:default/developers': 'developer',
  'group:default/release-managers': 'release-manager',
  'group:default/platform-engineers': 'platform-engineer',
  'group:default/executives': 'executive',
  'group:default/auditors': 'auditor',
};

/** Roles that a person holds, read from the references that they own things as. */
export function rolesOf(ownershipEntityRefs: string[]): Role[] {
  return ownershipEntityRefs.flatMap(ref => ROLE_OF_GROUP[ref] ?? []);
}
