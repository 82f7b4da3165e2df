import { approvalsFactor } from './approvals';
import { changeRecordFactor } from './changeRecord';
import { changeSizeFactor } from './changeSize';
import { checkpointFactor } from './checkpoint';
import { concurrencyFactor } from './concurrency';
import { domainsFactor } from './domains';
import type { RiskFactor } from './factor';
import { familiarityFactor } from './familiarity';
import { foundationFactor } from './foundation';
import { guardrailsDefinedFactor } from './guardrailsDefined';
import { migrationClassFactor } from './migrationClass';
import { migrationRehearsalFactor } from './migrationRehearsal';
import { moduleDependentsFactor } from './moduleDependents';
import { preparationFactor } from './preparation';
import { provenanceFactor } from './provenance';
import { recoveryPointFactor } from './recoveryPoint';
import { releaseTimingFactor } from './releaseTiming';
import { restoreDrillFactor } from './restoreDrill';
import { rollbackClassFactor } from './rollbackClass';
import { rollbackRehearsalFactor } from './rollbackRehearsal';
import { sharedPlatformFactor } from './sharedPlatform';
import { signatureFactor } from './signature';
import { stagingSameDigestFactor } from './stagingSameDigest';
import { testsFactor } from './tests';
import { vulnerabilitiesFactor } from './vulnerabilities';

export {
  concerningWindows,
  touchedDomains,
  windowsOfRelease,
  type ConcerningFreeze,
  type ConcerningWindow,
} from './freezesOfRelease';
export type { FactorFinding, RiskContext, RiskFactor } from './factor';

/**
 * Every factor, in the order in which those of equal points are shown. A new one is a file in this folder, a line here, and a
 * weight in the policy.
 *
 * @public
 */
export const riskFactors: readonly RiskFactor[] = [
  migrationClassFactor,
  domainsFactor,
  changeSizeFactor,
  releaseTimingFactor,
  foundationFactor,
  sharedPlatformFactor,
  moduleDependentsFactor,
  concurrencyFactor,
  familiarityFactor,
  checkpointFactor,
  recoveryPointFactor,
  restoreDrillFactor,
  stagingSameDigestFactor,
  migrationRehearsalFactor,
  testsFactor,
  approvalsFactor,
  changeRecordFactor,
  signatureFactor,
  provenanceFactor,
  vulnerabilitiesFactor,
  rollbackClassFactor,
  rollbackRehearsalFactor,
  guardrailsDefinedFactor,
  preparationFactor,
];
