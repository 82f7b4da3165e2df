import type { z } from 'zod';

/** A key that a person misspelled, not a token that a script put in the wrong place. */
const showable = /^[A-Za-z][A-Za-z_-]{0,39}\d{0,3}$/;

/**
 * Writes a JSON path: `$.data.items[3].id`.
 *
 * @public
 */
export function jsonPath(
  root: string,
  keys: readonly (PropertyKey | undefined)[],
): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') {
      return `${path}[${key}]`;
    }
    return typeof key === 'string' && showable.test(key)
      ? `${path}.${key}`
      : `${path}[*]`;
  }, root);
}

/**
 * Says in one sentence what a zod schema refused first, and where. Values of the input are left out, and so are keys that could
 * be a secret, since the text ends in logs and answers.
 *
 * @public
 */
export function describeSchemaError(
  error: z.ZodError,
  root: string,
): { path: string; message: string } {
  const [issue] = error.issues;
  if (issue === undefined) {
    return { path: root, message: 'is not valid' };
  }
  const path = jsonPath(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const named = issue.keys.filter(key => showable.test(key)).slice(0, 5);
    return {
      path,
      message: named.length
        ? `holds unknown keys (${named.join(', ')}); remove or rename them`
        : 'holds keys that are not known here; remove or rename them',
    };
  }
  return { path, message: issue.message.slice(0, 300) };
}
