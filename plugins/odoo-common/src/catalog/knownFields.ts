import { z } from 'zod';

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}

function schemasAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
): z.core.$ZodType[] {
  const current = unwrap(schema);
  if (current instanceof z.ZodUnion) {
    return current.options.flatMap(option => schemasAt(option, path));
  }
  if (path.length === 0) {
    return [current];
  }
  const [first, ...rest] = path;
  if (current instanceof z.ZodArray && typeof first === 'number') {
    return schemasAt(current.element, rest);
  }
  if (current instanceof z.ZodObject && typeof first === 'string') {
    const field: z.core.$ZodType | undefined = Object.hasOwn(
      current.shape,
      first,
    )
      ? current.shape[first]
      : undefined;
    return field ? schemasAt(field, rest) : [];
  }
  return [];
}

/** Names of the fields that may stand at a place of a schema; of all its forms when it has several. */
export function fieldsAt(
  schema: z.ZodType,
  path: readonly PropertyKey[],
): string[] {
  const names = schemasAt(schema, path).flatMap(found =>
    found instanceof z.ZodObject ? Object.keys(found.shape) : [],
  );
  return [...new Set(names)];
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

const normal = (name: string) =>
  name.toLocaleLowerCase('en-US').replace(/[-_\s]/g, '');

/**
 * The known name that a person most likely meant: the same but for case and dashes, a beginning of one (`prod`), or a few
 * slips away. Undefined when none is close.
 */
export function nearestField(
  written: string,
  known: readonly string[],
): string | undefined {
  if (written.length > 64) {
    return undefined;
  }
  const wanted = normal(written);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = known
    .map(name => {
      const candidate = normal(name);
      const isBeginning =
        wanted.length >= 3 &&
        (candidate.startsWith(wanted) || wanted.startsWith(candidate));
      return {
        name,
        distance: isBeginning ? 0.5 : editDistance(wanted, candidate),
        same: candidate === wanted,
      };
    })
    .filter(entry => entry.same || entry.distance <= allowed)
    .sort((a, b) => Number(b.same) - Number(a.same) || a.distance - b.distance);
  return ranked[0]?.name;
}
