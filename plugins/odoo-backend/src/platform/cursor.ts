import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/** Where a page ends, as an opaque word for the caller to hand back. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/** The position that a cursor stands for; a cursor that we did not write is refused with its path. */
export function decodeCursor<T extends z.ZodType>(
  schema: T,
  cursor: string | undefined,
): z.output<T> | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  try {
    return schema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError(
      'query.cursor: is not one that this list gave; leave it out to begin at the first page',
    );
  }
}
