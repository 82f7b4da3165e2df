import { z } from 'zod';

/** Reference of an entity, as a parameter of a request. */
export const entityRefParameter = z.string().min(1).max(300);

/** What a list takes: where the page begins, as the page before it said, and how many items it has at most. */
export const pageParameters = (limits: { most: number; unlessSaid: number }) =>
  ({
    cursor: z.string().max(500).optional(),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(limits.most)
      .default(limits.unlessSaid),
  } as const);

/** One page of a list; without `nextCursor` it is the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z
    .object({ items: z.array(item), nextCursor: z.string().optional() })
    .strict();
