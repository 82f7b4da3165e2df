import { sayInstant, writeInstant } from '../../instant';
import { binomialTail } from '../statistics/distributions';
import type { GuardrailFinding } from '../verdict';
import type { Judging } from './judging';
import { REVIEW, sayTitle, sayValue } from './sentences';
import { harmSign, measuredIn, type Step } from './steps';

/** A stretch of steps that are all beyond the threshold, by their places. */
interface Run {
  places: number[];
  /** Something was measured after it that is not beyond. */
  isOver: boolean;
  /** Only a breach if what is missing in it was one. */
  hasMissing: boolean;
}

/** Stretches beyond the threshold; steps in which nothing happened neither end nor lengthen one. */
function findRuns(
  steps: readonly (Step | undefined)[],
  isBeyond: (step: Step) => boolean,
  doMissingCount: boolean,
): Run[] {
  const runs: number[][] = [];
  let places: number[] = [];
  let lastWell = -1;
  const close = () => {
    if (places.length > 0) {
      runs.push(places);
    }
    places = [];
  };
  steps.forEach((step, place) => {
    if (step ? step.total !== 0 && isBeyond(step) : doMissingCount) {
      places.push(place);
    } else if (step?.total !== 0) {
      close();
      lastWell = step ? place : lastWell;
    }
  });
  close();
  return runs.map(run => ({
    places: run,
    isOver: run[run.length - 1] < lastWell,
    hasMissing: run.some(place => steps[place] === undefined),
  }));
}

/** Whether so many events in a stretch can't well come from a share that is just at the threshold, or below. */
function isSurelyBeyond(
  steps: readonly Step[],
  threshold: number,
  { guardrail, policy }: Judging,
): boolean {
  const total = steps.reduce((sum, step) => sum + (step.total ?? 0), 0);
  const isCounted = steps.some(step => step.total !== undefined);
  if (isCounted && total < guardrail.minSamples) {
    return false;
  }
  if (guardrail.kind !== 'ratio') {
    return true;
  }
  const isLess = harmSign(guardrail) < 0;
  const harm = steps.reduce(
    (sum, step) =>
      sum + (isLess ? 1 - step.value : step.value) * (step.total ?? 0),
    0,
  );
  const share = isLess ? 1 - threshold : threshold;
  return binomialTail(harm, total, share) <= policy.thresholdLevel;
}

/** A part of the run, long enough, that is surely beyond: one weak step more must not weaken the rest. */
function isBreach(
  run: Run,
  steps: readonly (Step | undefined)[],
  threshold: number,
  judging: Judging,
): boolean {
  const found = run.places.flatMap(place => steps[place] ?? []);
  for (let length = found.length; length >= judging.breachSteps; length--) {
    for (let start = 0; start + length <= found.length; start++) {
      const part = found.slice(start, start + length);
      if (isSurelyBeyond(part, threshold, judging)) {
        return true;
      }
    }
    if (judging.guardrail.kind !== 'ratio') {
      return false;
    }
  }
  return false;
}

/** Holds the steps against one threshold. */
export function judgeThreshold(
  asks: 'warn' | 'fail',
  threshold: number,
  judging: Judging,
): GuardrailFinding {
  const { guardrail, after, stepMs, from, breachSteps, before } = judging;
  const { steps } = after;
  const sign = harmSign(guardrail);
  const isBeyond = (step: Step) => sign * (step.value - threshold) > 0;
  const breachesIn = (some: readonly (Step | undefined)[]) =>
    findRuns(some, isBeyond, false).filter(
      run =>
        run.places.length >= breachSteps &&
        isBreach(run, some, threshold, judging),
    );
  const title = sayTitle(guardrail);
  const limit = `${sayValue(threshold, guardrail.unit)} (${asks})`;
  const beyond = sign > 0 ? 'above' : 'below';
  const finding = { asks, threshold };

  const breaches = breachesIn(steps);
  const lasting = breaches.find(run => !run.isOver);
  const told = lasting ?? breaches[breaches.length - 1];
  const describe = (run: Run) => {
    const values = run.places.flatMap(place => steps[place]?.value ?? []);
    const worst = sign * Math.max(...values.map(value => sign * value));
    return {
      from: from + run.places[0] * stepMs,
      to: from + (run.places[run.places.length - 1] + 1) * stepMs,
      worst,
    };
  };
  const written = (run: Run) => {
    const { from: began, to, worst } = describe(run);
    return { from: writeInstant(began), to: writeInstant(to), worst };
  };
  if (lasting) {
    const { from: began, worst } = describe(lasting);
    const wasSo = breachesIn(before).some(run => !run.isOver)
      ? ' It was so before the release already.'
      : '';
    return {
      ...finding,
      status: asks === 'fail' ? 'critical' : 'warning',
      state: 'breached',
      message: `${title}: ${beyond} ${limit} since ${sayInstant(
        began,
      )}, at worst ${sayValue(worst, guardrail.unit)}.${wasSo}`,
      remedy: REVIEW,
      breach: written(lasting),
    };
  }
  const mightBe = findRuns(steps, isBeyond, true).find(
    run => run.hasMissing && run.places.length >= breachSteps,
  );
  if (mightBe) {
    const { places } = mightBe;
    const began = from + places[0] * stepMs;
    const ended = from + (places[places.length - 1] + 1) * stepMs;
    return {
      ...finding,
      status: 'unknown',
      state: 'gaps',
      message: `${title}: not measured, or ${beyond} ${limit}, from ${sayInstant(
        began,
      )} to ${sayInstant(ended)}: long enough for a breach.`,
      remedy: 'Find out why the source has no samples of this time.',
    };
  }
  const total = measuredIn(steps).reduce((n, step) => n + (step.total ?? 0), 0);
  const isCounted = steps.some(step => step?.total !== undefined);
  if (steps.length < breachSteps) {
    return {
      ...finding,
      status: 'unknown',
      state: 'too-early',
      message: `${title}: not judged before ${sayInstant(
        from + breachSteps * stepMs,
      )}, since a breach lasts ${guardrail.minBreachMinutes} min.`,
      remedy: 'Wait until it has settled.',
    };
  }
  if (isCounted && total < guardrail.minSamples) {
    return {
      ...finding,
      status: 'unknown',
      state: 'too-little-traffic',
      message: `${title}: fewer than ${
        guardrail.minSamples
      } requests since ${sayInstant(from)}.`,
      remedy:
        'Wait for traffic, or make some: a smoke test of the business process.',
    };
  }
  if (told) {
    const { from: began, to, worst } = describe(told);
    return {
      ...finding,
      status: 'warning',
      state: 'recovered',
      message: `${title}: ${beyond} ${limit} from ${sayInstant(
        began,
      )} to ${sayInstant(to)}, at worst ${sayValue(worst, guardrail.unit)}.`,
      remedy: 'It is over; find out what it was before the next release.',
      breach: written(told),
    };
  }
  return {
    ...finding,
    status: 'ok',
    state: 'within-limits',
    message: `${title}: never ${beyond} ${limit} for ${
      guardrail.minBreachMinutes
    } min since ${sayInstant(from)}.`,
  };
}
