import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** The first `length` hexadecimal digits of the SHA-256 of a text. */
export function shortHash(text: string, length: number): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, length);
}

/**
 * Id of a release: 128 bits of the SHA-256 of its key and nothing else, so every replica, and every rebuild from the events,
 * gives the same id in whatever order the events came.
 *
 * @public
 */
export function releaseId(
  environmentRef: string,
  artifact: string,
  attempt: number,
): string {
  return `rel-${shortHash(
    JSON.stringify([environmentRef, artifact, attempt]),
    32,
  )}`;
}
