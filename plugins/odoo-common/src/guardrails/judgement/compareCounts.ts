import { writeInstant } from '../../instant';
import { binomialTail } from '../statistics/distributions';
import { capLargest, median, sumOf } from '../statistics/robust';
import {
  errorsToDetect,
  isWorseBy,
  measuredAt,
  mustSeePercent,
  type Looked,
  type Looking,
} from './looking';
import { driftOf, type Stretch } from './noise';
import { harmSign, measuredIn } from './steps';

/** Events that count, of all of them. */
interface Counts {
  harm: number;
  total: number;
}

/** The level at which the hour before the release is so much worse than the weeks that it is what the release is held against. */
const WAS_WORSE_BEFORE = 0.001;

const sumCounts = (counts: readonly Counts[]): Counts => ({
  harm: sumOf(counts.map(({ harm }) => harm)),
  total: sumOf(counts.map(({ total }) => total)),
});

const shareOf = ({ harm, total }: Counts) => harm / total;

/** Chance of so many events of the first, or more, if both had the same share; two Poisson rates, given their sum. */
function moreThan(one: Counts, other: Counts, dispersion: number): number {
  return binomialTail(
    one.harm / dispersion,
    (one.harm + other.harm) / dispersion,
    one.total / (one.total + other.total),
  );
}

/** The shares of the worst steps set down to the next one: what one bad minute must not decide. */
function capped(counts: readonly Counts[], count: number): Counts[] {
  const caps = capLargest(counts.map(shareOf), count);
  return counts.map(({ total }, i) => ({ harm: caps[i] * total, total }));
}

/**
 * The same for a longer stretch, in parts as long as what it is compared with, so that the middle of both is set down as far. Where events
 * are rare it would leave nothing of them, and is not done: then more is expected than has to be.
 */
function cappedInParts(
  counts: readonly Counts[],
  length: number,
  allowance: number,
): Counts[] {
  const parts: Counts[] = [];
  for (let from = 0; from < counts.length; from += length) {
    const part = counts.slice(from, from + length);
    parts.push(...capped(part, Math.floor((allowance * part.length) / length)));
  }
  return parts;
}

/** By how much events come in crowds: their variance against that of independent ones, never below 1. */
function dispersionOf(weeks: readonly (readonly Counts[])[]): number {
  const series = weeks.map(week => {
    const share = shareOf(sumCounts(week));
    return week.map(({ harm, total }) =>
      share > 0 ? (harm - total * share) / Math.sqrt(total * share) : 0,
    );
  });
  const freedom = series.flat().length - series.length;
  const squares = sumOf(series.flat().map(one => one * one));
  return freedom > 0 ? Math.max(1, squares / freedom) : 1;
}

/**
 * Compares counts: whether more of the events count than in the earlier weeks, or than in the hour before the release if that was
 * worse. Conditional on the sum, which is exact however few there are; that errors come in bursts, and that weeks differ, is paid for
 * by counting fewer of them.
 *
 * Undefined when nothing was counted.
 */
export function compareCounts(looking: Looking): Looked | undefined {
  const { judging, compare, steps, smallestChange, allowance, missing } =
    looking;
  const { guardrail, policy } = judging;
  const sign = harmSign(guardrail);
  const countsOf = (stretch: Stretch): Counts[] =>
    measuredIn(stretch).map(({ value, total = 0 }) => ({
      harm: (sign > 0 ? value : 1 - value) * total,
      total,
    }));
  const weeks = judging.baselines
    .map(({ before, after }) => countsOf([...before, ...after]))
    .filter(week => week.length >= Math.max(3, steps.length / 2));
  const measured = countsOf(steps);
  if (weeks.length === 0 || measured.length === 0) {
    return undefined;
  }

  const isDense = sumCounts(weeks.flat()).harm >= weeks.flat().length;
  const usual = (counts: readonly Counts[]) =>
    sumCounts(
      isDense ? cappedInParts(counts, steps.length, allowance) : counts,
    );
  const ofWeeks = sumCounts(weeks.map(usual));
  const dispersion = dispersionOf(weeks);
  const ofBefore = usual(countsOf(judging.before));
  const wasWorse =
    ofBefore.total > 0 &&
    moreThan(ofBefore, ofWeeks, dispersion) <= WAS_WORSE_BEFORE;
  const baseline = wasWorse ? ofBefore : ofWeeks;
  // Half an event: what was never seen is rare, and not impossible
  const expected = Math.max(baseline.harm, 0.5) / baseline.total;

  const average = shareOf(ofWeeks);
  const seen =
    weeks.length > 1 && average > 0
      ? Math.max(
          0,
          sumOf(weeks.map(week => (shareOf(usual(week)) / average - 1) ** 2)) /
            (weeks.length - 1) -
            (dispersion * weeks.length) / Math.max(1, ofWeeks.harm),
        )
      : 0;
  const drift = driftOf(policy.drift.ratio, seen, weeks.length, policy);
  const spreadAt = (total: number) => dispersion + total * expected * drift;

  const test = (counts: readonly Counts[], count: number) => {
    const found = sumCounts(capped(counts, count));
    const share = shareOf(found);
    const factor = (share + smallestChange) / (expected + smallestChange);
    const p = moreThan(
      found,
      { ...baseline, harm: expected * baseline.total },
      spreadAt(found.total),
    );
    const isHarmful = isWorseBy(compare.maxChangePercent, factor, 1);
    return {
      found,
      share,
      factor,
      p,
      isHarmful,
      isBreach: isHarmful && p <= looking.level,
    };
  };
  const result = test(measured, allowance);
  const { total } = result.found;
  const left = Math.max(0, allowance - missing);
  const worst = measured.map(shareOf).sort((a, b) => b - a)[
    Math.min(left, measured.length - 1)
  ];
  const middle = median(measured.map(one => one.total));
  const mightBe =
    missing > 0
      ? test(
          [
            ...measured,
            ...new Array<Counts>(missing).fill({
              harm: worst * middle,
              total: middle,
            }),
          ],
          left,
        )
      : result;
  // On the scale of square roots, on which the noise of counts is the same everywhere
  const perError = Math.sqrt(spreadAt(total) * (1 + total / baseline.total));
  const detectable =
    (Math.sqrt(expected * total) +
      (errorsToDetect(looking.level) * perError) / 2) **
      2 /
    total;
  const detectableFactor =
    (detectable + smallestChange) / (expected + smallestChange);
  const inUnit = (share: number) => (sign > 0 ? share : 1 - share);
  return {
    look: {
      until: writeInstant(judging.from + steps.length * judging.stepMs),
      samples: measured.length,
      baselineSamples: weeks.flat().length,
      baselines: weeks.length,
      measured: inUnit(result.share),
      expected: inUnit(expected),
      factor: result.factor,
      ...(detectable < 1 && { detectableFactor }),
      test: 'counts',
      statistic: result.found.harm,
      p: result.p,
      level: looking.level,
    },
    isBreach: result.isBreach,
    isHarmful: result.isHarmful,
    mightBeBreach: missing > allowance || mightBe.isBreach,
    hasSeenEnough:
      sumOf(measuredAt(looking).map(step => step.total ?? 0)) >=
        guardrail.minSamples &&
      detectable < 1 &&
      detectableFactor <= 1 + mustSeePercent(looking) / 100,
  };
}
