import { plainText, sayNumber } from '../../plainText';
import type { Readiness } from '../readiness';
import { notSaid, saidAt } from './contribution';
import {
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'a restore loses no more than the recovery objective allows';

/** What a restore would lose, without a full stop. */
export function sayLoss({
  lossMinutes,
  process,
}: Extract<Readiness['recoveryPoint'], { status: 'known' }>): string {
  const name = plainText(process);
  return lossMinutes === undefined
    ? `Nothing can be restored, and all of ${name} would be lost`
    : `A restore would lose ${sayNumber(lossMinutes)} min of ${name}`;
}

function knownLoss({ facts, releaseInstant }: RiskContext): FactorFinding {
  const said = saidAt(facts.readiness, 'recoveryPoint', releaseInstant);
  if (!said.known) {
    return notSaid(
      said,
      threshold,
      'What a restore would lose now',
      'Connect a backup source, so that recovery points are compared with the objectives.',
    );
  }
  const { lossMinutes, objectiveMinutes, evidence } = said.known;
  const isInside = lossMinutes !== undefined && lossMinutes <= objectiveMinutes;
  return {
    outcome: 'known',
    share: isInside ? 0 : 1,
    value:
      lossMinutes === undefined
        ? 'nothing to restore'
        : `${sayNumber(lossMinutes)} of ${sayNumber(objectiveMinutes)} min`,
    threshold,
    message: `${sayLoss(said.known)}; ${sayNumber(
      objectiveMinutes,
    )} min are allowed.`,
    ...(!isInside && {
      remedy: 'Mend the backups, or take a recovery point before the release.',
    }),
    evidence,
    changesAt: said.changesAt,
  };
}

/**
 * Whether there is a recovery point inside the objective, for the business process that is worst off.
 *
 * @public
 */
export const recoveryPointFactor: RiskFactor = {
  id: 'recovery-point',
  title: 'Recovery point against objectives',
  group: 'readiness',
  weight: policy => policy.weights.recoveryPoint,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownLoss(context),
};
