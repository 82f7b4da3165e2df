import { z } from 'zod';

/** Formats allow any URI; only a web link without credentials is of use to a reader. Whatever else stands there is left out. */
export const link = z.string().transform(value => {
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

/** A name in one line, cut at 100 characters. */
export const longName = z
  .string()
  .transform(value => [...value].slice(0, 100).join('').replace(/\s+/g, ' '));
