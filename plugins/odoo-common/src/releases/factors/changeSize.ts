import { sayCount, sayNumber } from '../../plainText';
import { evidenceOf, shareBySteps, type RiskFactor } from './factor';

/**
 * How much changes: changed lines and changed modules, the worse of the two. One alone says too little.
 *
 * @public
 */
export const changeSizeFactor: RiskFactor = {
  id: 'change-size',
  title: 'Size of the change',
  group: 'inherent',
  weight: policy => policy.weights.changeSize,
  evaluate({ facts, policy }) {
    const { changedLines, modules } = facts.release.facts;
    const bounds = policy.changeSize;
    const threshold = `up to ${sayCount(
      bounds.lines[0],
      'line',
    )} and ${sayCount(bounds.modules[0], 'module')}`;
    if (!changedLines && !modules) {
      return {
        outcome: 'unknown',
        value: 'not known',
        threshold,
        message: 'How much changes is not known: no event named it.',
        remedy:
          'Post changedLines and modules in customData.odoo of any event of this release.',
      };
    }
    const parts = [
      changedLines ? sayCount(changedLines.value, 'line') : undefined,
      modules ? sayCount(modules.value.length, 'module') : undefined,
    ].filter(part => part !== undefined);
    const value = parts.join(', ');
    const evidence = [
      ...(changedLines
        ? [
            evidenceOf(
              changedLines,
              sayCount(changedLines.value, 'changed line'),
            ),
          ]
        : []),
      ...(modules
        ? [
            evidenceOf(
              modules,
              sayCount(modules.value.length, 'changed module'),
            ),
          ]
        : []),
    ];
    if (!changedLines || !modules) {
      // What is known may be the smaller half: more knowledge must not raise the score
      return {
        outcome: 'unknown',
        value,
        threshold,
        message: `The release changes ${value}; how many ${
          changedLines ? 'modules' : 'lines'
        } is not known.`,
        remedy: `Post ${
          changedLines ? 'modules' : 'changedLines'
        } in customData.odoo of any event of this release.`,
        evidence,
      };
    }
    const share = Math.max(
      shareBySteps(changedLines.value, bounds.lines),
      shareBySteps(modules.value.length, bounds.modules),
    );
    return {
      outcome: 'known',
      share,
      value,
      threshold,
      message: `The release changes ${parts.join(' in ')}.`,
      ...(share > 0 && {
        remedy: `Split the release into smaller ones: ${sayNumber(
          bounds.lines[0],
        )} lines and ${sayCount(bounds.modules[0], 'module')} count nothing.`,
      }),
      evidence,
    };
  },
};
