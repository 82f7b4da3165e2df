import { InputError } from '@backstage/errors';
import type { OperationParsed } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { z } from 'zod';

/** Where an input stands; the first word of its path in an error. */
export type InputPlace = 'path' | 'query' | 'body';

/** Parses one input of an operation, and refuses it with the path of each thing that is wrong. */
export function parseInput<T extends z.ZodType | undefined>(
  schema: T | undefined,
  place: InputPlace,
  value: unknown,
): OperationParsed<T> {
  if (!schema) {
    return undefined as OperationParsed<T>;
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new InputError(describeIssues(result.error, place));
  }
  ensureStorable(result.data, [place]);
  return result.data as OperationParsed<T>;
}

/** The issues of a schema as one sentence, each with its JSON path: `query.limit: …; query.stage: …`. */
export function describeIssues(error: z.ZodError, place: string): string {
  return error.issues
    .slice(0, 10)
    .map(issue => `${formatPath([place, ...issue.path])}: ${issue.message}`)
    .join('; ');
}

/** Refuses the one character that PostgreSQL's text can't hold, which else would end as a failure of ours. */
export function ensureStorable(
  value: unknown,
  path: readonly PropertyKey[],
): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) {
      throw new InputError(`${formatPath(path)}: holds the character U+0000`);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => ensureStorable(item, [...path, index]));
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      ensureStorable(key, [...path, 'key']);
      ensureStorable(item, [...path, key]);
    }
  }
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      return index === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}
