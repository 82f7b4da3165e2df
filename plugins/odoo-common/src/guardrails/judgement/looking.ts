import type { Guardrail, GuardrailComparison } from '../definition';
import { normalQuantile } from '../statistics/distributions';
import type { ComparisonLook } from '../verdict';
import type { Judging } from './judging';
import { harmSign, measuredIn, type Step } from './steps';

/** What a comparison is asked at one look. */
export interface Looking {
  judging: Judging;
  compare: GuardrailComparison;
  /** Steps from the end of settling up to the look. */
  steps: readonly (Step | undefined)[];
  /** Chance of a false alarm that this look may take. */
  level: number;
  /** Change that is too small to matter, in the unit. */
  smallestChange: number;
  /**
   * How many steps can't decide: as many as are too short for a breach, or a tenth. The worst of them are set down to the next one;
   * missing steps are taken out of the same number, so that what nobody measured is feared as much as what was measured is doubted.
   */
  allowance: number;
  missing: number;
}

/** What one look found. */
export interface Looked {
  look: ComparisonLook;
  /** Worse than before: certain enough, and by more than nobody would act on. */
  isBreach: boolean;
  /** It would be, if what is missing were as bad as the worst that counts. */
  mightBeBreach: boolean;
  /** Worse by more than nobody would act on, certain or not. */
  isHarmful: boolean;
  /** A change that has to be seen for an ok would have been found. */
  hasSeenEnough: boolean;
}

/** Standard errors that a change has to be beyond the level's own to be found in four cases of five. */
const FOUR_OF_FIVE = normalQuantile(0.2);

/** Standard errors from which on a change is found in four cases of five. */
export const errorsToDetect = (level: number) =>
  normalQuantile(level) + FOUR_OF_FIVE;

/** A tenth of the first threshold, where there is one: of a ratio of the share that is bad. */
function usuallyTooSmall(guardrail: Guardrail): number {
  const { kind, warn, fail } = guardrail;
  const threshold = warn ?? fail;
  if (threshold === undefined || (kind !== 'gauge' && kind !== 'ratio')) {
    return 0;
  }
  const isShareOfGood = kind === 'ratio' && harmSign(guardrail) < 0;
  return Math.abs(isShareOfGood ? 1 - threshold : threshold) / 10;
}

/** The look at this instant, or nothing when most of what lies after settling would be too short for a breach. */
export function lookingAt(
  judging: Judging,
  compare: GuardrailComparison,
  at: number,
): Looking | undefined {
  const { guardrail, policy, stepMs, from, after, breachSteps } = judging;
  const count = Math.floor((at - policy.arrivalSeconds * 1000 - from) / stepMs);
  const tooShortForBreach = breachSteps - 1;
  if (count < Math.max(3, 3 * tooShortForBreach)) {
    return undefined;
  }
  const steps = after.steps.slice(0, count);
  return {
    judging,
    compare,
    steps,
    level: (policy.falseAlarmsPerRelease * judging.share) / policy.looks.length,
    smallestChange: compare.smallestChange ?? usuallyTooSmall(guardrail),
    allowance: Math.max(tooShortForBreach, Math.floor(count / 10)),
    missing: steps.filter(step => step === undefined).length,
  };
}

/** Whether a factor for the worse is at least so many percent. */
export function isWorseBy(
  percent: number,
  factor: number,
  sign: number,
): boolean {
  return sign > 0 ? factor >= 1 + percent / 100 : factor <= 1 - percent / 100;
}

/** Steps of the look in which something was measured. */
export const measuredAt = ({ steps }: Looking) => measuredIn(steps);

/** Percent for the worse that must be seen for an ok. */
export function mustSeePercent({ compare, judging }: Looking): number {
  const { guardrail } = judging;
  if (compare.mustSeePercent !== undefined) {
    return compare.mustSeePercent;
  }
  if (guardrail.kind === 'ratio') {
    return 200;
  }
  return harmSign(guardrail) > 0 ? 100 : 50;
}
