import { plainText } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'a provenance that was verified';

function knownProvenance({ facts }: RiskContext): FactorFinding {
  const { provenance } = facts.release.facts;
  if (!provenance) {
    return nobodySaid(
      threshold,
      'Where the image was built is not known: no event said.',
      'Verify the provenance in the pipeline, and post provenance.',
    );
  }
  const { verified, builder } = provenance.value;
  const by = builder === undefined ? '' : ` by ${plainText(builder)}`;
  return {
    outcome: 'known',
    share: verified ? 0 : 1,
    value: verified ? 'verified' : 'not verified',
    threshold,
    message: verified
      ? `The image was built${by}, as its verified provenance says.`
      : 'The provenance of the image could not be verified.',
    ...(!verified && {
      remedy: 'Build the image where its provenance is attested.',
    }),
    evidence: [
      evidenceOf(
        provenance,
        verified ? 'provenance verified' : 'provenance not verified',
      ),
    ],
  };
}

/**
 * Whether somebody verified where the image was built.
 *
 * @public
 */
export const provenanceFactor: RiskFactor = {
  id: 'provenance',
  title: 'Provenance',
  group: 'readiness',
  weight: policy => policy.weights.provenance,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownProvenance(context),
};
