import { parseInstant, sayInstant } from '../../instant';
import { plainText, sayCount } from '../../plainText';
import {
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'nothing else is being rolled out';

/** Most changes that are named one by one. */
const NAMED = 3;

function knownChanges({ facts, releaseInstant }: RiskContext): FactorFinding {
  const changesAt = facts.inFlight.map(({ since }) => parseInstant(since));
  const others = facts.inFlight.filter(
    ({ since }) => parseInstant(since) <= releaseInstant,
  );
  if (others.length === 0) {
    return {
      outcome: 'known',
      share: 0,
      value: 'none',
      threshold,
      message:
        'No other change to the environment or its platform is reported to be under way.',
      changesAt,
    };
  }
  const kinds = [...new Set(others.map(({ kind }) => kind))].sort();
  const named = others
    .slice(0, NAMED)
    .map(
      ({ kind, label, since }) =>
        `${kind} «${plainText(label, 60)}» since ${sayInstant(
          parseInstant(since),
        )}`,
    );
  return {
    outcome: 'known',
    share: others.length > 1 ? 1 : 0.5,
    value: sayCount(others.length, 'other change'),
    threshold,
    message: `Under way at the same time: ${named.join('; ')}${
      others.length > NAMED ? ` and ${others.length - NAMED} more` : ''
    }.`,
    remedy: 'Wait until the others are done, so that a fault has one cause.',
    evidence: others
      .slice(0, NAMED)
      .map(({ kind, since, source, eventId }) => ({
        label: `${kind} change`,
        source,
        observedAt: since,
        ...(eventId !== undefined && { eventId }),
      })),
    ...(kinds.length === 1 &&
      kinds[0] === 'connector' && { role: 'connector' as const }),
    changesAt,
  };
}

/**
 * What else is being rolled out: another release of the environment, work on its platform, a connector. Two at once, and a
 * fault has no single cause.
 *
 * @public
 */
export const concurrencyFactor: RiskFactor = {
  id: 'concurrency',
  title: 'Changes at the same time',
  group: 'inherent',
  weight: policy => policy.weights.concurrency,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownChanges(context),
};
