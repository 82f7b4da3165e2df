import { hash } from 'node:crypto';

/** SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** SHA-256 of a value's JSON, for keys that are too long for an index. */
export function sha256OfJson(value: unknown): string {
  return sha256(JSON.stringify(value));
}
