import { HOUR, parseInstant, sayInstant } from '../../instant';
import { sayCount } from '../../plainText';
import { notSaid, saidAt } from './contribution';
import {
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy = 'Try a restore and post how it went (restoreDrill).';

function knownDrill(
  { facts, policy, releaseInstant }: RiskContext,
  threshold: string,
): FactorFinding {
  const said = saidAt(facts.readiness, 'restoreDrill', releaseInstant);
  if (!said.known) {
    return notSaid(said, threshold, 'When a restore was last tried', remedy);
  }
  const { outcome, at, durationSeconds, objectiveSeconds, evidence } =
    said.known;
  const drilledAt = parseInstant(at);
  const expires = drilledAt + policy.restoreDrillMaxAgeDays * 24 * HOUR + 1;
  const common = {
    outcome: 'known' as const,
    value: sayInstant(drilledAt),
    threshold,
    evidence,
    changesAt: [...said.changesAt, drilledAt, expires],
  };
  const minutes = sayCount(Math.round(durationSeconds / 60), 'minute');
  if (outcome === 'failure') {
    return {
      ...common,
      share: 1,
      message: `The last restore that was tried, at ${common.value}, failed.`,
      remedy: 'Find out why the restore failed, and try it again.',
    };
  }
  if (releaseInstant < drilledAt || releaseInstant >= expires) {
    return {
      ...common,
      share: 1,
      message: `The last restore that was tried before is of ${common.value}.`,
      remedy,
    };
  }
  if (objectiveSeconds !== undefined && durationSeconds > objectiveSeconds) {
    return {
      ...common,
      share: 0.5,
      message: `The restore of ${common.value} took ${minutes}, and ${sayCount(
        Math.round(objectiveSeconds / 60),
        'minute',
      )} are allowed.`,
      remedy: 'Make the restore faster, and try it again.',
    };
  }
  return {
    ...common,
    share: 0,
    message: `A restore was tried at ${common.value} and took ${minutes}.`,
  };
}

/**
 * Whether a restore was tried, not long ago, and worked.
 *
 * @public
 */
export const restoreDrillFactor: RiskFactor = {
  id: 'restore-drill',
  title: 'Restore drill',
  group: 'readiness',
  weight: policy => policy.weights.restoreDrill,
  evaluate(context) {
    const threshold = `a restore that worked, at most ${sayCount(
      context.policy.restoreDrillMaxAgeDays,
      'day',
    )} before the release`;
    return (
      onlyInProduction(context, threshold) ?? knownDrill(context, threshold)
    );
  },
};
