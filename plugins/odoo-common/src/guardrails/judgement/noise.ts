import type { GuardrailPolicy } from '../policy';
import {
  capLargest,
  mean,
  median,
  varianceInflation,
  withoutTrend,
} from '../statistics/robust';
import type { BaselineSteps } from './judging';
import { measuredIn, type Step } from './steps';

/** Steps in the order of time, with those that are missing. */
export type Stretch = readonly (Step | undefined)[];

/** Values turned so that larger is worse. */
export const turned = (stretch: Stretch, sign: number) =>
  measuredIn(stretch).map(({ value }) => sign * value);

/**
 * How much single steps differ from their stretch, as a variance relative to its level, and how much neighbours resemble each other.
 * Taken from the baseline alone: what a release makes unsteady must not excuse it.
 */
export function noiseOf(
  stretches: readonly Stretch[],
  sign: number,
  cappedShare: number,
  smallestChange: number,
): { variance: number; inflation: number } {
  const series: number[][] = [];
  let squares = 0;
  let freedom = 0;
  for (const stretch of stretches) {
    const values = turned(stretch, sign);
    const capped = capLargest(values, Math.floor(values.length * cappedShare));
    const level = Math.abs(mean(capped)) + smallestChange;
    if (values.length >= 4 && level > 0) {
      const residuals = withoutTrend(capped.map(value => value / level));
      series.push(residuals);
      squares += residuals.reduce((sum, one) => sum + one * one, 0);
      freedom += values.length - 2;
    }
  }
  return {
    // Of a mean of values of which some are capped (Tukey and McLaughlin)
    variance: freedom > 0 ? squares / freedom / (1 - cappedShare) ** 2 : NaN,
    inflation: varianceInflation(series),
  };
}

/**
 * By how much a quantile of few requests is more uncertain than its noise says: the largest of six is skewed, and a mean of a dozen of
 * them still is. Found by counting false alarms at 2 to 20 requests a minute.
 */
export function skewOf(steps: Stretch): number {
  const totals = measuredIn(steps).flatMap(({ total }) => total ?? []);
  return totals.length > 0 ? 1 + 4 / median(totals) : 1;
}

/** A day with twice the requests has half the noise. */
export function trafficFactor(
  today: Stretch,
  baselines: readonly BaselineSteps[],
) {
  const totals = (stretch: Stretch) =>
    measuredIn(stretch).flatMap(({ total }) => total ?? []);
  const then = totals(baselines.flatMap(({ after }) => after));
  const now = totals(today);
  return then.length > 0 && now.length > 0
    ? Math.min(16, Math.max(1 / 16, median(then) / median(now)))
    : 1;
}

/**
 * By how much an hour may differ from the same hour of another week beyond its noise, as a variance relative to its level: what is
 * known of any hour (`known`, a deviation), and what these weeks say (`seen`, a variance), each by how many weeks it stands for.
 */
export function driftOf(
  known: number,
  seen: number,
  weeks: number,
  { driftWeight }: GuardrailPolicy,
): number {
  const weight = driftWeight + weeks - 1;
  return weight > 0
    ? (driftWeight * known ** 2 + (weeks - 1) * seen) / weight
    : known ** 2;
}
