import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';

const SHORT_DIGEST = 12;

/** «sha256:9f3c1a2b4d5e», as container tools shorten it; an artifact without a digest keeps the name that its source gave it. */
export function releaseName(
  release: Pick<Release, 'artifact' | 'digest'>,
): string {
  if (release.digest === undefined) {
    return release.artifact;
  }
  const [algorithm, hex] = release.digest.split(':');
  return `${algorithm}:${hex.slice(0, SHORT_DIGEST)}`;
}
