import type { z } from 'zod';

/** Refuses a list of the config in which two entries have one key, and names both places. */
export function refuseDuplicates<T>(
  items: T[],
  key: (item: T) => string,
  field: string,
  ctx: z.RefinementCtx<T[]>,
): void {
  const first = new Map<string, number>();
  items.forEach((item, index) => {
    const seen = first.get(key(item));
    if (seen === undefined) {
      first.set(key(item), index);
    } else {
      ctx.addIssue({
        code: 'custom',
        path: [index, field],
        message: `'${key(
          item,
        )}' stands twice, first in entry ${seen}; keep one entry`,
      });
    }
  });
}
