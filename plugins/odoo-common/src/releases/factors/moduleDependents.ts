import { sayCount } from '../../plainText';
import {
  evidenceOf,
  nobodySaid,
  onlyInProduction,
  shareBySteps,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const remedy =
  'Post the dependents of each changed module, as the manifests of the image say.';

function knownDependents(
  { facts, policy }: RiskContext,
  threshold: string,
): FactorFinding {
  const { modules } = facts.release.facts;
  if (!modules) {
    return nobodySaid(
      threshold,
      'What depends on the changed modules is not known: no event named modules.',
      remedy,
    );
  }
  const evidence = [
    evidenceOf(modules, sayCount(modules.value.length, 'changed module')),
  ];
  const dependents = new Set<string>();
  let silent = 0;
  for (const module of modules.value) {
    silent += module.dependents ? 0 : 1;
    module.dependents?.forEach(name => dependents.add(name));
  }
  if (silent > 0) {
    return {
      ...nobodySaid(
        threshold,
        `What depends on the changed modules is not known for ${sayCount(
          silent,
          'module',
        )}.`,
        remedy,
      ),
      evidence,
    };
  }
  const share = shareBySteps(dependents.size, policy.blastRadius.dependents);
  const value = sayCount(dependents.size, 'dependent module');
  return {
    outcome: 'known',
    share,
    value,
    threshold,
    message:
      dependents.size === 0
        ? 'No other module depends on what changes.'
        : `A fault reaches ${value}.`,
    ...(share > 0 && {
      remedy: 'Test the dependent modules, or change what fewer depend on.',
    }),
    evidence,
  };
}

/**
 * How far a fault reaches inside Odoo: the modules that depend on the changed ones.
 *
 * @public
 */
export const moduleDependentsFactor: RiskFactor = {
  id: 'module-dependents',
  title: 'Dependent modules',
  group: 'inherent',
  weight: policy => policy.weights.moduleDependents,
  evaluate(context) {
    const threshold = `up to ${sayCount(
      context.policy.blastRadius.dependents[0],
      'dependent module',
    )}`;
    return (
      onlyInProduction(context, threshold) ??
      knownDependents(context, threshold)
    );
  },
};
