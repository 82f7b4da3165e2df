import { shortHash } from '../shortHash';

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
