import { plainText, sayCount } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

/** Part of the weight for each of the last releases that failed. */
const FAILED_SHARE = 0.25;

const sayOutcomes = ({ well, failed }: { well: number; failed: number }) =>
  `${sayCount(well, 'release')} well, ${failed} failed`;

function knownFamiliarity(
  { facts, policy }: RiskContext,
  threshold: string,
): FactorFinding {
  const { familiarity } = facts;
  const { author } = facts.release.facts;
  if (familiarity.status === 'unknown') {
    return nobodySaid(
      threshold,
      `How often it went well before is not known: ${plainText(
        familiarity.reason,
        200,
      )}.`,
      'Have the pipeline report deployments.',
    );
  }
  const { environment } = familiarity;
  if (!familiarity.author) {
    return nobodySaid(
      threshold,
      'How often its author released well before is not known, since the author is not.',
      'Post author in customData.odoo of any event of this release.',
    );
  }
  const needed = policy.familiarReleases;
  const shares = [environment, familiarity.author].map(({ well, failed }) =>
    Math.min(1, Math.max(0, 1 - well / needed) + FAILED_SHARE * failed),
  );
  const share = Math.max(...shares);
  return {
    outcome: 'known',
    share,
    value: `author: ${sayOutcomes(familiarity.author)}`,
    threshold,
    message: `Of the last ${sayCount(
      familiarity.lookedAt,
      'release',
    )} to this environment: ${sayOutcomes(
      environment,
    )}; of the same author ${sayOutcomes(familiarity.author)}.`,
    ...(share > 0 && {
      remedy:
        'Have somebody who knows this environment look over the change and stand by.',
    }),
    ...(author && {
      evidence: [evidenceOf(author, `author ${plainText(author.value)}`)],
    }),
  };
}

/**
 * How often this environment, and this author in it, released well before: what is new to either goes wrong more often.
 *
 * @public
 */
export const familiarityFactor: RiskFactor = {
  id: 'familiarity',
  title: 'Familiarity',
  group: 'inherent',
  weight: policy => policy.weights.familiarity,
  evaluate(context) {
    const threshold = `${sayCount(
      context.policy.familiarReleases,
      'release',
    )} of the author and of the environment that went well, none that failed`;
    return (
      onlyInProduction(context, threshold) ??
      knownFamiliarity(context, threshold)
    );
  },
};
