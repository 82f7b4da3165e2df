import { HOUR, sayInstant } from '../../instant';
import { plainText, sayNumber } from '../../plainText';
import { checkpointToReturnTo } from './checkpointToReturnTo';
import {
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy =
  'Take a checkpoint right before the release and post it (dev.cdeventsx.odoo-checkpoint.recorded).';

function knownCheckpoint(
  context: RiskContext,
  threshold: string,
): FactorFinding {
  const { policy, releaseInstant } = context;
  const checkpoint = checkpointToReturnTo(context);
  if (!checkpoint) {
    return nobodySaid(
      threshold,
      'No checkpoint is known that a rollback could return to; that does not say that there is none.',
      remedy,
    );
  }
  const { at } = checkpoint;
  const expires = at + policy.checkpointMaxAgeHours * HOUR + 1;
  const changesAt = [...checkpoint.changesAt, expires];
  const value = sayInstant(at);
  const label = checkpoint.label ? ` («${plainText(checkpoint.label)}»)` : '';
  const evidence = checkpoint.evidence.map(one => ({
    ...one,
    label: `checkpoint of ${value}`,
  }));
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
