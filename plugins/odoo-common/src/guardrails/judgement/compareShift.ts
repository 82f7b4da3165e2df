import { writeInstant } from '../../instant';
import { normalTail } from '../statistics/distributions';
import { rankTest } from '../statistics/rankTest';
import { capLargest, mean, median, sumOf } from '../statistics/robust';
import {
  errorsToDetect,
  isWorseBy,
  measuredAt,
  mustSeePercent,
  type Looked,
  type Looking,
} from './looking';
import {
  driftOf,
  noiseOf,
  skewOf,
  trafficFactor,
  turned,
  type Stretch,
} from './noise';
import { harmSign, measuredIn } from './steps';

/** Steps before a release that say how the day stands; with fewer, it is not asked. */
const ENOUGH_BEFORE = 10;

/** Standard deviations in the median distance from the median: one odd week widens nothing. */
const DEVIATIONS = 1.4826;

/** Standard errors, beyond which more of them say nothing more. */
const MOST = 99;

/**
 * Compares levels: how far the level after the release lies from what the hour before it and the earlier weeks let expect, in standard
 * errors of that very difference. Latencies have to pass a rank test as well.
 *
 * Undefined when nothing can be expected, since nothing was ever measured or happened.
 */
export function compareShift(looking: Looking): Looked | undefined {
  const { judging, compare, steps, smallestChange, allowance, missing } =
    looking;
  const { guardrail, policy } = judging;
  const sign = harmSign(guardrail);
  const length = steps.length;
  const sameSteps = (stretch: Stretch) => stretch.slice(0, length);
  const hasBefore = (stretch: Stretch) =>
    measuredIn(stretch).length >= ENOUGH_BEFORE &&
    mean(turned(stretch, 1)) + smallestChange > 0;
  const isAligned = hasBefore(judging.before);
  const baselines = judging.baselines.filter(
    ({ before, after }) =>
      measuredIn(sameSteps(after)).length >= Math.max(3, length / 2) &&
      (!isAligned || hasBefore(before)),
  );
  const values = turned(steps, sign);
  if (baselines.length === 0 || values.length === 0) {
    return undefined;
  }

  const share = allowance / length;
  const levelOf = (turnedValues: readonly number[], count: number) =>
    Math.log(
      Math.max(0, sign * mean(capLargest(turnedValues, count))) +
        smallestChange,
    );
  const levelOfStretch = (stretch: Stretch) => {
    const some = turned(stretch, sign);
    return levelOf(some, Math.floor(some.length * share));
  };
  const beforeLevel = (stretch: Stretch) =>
    isAligned ? levelOfStretch(stretch) : 0;
  const offsets = baselines.map(
    ({ before, after }) =>
      levelOfStretch(sameSteps(after)) - beforeLevel(before),
  );
  // Where there is mostly nothing, an hour before and weeks together could let expect less than nothing
  const expected = Math.max(
    Math.log(smallestChange),
    median(offsets) + beforeLevel(judging.before),
  );
  if (!Number.isFinite(expected)) {
    return undefined;
  }

  const noise = noiseOf(
    baselines.flatMap(({ before, after }) => [before, after]),
    sign,
    // Bursts of latency are set down on both sides; where there is mostly nothing, what is left would have no noise at all
    guardrail.kind === 'latency-quantile' ? share : 0,
    smallestChange,
  );
  if (!Number.isFinite(noise.variance)) {
    return undefined;
  }
  const each = noise.variance * noise.inflation * skewOf(steps);
  const weeks = baselines.length;
  const stretchVariance = (stretch: Stretch, beforeStretch: Stretch) =>
    1 / measuredIn(stretch).length +
    (isAligned ? 1 / measuredIn(beforeStretch).length : 0);
  const ofWeeks = baselines.map(
    ({ before, after }) => each * stretchVariance(sameSteps(after), before),
  );
  const ofToday =
    each *
    trafficFactor(steps, baselines) *
    stretchVariance(steps, judging.before);
  // What weeks differ by beyond their noise: what is known of any hour, and what these weeks say
  const known =
    isAligned && compare.to === 'same-hour-last-weeks'
      ? policy.drift.aligned
      : policy.drift.unaligned;
  const center = median(offsets);
  const apart = DEVIATIONS * median(offsets.map(one => Math.abs(one - center)));
  const seen = Math.max(0, apart ** 2 - mean(ofWeeks));
  const drift = driftOf(known, seen, weeks, policy);
  // The median of several is less sure than their mean
  const ofBaseline =
    ((mean(ofWeeks) + drift) / weeks) * (weeks > 2 ? Math.PI / 2 : 1);
  const error = Math.max(1e-9, Math.sqrt(ofToday + drift + ofBaseline));

  const aligned = baselines.flatMap(({ before, after }) => {
    const scale = Math.exp(beforeLevel(before));
    return turned(sameSteps(after), sign).map(
      value => (value + sign * smallestChange) / scale,
    );
  });
  const todayScale = Math.exp(beforeLevel(judging.before));
  const test = (turnedValues: readonly number[], count: number) => {
    const level = levelOf(turnedValues, count);
    const factor = Math.exp(level - expected);
    // A fall is measured on the scale on which it can't be endless: few orders may be none by chance
    const effect = sign > 0 ? Math.log(factor) : 1 - factor;
    const statistic = Math.max(-MOST, Math.min(MOST, effect / error));
    const p = normalTail(statistic);
    const rank =
      guardrail.kind === 'latency-quantile'
        ? rankTest(
            turnedValues.map(
              value => (value + sign * smallestChange) / todayScale,
            ),
            aligned,
            noise.inflation,
          )
        : undefined;
    const isHarmful = isWorseBy(compare.maxChangePercent, factor, sign);
    return {
      measured: Math.max(0, Math.exp(level) - smallestChange),
      factor,
      statistic,
      p,
      rank,
      isHarmful,
      isBreach:
        isHarmful &&
        p <= looking.level &&
        (rank === undefined || rank.p <= policy.rankTestLevel),
    };
  };
  const found = test(values, allowance);
  const left = Math.max(0, allowance - missing);
  const worst = [...values].sort((a, b) => b - a)[
    Math.min(left, values.length - 1)
  ];
  const mightBe =
    missing > 0
      ? test([...values, ...new Array<number>(missing).fill(worst)], left)
      : found;
  const reach = errorsToDetect(looking.level) * error;
  const detectableFactor = sign > 0 ? Math.exp(reach) : 1 - reach;
  return {
    look: {
      until: writeInstant(judging.from + length * judging.stepMs),
      samples: values.length,
      baselineSamples: aligned.length,
      baselines: weeks,
      measured: found.measured,
      expected: Math.max(0, Math.exp(expected) - smallestChange),
      factor: found.factor,
      ...(detectableFactor > 0 && { detectableFactor }),
      test: 'shift',
      statistic: found.statistic,
      p: found.p,
      level: looking.level,
      ...(found.rank && {
        rank: { p: found.rank.p, effect: found.rank.effect },
      }),
    },
    isBreach: found.isBreach,
    isHarmful: found.isHarmful,
    mightBeBreach: missing > allowance || mightBe.isBreach,
    hasSeenEnough:
      sumOf(measuredAt(looking).map(({ total }) => total ?? Infinity)) >=
        guardrail.minSamples &&
      !isWorseBy(mustSeePercent(looking), detectableFactor, sign),
  };
}
