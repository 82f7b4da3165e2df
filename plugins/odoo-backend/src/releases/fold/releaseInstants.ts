import {
  releaseEndedAt,
  type Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** The instants by which releases are sorted and found, epoch milliseconds. */
export interface ReleaseInstants {
  firstSeenAt: number;
  deployedAt?: number;
  /** Failed, rolled back or superseded; absent while it is on its way or runs. */
  endedAt?: number;
  /** By what releases of one environment are compared, as `compareReleasesForCurrent` does. */
  standingAt: number;
}

/** Reads the instants of a release's life. */
export function releaseInstants(release: Release): ReleaseInstants {
  const { lifecycle } = release;
  const ended = releaseEndedAt(release);
  const latest =
    ended ??
    lifecycle.deployedAt ??
    lifecycle.rollingOutAt ??
    lifecycle.gatedAt ??
    lifecycle.proposedAt ??
    lifecycle.firstSeenAt;
  return {
    firstSeenAt: Date.parse(lifecycle.firstSeenAt),
    ...(lifecycle.deployedAt && {
      deployedAt: Date.parse(lifecycle.deployedAt),
    }),
    ...(ended && { endedAt: Date.parse(ended) }),
    standingAt: Date.parse(latest),
  };
}
