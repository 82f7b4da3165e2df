import { shortHash } from './shortHash';

/** One backend judges thousands of things by one policy, and nobody changes a policy once it is read. */
const versions = new WeakMap<object, Map<string, string>>();

function hashPolicy(policy: object): string {
  // Keys in order: the same policy has the same version however it was written down.
  const text = JSON.stringify(policy, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return shortHash(text, 12);
}

/** `release-risk-2-0f3a…`: by which rules, in which version, and by which policy a verdict came about. */
export function ruleSetVersionOf(rules: string, policy: object): string {
  const known = versions.get(policy) ?? new Map<string, string>();
  versions.set(policy, known);
  let version = known.get(rules);
  if (version === undefined) {
    version = `${rules}-${hashPolicy(policy)}`;
    known.set(rules, version);
  }
  return version;
}
