import { z } from 'zod';

/** Years that every reader of ISO 8601 can read back. */
const FIRST = Date.UTC(1970, 0, 1);
const END = Date.UTC(10_000, 0, 1);

/** Whether an instant lies between the years 1970 and 9999. */
export const isReadable = (value: string) => {
  const at = Date.parse(value);
  return at >= FIRST && at < END;
};

export const outOfRange = 'write an instant between the years 1970 and 9999';

/** An instant as sources write it. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isReadable, { error: outOfRange });

/** UTC with milliseconds, so that instants of different sources compare. */
export const toUtc = (value: string) => new Date(value).toISOString();
