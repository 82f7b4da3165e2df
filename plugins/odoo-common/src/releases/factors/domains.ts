import type { BusinessDomain } from '../../calendar';
import { plainText, sayCount } from '../../plainText';
import { domainOfChange } from '../domainOfModule';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'no domain in which a fault stops sales';

/** Part of the weight: how directly a fault in the domain stops sales or falsifies stock. */
const shares: Record<BusinessDomain, number> = {
  'point-of-sale': 1,
  pricing: 1,
  platform: 1,
  ecommerce: 0.75,
  stock: 0.75,
  accounting: 0.5,
  connectors: 0.5,
  sale: 0.25,
};

function knownDomains({ facts, touched }: RiskContext): FactorFinding {
  const { modules } = facts.release.facts;
  if (!modules) {
    return nobodySaid(
      threshold,
      'Which business domains it touches is not known: no event named modules.',
      'Post modules in customData.odoo of any event of this release.',
    );
  }
  const evidence = [
    evidenceOf(modules, sayCount(modules.value.length, 'changed module')),
  ];
  if (!touched) {
    const silent = modules.value.filter(
      module => domainOfChange(module) === undefined,
    );
    return {
      ...nobodySaid(
        threshold,
        `Which business domains it touches is not known: of ${sayCount(
          silent.length,
          'module',
        )} nobody said (${plainText(
          silent
            .slice(0, 3)
            .map(({ name }) => name)
            .join(', '),
        )}${silent.length > 3 ? ', …' : ''}).`,
        'Post the domain of each module whose name does not say it.',
      ),
      evidence,
    };
  }
  const worstFirst = [...touched].sort(
    (a, b) => shares[b] - shares[a] || (a < b ? -1 : 1),
  );
  if (worstFirst.length === 0) {
    return {
      outcome: 'known',
      share: 0,
      value: 'none',
      threshold,
      message: 'No Odoo module changes.',
      evidence,
    };
  }
  return {
    outcome: 'known',
    share: shares[worstFirst[0]],
    value: worstFirst.join(', '),
    threshold,
    message: `It touches ${worstFirst.join(', ')}.`,
    remedy: `Release what touches ${worstFirst[0]} by itself, when the tenant trades least.`,
    evidence,
    ...(worstFirst.length === 1 &&
      worstFirst[0] === 'connectors' && { role: 'connector' as const }),
  };
}

/**
 * Where the retailer feels it: the most delicate of the business domains that the changed modules belong to.
 *
 * @public
 */
export const domainsFactor: RiskFactor = {
  id: 'domains',
  title: 'Business domains',
  group: 'inherent',
  weight: policy => policy.weights.domains,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownDomains(context),
};
