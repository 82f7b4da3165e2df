import { HOUR, parseInstant, sayInstant } from '../../instant';
import { plainText, sayNumber } from '../../plainText';
import { normaliseArtifact, sayArtifact } from '../artifact';
import type { RiskPolicy } from '../policy';
import {
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

function thresholdOf(policy: RiskPolicy): string {
  return `the same digest on staging for ${sayNumber(
    policy.stagingSoakHours,
  )} h`;
}

function knownStaging(context: RiskContext): FactorFinding {
  const { facts, policy, releaseInstant } = context;
  const { release, staging } = facts;
  const threshold = thresholdOf(policy);
  if (!release.digest) {
    return {
      outcome: 'unknown',
      value: 'digest not known',
      threshold,
      message:
        'Whether staging ran the same artifact is not known: the digest of this release is not.',
      remedy: 'Name the artifact by its image digest in the events.',
    };
  }
  if (staging.status === 'unknown') {
    return {
      outcome: 'unknown',
      value: 'not known',
      threshold,
      message: `What staging ran is not known: ${plainText(
        staging.reason,
        200,
      )}`,
      remedy:
        'Have the pipeline report deployments to the staging environment of this tenant.',
    };
  }
  const since = parseInstant(staging.deployedAt);
  const soaked = since + policy.stagingSoakHours * HOUR;
  const evidence = [
    {
      label: `staging ran ${sayArtifact(staging.artifact)}`,
      source: staging.source,
      observedAt: staging.deployedAt,
      eventId: staging.eventId,
    },
  ];
  const environment = plainText(staging.environmentRef, 120);
  const common = { outcome: 'known', threshold, evidence } as const;
  if (normaliseArtifact(staging.artifact) !== release.digest) {
    return {
      ...common,
      share: 1,
      value: 'another artifact',
      message: `Staging (${environment}) ran another artifact: ${sayArtifact(
        staging.artifact,
      )}.`,
      remedy: `Deploy this digest to ${environment} first and let it run.`,
    };
  }
  const changesAt = [since, soaked];
  if (releaseInstant < since) {
    return {
      ...common,
      share: 1,
      value: 'not before the release',
      message: `Staging (${environment}) got this digest at ${sayInstant(
        since,
      )}, after the release.`,
      remedy: `Let ${environment} run this digest before the release.`,
      changesAt,
    };
  }
  if (releaseInstant < soaked) {
    return {
      ...common,
      share: 0.5,
      value: `same digest since ${sayInstant(since)}`,
      message: `Staging (${environment}) runs the same digest, but only since ${sayInstant(
        since,
      )}.`,
      remedy: `Release from ${sayInstant(soaked)} on.`,
      changesAt,
    };
  }
  return {
    ...common,
    share: 0,
    value: `same digest since ${sayInstant(since)}`,
    message: `Staging (${environment}) ran the same digest since ${sayInstant(
      since,
    )}.`,
    changesAt,
  };
}

/**
 * Whether the tenant's staging ran the very same digest, and long enough: none of the weight when it did, half while it has
 * not run long enough, all when it ran something else.
 *
 * @public
 */
export const stagingSameDigestFactor: RiskFactor = {
  id: 'staging-same-digest',
  title: 'Same digest on staging',
  group: 'readiness',
  weight: policy => policy.weights.stagingSameDigest,
  evaluate: context =>
    onlyInProduction(context, thresholdOf(context.policy)) ??
    knownStaging(context),
};
