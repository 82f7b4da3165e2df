import type { FoundationChange } from '../postedFacts';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'nothing below the modules moves';

const shares: Record<FoundationChange, number> = {
  dependency: 0.5,
  'base-image': 0.5,
  enterprise: 0.75,
  core: 0.75,
  series: 1,
};

function knownFoundations({ facts }: RiskContext): FactorFinding {
  const { foundations } = facts.release.facts;
  if (!foundations) {
    return nobodySaid(
      threshold,
      'Whether Odoo itself, Enterprise or a dependency moves is not known: no event said.',
      'Post foundations in customData.odoo, with an empty list when nothing below the modules moves.',
    );
  }
  const moved = [...new Set(foundations.value)].sort(
    (a, b) => shares[b] - shares[a] || (a < b ? -1 : 1),
  );
  const share = moved.length === 0 ? 0 : shares[moved[0]];
  const value = moved.join(', ') || 'none';
  return {
    outcome: 'known',
    share,
    value,
    threshold,
    message:
      share === 0 ? 'Nothing below the modules moves.' : `It moves: ${value}.`,
    ...(share > 0 && {
      remedy:
        'Move what is below the modules in a release of its own, without changed modules.',
    }),
    evidence: [evidenceOf(foundations, `foundations moved: ${value}`)],
  };
}

/**
 * What moves below the retailer's own modules: Odoo's core, Enterprise, a dependency, the base image, the series.
 *
 * @public
 */
export const foundationFactor: RiskFactor = {
  id: 'foundation',
  title: 'Core, Enterprise and dependencies',
  group: 'inherent',
  weight: policy => policy.weights.foundation,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownFoundations(context),
};
