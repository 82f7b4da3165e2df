import { plainText } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'a signature that was verified';

/** Part of the weight for what is said to be signed, when nobody verified it. */
const UNVERIFIED_SHARE = 0.5;

function knownSignature({ facts }: RiskContext): FactorFinding {
  const { signature, signed } = facts.release.facts;
  if (signature) {
    const { verified, identity } = signature.value;
    const by = identity === undefined ? '' : ` of ${plainText(identity)}`;
    return {
      outcome: 'known',
      share: verified ? 0 : 1,
      value: verified ? 'verified' : 'not verified',
      threshold,
      message: verified
        ? `The signature${by} was verified.`
        : `The signature${by} could not be verified.`,
      ...(!verified && {
        remedy: 'Sign the image in the pipeline, and verify it before rollout.',
      }),
      evidence: [
        evidenceOf(
          signature,
          verified ? 'signature verified' : 'signature not verified',
        ),
      ],
    };
  }
  if (signed) {
    return {
      outcome: 'known',
      share: UNVERIFIED_SHARE,
      value: 'signed, not verified',
      threshold,
      message: 'The image is said to be signed; nobody verified it.',
      remedy: 'Verify the signature in the pipeline, and post signature.',
      evidence: [evidenceOf(signed, 'artifact signed')],
    };
  }
  return nobodySaid(
    threshold,
    'Whether the image is signed is not known: no event said.',
    'Verify the signature in the pipeline, and post signature.',
  );
}

/**
 * Whether somebody verified who signed the image.
 *
 * @public
 */
export const signatureFactor: RiskFactor = {
  id: 'signature',
  title: 'Signature',
  group: 'readiness',
  weight: policy => policy.weights.signature,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownSignature(context),
};
