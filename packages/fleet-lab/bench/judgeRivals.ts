/* What else one could judge by, on the same data: plain thresholds, and the rank test as Kayenta uses it. */
import type { GuardrailInput } from '@odoo-fleet/backstage-plugin-odoo-common';
import { MINUTE } from './judgeTraffic';

/** Values of steps after settling (two minutes) and up to `until`, whatever they count. */
function valuesIn(
  input: GuardrailInput,
  anchor: number,
  samples: readonly { at: number; value: number; total?: number }[],
  until: number,
): number[] {
  return samples
    .filter(({ at }) => at > anchor + 2 * MINUTE && at <= anchor + until)
    .map(({ value, total }) =>
      input.guardrail.kind === 'ratio' ? value / (total ?? NaN) : value,
    )
    .filter(value => Number.isFinite(value));
}

const observed = (reading: GuardrailInput['reading']) =>
  reading.status === 'observed' ? reading.samples : [];

/** Beyond warn or fail for so many minutes one after the other: an alert with `for`. */
export function plainThresholdAlarms(
  input: GuardrailInput,
  minutes: number,
): boolean {
  const { guardrail, release, reading } = input;
  const limit = guardrail.warn ?? guardrail.fail;
  if (limit === undefined) {
    return false;
  }
  let run = 0;
  return valuesIn(input, release.at, observed(reading), minutes * MINUTE).some(
    value => {
      run = value > limit ? run + 1 : 0;
      return run >= guardrail.minBreachMinutes;
    },
  );
}

/** Without values beyond the fences: IQR with factor 3, or the 1st and 99th percentile when these are wider (NetflixACAJudge). */
function withoutOutliers(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  // As StatUtils.percentile of Commons Math
  const percentile = (p: number) => {
    const place = (p * (sorted.length + 1)) / 100;
    const below = Math.floor(place);
    if (below < 1) {
      return sorted[0];
    }
    return below >= sorted.length
      ? sorted[sorted.length - 1]
      : sorted[below - 1] +
          (place - below) * (sorted[below] - sorted[below - 1]);
  };
  const q1 = percentile(25);
  const q3 = percentile(75);
  const low = Math.min(percentile(1), q1 - 3 * (q3 - q1));
  const high = Math.max(percentile(99), q3 + 3 * (q3 - q1));
  return values.filter(value => value >= low && value <= high);
}

/** Standard normal quantiles: of 1 % on each side, which is the confidence of 98 % that Kayenta asks. */
const Z98 = 2.3263478740408408;

/** Shift at which the rank statistic of `values - shift` against `others` lies at `quantile` (R's wilcox.test, asymptotic). */
function shiftAt(
  values: readonly number[],
  others: readonly number[],
  quantile: number,
): number {
  const sortedOthers = [...others].sort((a, b) => a - b);
  const place = (value: number, orEqual: boolean) => {
    let low = 0;
    let high = sortedOthers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (
        orEqual ? sortedOthers[middle] <= value : sortedOthers[middle] < value
      ) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const m = values.length;
  const n = others.length;
  const sigma = Math.sqrt((m * n * (m + n + 1)) / 12);
  const statistic = (shift: number) => {
    const u = values.reduce(
      (sum, value) =>
        sum + (place(value - shift, false) + place(value - shift, true)) / 2,
      0,
    );
    const distance = u - (m * n) / 2;
    return (distance - Math.sign(distance) * 0.5) / sigma - quantile;
  };
  let low = Math.min(...values) - Math.max(...others);
  let high = Math.max(...values) - Math.min(...others);
  if (statistic(low) <= 0 || statistic(high) >= 0) {
    return statistic(low) <= 0 ? low : high;
  }
  for (let i = 0; i < 30; i += 1) {
    const middle = (low + high) / 2;
    if (statistic(middle) > 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

/**
 * Kayenta's NetflixACAJudge: a confidence interval of 98 % for the shift (Hodges-Lehmann) that lies outside a quarter of the shift
 * itself. The control are the same minutes of the earlier weeks together, since there is no canary. Values above 0 that are all the
 * same are what Kayenta adds noise to; here they say nothing.
 */
export function kayentaAlarms(input: GuardrailInput, minutes: number): boolean {
  const { guardrail, release, reading, baselines } = input;
  if (!guardrail.compare) {
    return false;
  }
  const until = minutes * MINUTE;
  const experiment = withoutOutliers(
    valuesIn(input, release.at, observed(reading), until),
  );
  const control = withoutOutliers(
    baselines.flatMap(({ anchor, reading: earlier }) =>
      valuesIn(input, anchor, observed(earlier), until),
    ),
  );
  if (
    experiment.length === 0 ||
    control.length === 0 ||
    new Set([...experiment, ...control]).size === 1
  ) {
    return false;
  }
  const bound = 0.25 * Math.abs(shiftAt(experiment, control, 0));
  return guardrail.direction === 'lower-is-better'
    ? shiftAt(experiment, control, Z98) > bound
    : shiftAt(experiment, control, -Z98) < -bound;
}
