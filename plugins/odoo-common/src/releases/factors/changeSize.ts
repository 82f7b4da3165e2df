import { sayCount, sayNumber } from '../../plainText';
import { evidenceOf, type RiskFactor } from './factor';

type Steps = readonly [number, number, number, number];

/** Quarter steps: 0 up to the first bound, then 25, 50 and 75 %; all of it above the last. */
function shareOf(value: number, bounds: Steps): number {
  const step = bounds.findIndex(bound => value <= bound);
  return step === -1 ? 1 : step / 4;
}

/**
 * How much changes: changed lines and changed modules, the worse of those known.
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
          'Post changedLines or modules in customData.odoo of any event of this release.',
      };
    }
    const parts = [
      changedLines ? sayCount(changedLines.value, 'line') : undefined,
      modules ? sayCount(modules.value.length, 'module') : undefined,
    ].filter(part => part !== undefined);
    const share = Math.max(
      changedLines ? shareOf(changedLines.value, bounds.lines) : 0,
      modules ? shareOf(modules.value.length, bounds.modules) : 0,
    );
    const value = parts.join(', ');
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
      evidence: [
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
      ],
    };
  },
};
