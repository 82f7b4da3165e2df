import { approvalsFactor } from './approvals';
import { changeSizeFactor } from './changeSize';
import { checkpointFactor } from './checkpoint';
import type { RiskFactor } from './factor';
import { releaseTimingFactor } from './releaseTiming';
import { stagingSameDigestFactor } from './stagingSameDigest';

export type { ConcerningFreeze } from './freezesOfRelease';
export type { FactorFinding, RiskContext, RiskFactor } from './factor';

/**
 * Every factor, in the order in which those of equal points are shown. A new one is a file in this folder, a line here, and a
 * weight in the policy.
 *
 * @public
 */
export const riskFactors: readonly RiskFactor[] = [
  changeSizeFactor,
  releaseTimingFactor,
  stagingSameDigestFactor,
  approvalsFactor,
  checkpointFactor,
];
