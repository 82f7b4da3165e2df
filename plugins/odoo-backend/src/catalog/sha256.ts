import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal digits of a value's JSON, for keys that are too long for an index. */
export function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
