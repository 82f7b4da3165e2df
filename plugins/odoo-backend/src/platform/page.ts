import { encodeCursor } from './cursor';

/** A page of a list, and where the next one begins; without `next` there is none. */
export interface Page<TItem, TPosition> {
  items: TItem[];
  next?: TPosition;
}

/** The first `limit` of what was found; to know whether there is more, ask the store for one more than that. */
export function pageOf<TItem, TPosition>(
  found: readonly TItem[],
  limit: number,
  positionOf: (last: TItem) => TPosition,
): Page<TItem, TPosition> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    ...(found.length > items.length &&
      last !== undefined && { next: positionOf(last) }),
  };
}

/** A page as the API answers it. */
export function toPageBody<TItem>({ items, next }: Page<TItem, unknown>): {
  items: TItem[];
  nextCursor?: string;
} {
  return {
    items,
    ...(next !== undefined && { nextCursor: encodeCursor(next) }),
  };
}
