import type {
  EnvironmentDeployment,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DeploymentIn } from '../ingest/ReleaseEventStore';

/** A deployment with its instant as a number. */
export interface TimedDeployment extends EnvironmentDeployment {
  ms: number;
}

/** Deployments of each environment in the order of time. */
export function groupDeployments(
  deployments: readonly DeploymentIn[],
): Map<string, TimedDeployment[]> {
  const groups = new Map<string, TimedDeployment[]>();
  for (const { environmentRef, ...deployment } of deployments) {
    const timed = { ...deployment, ms: Date.parse(deployment.at) };
    const group = groups.get(environmentRef);
    if (group) {
      group.push(timed);
    } else {
      groups.set(environmentRef, [timed]);
    }
  }
  groups.forEach(group => group.sort((a, b) => a.ms - b.ms));
  return groups;
}

/** Index of the first deployment at or after an instant. */
function firstAt(deployments: readonly TimedDeployment[], ms: number): number {
  let low = 0;
  let high = deployments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (deployments[middle].ms < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The deployments of other artifacts that can end an attempt of this one: after each of its own events only the next one, since
 * those behind it find the attempt ended. Those of one instant come together: only the fold knows their order. Without this,
 * each of many artifacts of a batch would be folded over the deployments of all.
 */
export function deploymentsThatMatter(
  artifact: string,
  events: readonly ReleaseEvent[],
  deployments: readonly TimedDeployment[],
): TimedDeployment[] {
  const chosen = new Set<TimedDeployment>();
  for (const event of events) {
    const at = Date.parse(event.occurredAt);
    let instant: number | undefined;
    for (
      let index = firstAt(deployments, at);
      index < deployments.length;
      index++
    ) {
      const deployment = deployments[index];
      if (instant !== undefined && deployment.ms > instant) {
        break;
      }
      if (deployment.artifact !== artifact) {
        chosen.add(deployment);
        instant = deployment.ms > at ? deployment.ms : undefined;
      }
    }
  }
  return [...chosen];
}
