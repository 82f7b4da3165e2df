import { z } from 'zod';
import { plainText } from '../plainText';
import { ONE_DATABASE_ONLY } from '../fields';
import { fieldsAt, nearestField } from './knownFields';

/**
 * One thing that is wrong with a descriptor.
 *
 * @public
 */
export interface DescriptorProblem {
  /** Where, e.g. `spec.services[1].role`. */
  path: string;
  /** What is wrong, and what to write instead. */
  message: string;
}

/** More than this helps nobody, and a message has to stay readable. */
const MAX_PROBLEMS = 50;

const MAX_QUOTED = 60;

/** Fields that people write and that the schemas refuse for a reason worth telling. */
const REFUSED_FIELDS = new Map<string, string>([
  ['spec.databases', ONE_DATABASE_ONLY],
  [
    'spec.links',
    'links stand in metadata.links, as in every other kind; move them there',
  ],
]);

type Path = readonly PropertyKey[];

export function formatPath(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') {
      text += `[${part}]`;
    } else if (/^[A-Za-z_$][\w$]*$/.test(String(part))) {
      text += text ? `.${String(part)}` : String(part);
    } else {
      text += `[${JSON.stringify(plainText(String(part), MAX_QUOTED))}]`;
    }
  }
  return text || '(whole descriptor)';
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
}

const EXPECTED: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (lines that begin with "- ")',
  object: 'a group of fields',
  record: 'a group of fields',
};

function describeValue(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object'
    ? 'a group of fields'
    : `'${plainText(String(value), MAX_QUOTED)}'`;
}

function wrongType(expected: string, value: unknown, path: Path): string {
  const wanted = EXPECTED[expected] ?? expected;
  if (value === undefined) {
    return `is missing; write ${wanted} here`;
  }
  if (value === null) {
    return `is empty; write ${wanted} here, or remove the line if it may be left out`;
  }
  if (
    expected === 'string' &&
    (typeof value === 'number' || typeof value === 'boolean')
  ) {
    const field = path[path.length - 1];
    // YAML reads 18.0 as the number 18: the dot that the author wrote is gone.
    const text =
      field === 'series' && Number.isInteger(value)
        ? `${value}.0`
        : String(value);
    const example =
      typeof field === 'string' ? `${field}: "${text}"` : `"${text}"`;
    return `is a ${typeof value} in YAML; write it in quotes: ${example}`;
  }
  return `write ${wanted}, not ${describeValue(value)}`;
}

function oneOf(values: readonly unknown[], value: unknown): string {
  const known = values.map(String);
  const list = known.join(', ');
  if (value === undefined) {
    return `is missing; write ${
      known.length > 1 ? `one of ${list}` : list
    } here`;
  }
  const near =
    typeof value === 'string' ? nearestField(value, known) : undefined;
  return `${describeValue(value)} is not known; write ${
    known.length > 1 ? `one of ${list}` : list
  }${near && known.length > 1 ? ` (did you mean ${near}?)` : ''}`;
}

function unknownField(schema: z.ZodType, path: Path, field: string): string {
  const refused = REFUSED_FIELDS.get(formatPath([...path, field]));
  if (refused) {
    return refused;
  }
  const known = fieldsAt(schema, path);
  const near = nearestField(field, known);
  return near
    ? `unknown field; did you mean ${near}?`
    : `unknown field; remove it. Known here: ${known.join(', ')}`;
}

/** A value that does not fit any shape: speak of the shape that it was most likely meant to have. */
function likelyBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const misfit = (issues: readonly z.core.$ZodIssue[]) =>
    issues.filter(
      issue =>
        issue.code === 'unrecognized_keys' ||
        (issue.code === 'invalid_type' && issue.path.length <= 1),
    ).length;
  const fitting = branches.filter(issues => misfit(issues) === 0);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function size(origin: string, limit: unknown, most: boolean): string {
  const unit = { string: ' character', array: ' item' }[origin];
  const plural = unit && Number(limit) !== 1 ? 's' : '';
  return `write ${most ? 'at most' : 'at least'} ${String(limit)}${
    unit ?? ''
  }${plural}`;
}

function expand(
  schema: z.ZodType,
  root: unknown,
  issue: z.core.$ZodIssue,
  parents: Path,
): DescriptorProblem[] {
  const path = [...parents, ...issue.path];
  const at = (message: string): DescriptorProblem[] => [
    { path: formatPath(path), message },
  ];
  switch (issue.code) {
    case 'invalid_type': {
      const value = valueAt(root, path);
      // A remedy that the schema gives for this very field beats the general sentence.
      const own = issue.message.startsWith('Invalid input')
        ? undefined
        : issue.message;
      return at(own ?? wrongType(issue.expected, value, path));
    }
    case 'invalid_value':
      return at(oneOf(issue.values, valueAt(root, path)));
    case 'unrecognized_keys':
      return issue.keys.map(field => ({
        path: formatPath([...path, field]),
        message: unknownField(schema, path, field),
      }));
    case 'invalid_union': {
      const value = valueAt(root, path);
      if (value === undefined) {
        return at(wrongType('object', value, path));
      }
      const branch = likelyBranch(issue.errors);
      return branch
        ? branch.flatMap(inner => expand(schema, root, inner, path))
        : at(
            issue.message === 'Invalid input'
              ? `fits none of the forms that may stand here; known fields: ${fieldsAt(
                  schema,
                  path,
                ).join(', ')}`
              : issue.message,
          );
    }
    case 'too_small':
      return at(
        issue.message.startsWith('Too small')
          ? size(issue.origin, issue.minimum, false)
          : issue.message,
      );
    case 'too_big':
      return at(
        issue.message.startsWith('Too big')
          ? size(issue.origin, issue.maximum, true)
          : issue.message,
      );
    case 'invalid_format':
      return at(
        issue.format === 'email' ? 'write an e-mail address' : issue.message,
      );
    case 'invalid_key':
      return at(issue.issues[0]?.message ?? issue.message);
    default:
      return at(issue.message);
  }
}

/**
 * What zod found, in sentences for the author of a descriptor, in the order of the schema, each once.
 */
export function describeIssues(
  schema: z.ZodType,
  root: unknown,
  issues: readonly z.core.$ZodIssue[],
): DescriptorProblem[] {
  const seen = new Set<string>();
  const problems = issues
    .flatMap(issue => expand(schema, root, issue, []))
    .filter(problem => {
      const text = `${problem.path}: ${problem.message}`;
      return seen.has(text) ? false : seen.add(text);
    });
  if (problems.length <= MAX_PROBLEMS) {
    return problems;
  }
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    {
      path: '(whole descriptor)',
      message: `and ${
        problems.length - MAX_PROBLEMS
      } more problems; mend these first`,
    },
  ];
}
