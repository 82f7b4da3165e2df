import { z } from 'zod';

/** Years that every reader of ISO 8601 can read back. */
const FIRST = Date.UTC(1970, 0, 1);
const END = Date.UTC(10_000, 0, 1);

/**
 * Whether an instant lies between the years 1970 and 9999.
 *
 * @public
 */
export function isReadableInstant(value: string): boolean {
  const at = Date.parse(value);
  return at >= FIRST && at < END;
}

/**
 * What to tell whoever sent an instant that is not readable.
 *
 * @public
 */
export const instantOutOfRange =
  'write an instant between the years 1970 and 9999';

/**
 * An instant as sources write it: ISO 8601 with an offset, between the years 1970 and 9999.
 *
 * @public
 */
export const eventInstantSchema = z.iso
  .datetime({ offset: true })
  .refine(isReadableInstant, { error: instantOutOfRange });

/**
 * An instant in UTC with milliseconds, so that those of different sources compare.
 *
 * @public
 */
export function toUtcInstant(value: string): string {
  return new Date(value).toISOString();
}

/**
 * Formats allow any URI; only a web link without credentials is of use to a reader. Whatever else stands there is left out.
 *
 * @public
 */
export const webLinkSchema = z.string().transform(value => {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return undefined;
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && !url.username && !url.password && value.length <= 2048
    ? value
    : undefined;
});

/**
 * A name that a source gave to something, in one line, cut at 100 characters.
 *
 * @public
 */
export const sourceNameSchema = z
  .string()
  .transform(value => [...value].slice(0, 100).join('').replace(/\s+/g, ' '));
