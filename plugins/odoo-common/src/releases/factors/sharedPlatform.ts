import { plainText, sayCount } from '../../plainText';
import {
  nobodySaid,
  onlyInProduction,
  shareBySteps,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

function knownNeighbours(
  { facts, policy }: RiskContext,
  threshold: string,
): FactorFinding {
  const { blastRadius } = facts;
  if (blastRadius.status === 'unknown') {
    return nobodySaid(
      threshold,
      `Who else feels a fault is not known: ${plainText(
        blastRadius.reason,
        200,
      )}.`,
      'Name in spec.platformComponents what the environment shares with others.',
    );
  }
  const { image, components } = blastRadius;
  const widest = components.reduce(
    (most, one) => (one.tenants > most.tenants ? one : most),
    { componentRef: 'the same image', ...image },
  );
  const share = shareBySteps(widest.tenants, policy.blastRadius.tenants);
  const value = sayCount(widest.tenants, 'tenant');
  return {
    outcome: 'known',
    share,
    value,
    threshold,
    message:
      widest.tenants <= 1
        ? 'No other tenant shares the image or a platform component.'
        : `${value} with ${sayCount(
            widest.environments,
            'environment',
          )} stand on ${plainText(widest.componentRef, 120)}.`,
    ...(share > 0 && {
      remedy:
        'Release to one tenant first, and to the others when it went well.',
    }),
    evidence: [
      {
        label: 'platform components of the environment',
        source: blastRadius.source,
        observedAt: blastRadius.observedAt,
      },
    ],
  };
}

/**
 * Who else feels a fault: the most tenants on the same image or on one of the platform components under the environment.
 *
 * @public
 */
export const sharedPlatformFactor: RiskFactor = {
  id: 'shared-platform',
  title: 'Tenants on the same platform',
  group: 'inherent',
  weight: policy => policy.weights.sharedPlatform,
  evaluate(context) {
    const threshold = `up to ${sayCount(
      context.policy.blastRadius.tenants[0],
      'tenant',
    )} on the same image or platform component`;
    return (
      onlyInProduction(context, threshold) ??
      knownNeighbours(context, threshold)
    );
  },
};
