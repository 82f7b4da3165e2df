import { HOUR, parseInstant, sayInstant } from '../../instant';
import { plainText, sayNumber } from '../../plainText';
import {
  evidenceOf,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy =
  'Take a checkpoint right before the release and post it (dev.cdeventsx.odoo-checkpoint.recorded).';

function knownCheckpoint(
  { facts, policy, releaseInstant }: RiskContext,
  threshold: string,
): FactorFinding {
  const { checkpoint } = facts.release.facts;
  if (!checkpoint) {
    return {
      outcome: 'unknown',
      value: 'not known',
      threshold,
      message:
        'No checkpoint is known that a rollback could return to; that does not say that there is none.',
      remedy,
    };
  }
  const at = parseInstant(checkpoint.value.at);
  const expires = at + policy.checkpointMaxAgeHours * HOUR + 1;
  const changesAt = [at, expires];
  const value = sayInstant(at);
  const label = checkpoint.value.label
    ? ` («${plainText(checkpoint.value.label)}»)`
    : '';
  const evidence = [evidenceOf(checkpoint, `checkpoint of ${value}`)];
  if (at > releaseInstant) {
    return {
      outcome: 'unknown',
      value,
      threshold,
      message: `The only checkpoint known${label} is of ${value}, after the release: it does not hold what was before.`,
      remedy,
      evidence,
      changesAt,
    };
  }
  const isRecent = releaseInstant < expires;
  return {
    outcome: 'known',
    share: isRecent ? 0 : 1,
    value,
    threshold,
    message: isRecent
      ? `A rollback can return to the checkpoint of ${value}${label}.`
      : `The last checkpoint${label} is of ${value}: whatever was sold since would be lost.`,
    ...(!isRecent && { remedy }),
    evidence,
    changesAt,
  };
}

/**
 * Whether a checkpoint from before the release is known, and recent.
 *
 * @public
 */
export const checkpointFactor: RiskFactor = {
  id: 'checkpoint',
  title: 'Checkpoint',
  group: 'readiness',
  weight: policy => policy.weights.checkpoint,
  evaluate(context) {
    const threshold = `a checkpoint at most ${sayNumber(
      context.policy.checkpointMaxAgeHours,
    )} h before the release`;
    return (
      onlyInProduction(context, threshold) ??
      knownCheckpoint(context, threshold)
    );
  },
};
