import { sayNumber } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

function knownVulnerabilities(
  { facts, policy }: RiskContext,
  threshold: string,
): FactorFinding {
  const { vulnerabilities } = facts.release.facts;
  if (!vulnerabilities) {
    return nobodySaid(
      threshold,
      'Which vulnerabilities the image has is not known: no scan was reported.',
      'Scan the image in the pipeline, and post vulnerabilities.',
    );
  }
  const { critical, high, endOfSupport } = vulnerabilities.value;
  const value = `${sayNumber(critical)} critical, ${sayNumber(high)} high`;
  const common = {
    outcome: 'known' as const,
    value,
    threshold,
    evidence: [evidenceOf(vulnerabilities, `vulnerabilities: ${value}`)],
  };
  if (critical > policy.vulnerabilities.critical) {
    return {
      ...common,
      share: 1,
      message: `The image has ${value} vulnerabilities.`,
      remedy: 'Build it on a base image in which they are mended.',
    };
  }
  if (high > policy.vulnerabilities.high || endOfSupport) {
    return {
      ...common,
      share: 0.5,
      message: endOfSupport
        ? `The base system gets no more security fixes; the image has ${value} vulnerabilities.`
        : `The image has ${value} vulnerabilities.`,
      remedy: 'Build it on a base image in which they are mended.',
    };
  }
  return {
    ...common,
    share: 0,
    message: `The image has ${value} vulnerabilities, as the policy allows.`,
  };
}

/**
 * Known vulnerabilities of the image, against what the policy allows.
 *
 * @public
 */
export const vulnerabilitiesFactor: RiskFactor = {
  id: 'vulnerabilities',
  title: 'Vulnerabilities',
  group: 'readiness',
  weight: policy => policy.weights.vulnerabilities,
  evaluate(context) {
    const { critical, high } = context.policy.vulnerabilities;
    const threshold = `up to ${sayNumber(critical)} critical, ${sayNumber(
      high,
    )} high`;
    return (
      onlyInProduction(context, threshold) ??
      knownVulnerabilities(context, threshold)
    );
  },
};
