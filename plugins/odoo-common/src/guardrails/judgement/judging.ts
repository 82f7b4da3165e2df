import { parseDuration } from '../../duration';
import { HOUR, MINUTE } from '../../instant';
import type { Guardrail } from '../definition';
import type { GuardrailPolicy } from '../policy';
import type { GuardrailInput, GuardrailReading } from '../readings';
import { sortIntoSteps, type Step, type Steps } from './steps';

/** An earlier stretch in the steps of today: before its anchor, and after it, as long as the window. */
export interface BaselineSteps {
  before: (Step | undefined)[];
  after: (Step | undefined)[];
}

/** Everything that thresholds and comparison look at. */
export interface Judging {
  guardrail: Guardrail;
  policy: GuardrailPolicy;
  now: number;
  stepMs: number;
  /** End of settling, and of the window. */
  from: number;
  until: number;
  /** Steps whose values should be there by now. */
  after: Steps;
  /** The hour before it began to go out. */
  before: (Step | undefined)[];
  baselines: BaselineSteps[];
  /** Samples further in the future than clocks may differ. */
  ahead: number[];
  /** Steps that a breach has to last. */
  breachSteps: number;
  releasedAt: number;
  /** Part of the chance of a false alarm of a release that this guardrail may take. */
  share: number;
}

/** How long before a release is looked at to see how the day stands. */
const BEFORE = HOUR;

const samplesOf = (reading: GuardrailReading) =>
  reading.status === 'observed' ? reading.samples : [];

const milliseconds = (iso: string) => (parseDuration(iso) ?? 0) * 1000;

/** Lays out today and the earlier stretches in the same steps. */
export function layOut(
  input: GuardrailInput,
  policy: GuardrailPolicy,
  now: number,
): Judging {
  const { guardrail, release, reading } = input;
  const stepMs = milliseconds(guardrail.step);
  const settle = milliseconds(guardrail.settle);
  const window = milliseconds(guardrail.window);
  const inAll = Math.floor((window - settle) / stepMs);
  const from = release.at + settle;
  const arrived = now - policy.arrivalSeconds * 1000;
  const due = Math.min(inAll, Math.floor((arrived - from) / stepMs));
  const latest = now + policy.clockSkewToleranceSeconds * 1000;
  const samples = samplesOf(reading);
  const wentOut = Math.max(0, release.at - (release.startedAt ?? release.at));
  const stepsIn = (at: number, length: number, of = samples) =>
    sortIntoSteps(of, guardrail, at, length, stepMs);
  const beforeSteps = Math.floor(BEFORE / stepMs);
  const stepsBefore = (anchor: number, of = samples) =>
    stepsIn(anchor - wentOut - beforeSteps * stepMs, beforeSteps, of).steps;
  return {
    guardrail,
    policy,
    now,
    stepMs,
    from,
    until: from + inAll * stepMs,
    after: stepsIn(from, due),
    before: stepsBefore(release.at),
    // In one order, so that sums have the same bytes
    baselines: [...input.baselines]
      .sort((a, b) => a.anchor - b.anchor)
      .map(({ anchor, reading: earlier }) => ({
        before: stepsBefore(anchor, samplesOf(earlier)),
        after: stepsIn(anchor + settle, inAll, samplesOf(earlier)).steps,
      })),
    ahead: samples.map(({ at }) => at).filter(at => at > latest),
    breachSteps: Math.max(
      1,
      Math.ceil((guardrail.minBreachMinutes * MINUTE) / stepMs),
    ),
    releasedAt: release.at,
    share: guardrail.weight / Math.max(guardrail.weight, input.comparedWeight),
  };
}
