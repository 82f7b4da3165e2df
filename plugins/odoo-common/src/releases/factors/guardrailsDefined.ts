import { sayCount } from '../../plainText';
import { saidAt } from './contribution';
import {
  evidenceOf,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const threshold = 'at least 1 indicator with thresholds';

const remedy =
  'Define guardrails for this environment, or post guardrails with the release.';

function knownGuardrails({
  facts,
  releaseInstant,
}: RiskContext): FactorFinding {
  const posted = facts.release.facts.guardrails;
  const said = saidAt(facts.readiness, 'guardrails', releaseInstant);
  if (!posted && !said.known) {
    return {
      outcome: 'unknown',
      value: 'not known',
      threshold,
      message: `Whether thresholds are defined is not known: ${said.reason}.`,
      remedy: said.remedy ?? remedy,
      changesAt: said.changesAt,
    };
  }
  const count = Math.max(posted?.value.count ?? 0, said.known?.count ?? 0);
  return {
    outcome: 'known',
    share: count > 0 ? 0 : 1,
    value: sayCount(count, 'indicator'),
    threshold,
    message:
      count > 0
        ? `${sayCount(count, 'indicator')} with thresholds will watch it.`
        : 'No indicator with thresholds will watch it.',
    ...(count === 0 && { remedy }),
    evidence: [
      ...(posted
        ? [evidenceOf(posted, sayCount(posted.value.count, 'guardrail'))]
        : []),
      ...(said.known?.evidence ?? []),
    ],
    changesAt: said.changesAt,
  };
}

/**
 * Whether indicators with thresholds were defined before the release, so that «degraded» has a meaning after it.
 *
 * @public
 */
export const guardrailsDefinedFactor: RiskFactor = {
  id: 'guardrails-defined',
  title: 'Guardrails defined',
  group: 'readiness',
  weight: policy => policy.weights.guardrails,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownGuardrails(context),
};
