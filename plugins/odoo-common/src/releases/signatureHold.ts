import type { FactorFinding, RiskContext } from './factors';
import type { RiskRule } from './riskRule';

/**
 * In production, an image whose signature could not be verified; where the policy asks for it, also one of which nobody said that its
 * signature was verified.
 */
export function signatureHold(
  { facts, policy }: RiskContext,
  findings: ReadonlyMap<string, FactorFinding>,
): RiskRule[] {
  if (facts.stage !== 'production') {
    return [];
  }
  const verified = facts.release.facts.signature?.value.verified;
  const evidence = findings.get('signature')?.evidence ?? [];
  if (verified === false && policy.holds.unsignedDigest) {
    return [
      {
        effect: 'hold',
        liftableBy: 'override',
        restates: 'signature',
        reason: {
          id: 'unsigned-digest',
          status: 'critical',
          message: 'The signature of the image could not be verified.',
          remedy:
            'Sign the image in the pipeline, and verify it before rollout.',
          evidence,
        },
      },
    ];
  }
  if (verified === undefined && policy.holds.unreportedSignature) {
    return [
      {
        effect: 'hold',
        liftableBy: 'override',
        restates: 'signature',
        reason: {
          id: 'signature-unknown',
          status: 'unknown',
          message: 'Nobody said that the signature of the image was verified.',
          remedy: 'Verify the signature in the pipeline, and post signature.',
          evidence,
        },
      },
    ];
  }
  return [];
}
