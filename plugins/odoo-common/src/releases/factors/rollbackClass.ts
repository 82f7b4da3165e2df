import { MINUTE, sayInstant } from '../../instant';
import { sayNumber } from '../../plainText';
import type { MigrationClass } from '../model';
import { saidAt } from './contribution';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';
import { checkpointToReturnTo } from './checkpointToReturnTo';

/** What going back takes. Odoo updates are not undone by a downgrade. */
const ways: Record<MigrationClass, string> = {
  none: 'redeploy the image before',
  configuration: 'redeploy the configuration before',
  module: 'redeploy the image before and update the modules with it',
  schema: 'restore the database',
  data: 'restore the database',
};

/** Part of the weight for what loses little, but takes more than an image. */
const MODERATE = 0.5;

function lossOfRestore(
  context: RiskContext,
  value: string,
  threshold: string,
): FactorFinding {
  const { facts, policy, releaseInstant } = context;
  const common = { value, threshold };
  const said = saidAt(facts.readiness, 'dataLossWindow', releaseInstant);
  if (said.known) {
    const { minutes, evidence } = said.known;
    return {
      ...common,
      outcome: 'known',
      value: `${value}, and lose ${sayNumber(minutes)} min`,
      share: minutes <= policy.dataLossMinutes ? MODERATE : 1,
      message: `Going back takes a restore of the database, and loses ${sayNumber(
        minutes,
      )} min of work beside what comes after the release.`,
      remedy: 'Take a recovery point right before the release.',
      evidence,
      changesAt: said.changesAt,
    };
  }
  const checkpoint = checkpointToReturnTo(context);
  if (!checkpoint || checkpoint.at > releaseInstant) {
    return {
      ...nobodySaid(
        threshold,
        `Going back takes a restore of the database; what it would lose is not known: ${said.reason}, and no checkpoint is.`,
        'Take a checkpoint right before the release and post it.',
      ),
      value,
      changesAt: [...said.changesAt, ...(checkpoint ? [checkpoint.at] : [])],
    };
  }
  const expires = checkpoint.at + policy.dataLossMinutes * MINUTE + 1;
  return {
    ...common,
    outcome: 'known',
    value: `${value}, and lose all since ${sayInstant(checkpoint.at)}`,
    share: releaseInstant < expires ? MODERATE : 1,
    message: `Going back takes a restore of the database, to ${sayInstant(
      checkpoint.at,
    )}: all work since then would be lost.`,
    remedy: 'Take a checkpoint right before the release and post it.',
    evidence: checkpoint.evidence,
    changesAt: [...said.changesAt, ...checkpoint.changesAt, expires],
  };
}

function knownWay(context: RiskContext, threshold: string): FactorFinding {
  const { migrationClass } = context.facts.release.facts;
  if (!migrationClass) {
    return nobodySaid(
      threshold,
      'What going back takes is not known: no event named a migration class.',
      'Post migrationClass in customData.odoo of any event of this release.',
    );
  }
  const way = ways[migrationClass.value];
  const evidence = [
    evidenceOf(migrationClass, `migration class ${migrationClass.value}`),
  ];
  switch (migrationClass.value) {
    case 'none':
    case 'configuration':
      return {
        outcome: 'known',
        share: 0,
        value: way,
        threshold,
        message: `To go back, ${way}; no data are lost.`,
        evidence,
      };
    case 'module':
      return {
        outcome: 'known',
        share: MODERATE,
        value: way,
        threshold,
        message: `To go back, ${way}; Odoo does not undo an update by itself.`,
        remedy: 'Try the way back on staging.',
        evidence,
      };
    default: {
      const loss = lossOfRestore(context, way, threshold);
      return { ...loss, evidence: [...evidence, ...(loss.evidence ?? [])] };
    }
  }
}

/**
 * What going back takes, at plan time: another image, an update, or a restore with the work that it would lose.
 *
 * @public
 */
export const rollbackClassFactor: RiskFactor = {
  id: 'rollback-class',
  title: 'Way back and data loss',
  group: 'readiness',
  weight: policy => policy.weights.rollbackClass,
  evaluate(context) {
    const threshold = 'going back takes no more than the image before';
    return onlyInProduction(context, threshold) ?? knownWay(context, threshold);
  },
};
