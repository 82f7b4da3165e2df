import type { Guardrail } from '../definition';
import type { GuardrailSample } from '../readings';

/** What was measured in one step; with a `total` of 0 nothing happened that could have been measured. */
export interface Step {
  /** In the unit of the guardrail; of a ratio the share. */
  value: number;
  total?: number;
}

/** Steps in the order of time; undefined where there is no measurement. */
export interface Steps {
  steps: (Step | undefined)[];
  /** Samples that are no measurements: NaN, infinite, a negative count. */
  unusable: number;
}

/** 1 when more is worse, -1 when less is. */
export const harmSign = ({ direction }: Guardrail) =>
  direction === 'lower-is-better' ? 1 : -1;

const isCount = (value: number | undefined) =>
  value === undefined || (Number.isFinite(value) && value >= 0);

function stepOf(
  { value, total }: GuardrailSample,
  { kind }: Guardrail,
): Step | undefined {
  if (!isCount(total)) {
    return undefined;
  }
  if (kind === 'ratio') {
    if (total === undefined || !isCount(value)) {
      // 0/0: a query for both may say NaN of what did not happen
      return total === 0 ? { value: 0, total } : undefined;
    }
    // increase() extrapolates, so that a part can come out above its whole
    return { value: total > 0 ? Math.min(1, value / total) : 0, total };
  }
  if (kind !== 'gauge' && total === 0) {
    return { value: 0, total };
  }
  const isMeasured = Number.isFinite(value) && (kind === 'gauge' || value >= 0);
  return isMeasured
    ? { value, ...(total !== undefined && { total }) }
    : undefined;
}

const happened = (step: Step | undefined): step is Step =>
  step !== undefined && step.total !== 0;

/** Those steps in which something was measured. */
export function measuredIn(steps: readonly (Step | undefined)[]): Step[] {
  return steps.filter(happened);
}

/**
 * Samples sorted into the `count` steps after `from`; a step ends with its sample. Of several in one step (windows that overlap) the
 * worst counts, so that none of them can hide another.
 */
export function sortIntoSteps(
  samples: readonly GuardrailSample[],
  guardrail: Guardrail,
  from: number,
  count: number,
  stepMs: number,
): Steps {
  const steps = new Array<Step | undefined>(Math.max(0, count)).fill(undefined);
  const sign = harmSign(guardrail);
  let unusable = 0;
  for (const sample of samples) {
    const index = Math.ceil((sample.at - from) / stepMs) - 1;
    if (index >= 0 && index < steps.length) {
      const step = stepOf(sample, guardrail);
      const other = steps[index];
      if (!step) {
        unusable += 1;
      } else if (
        !happened(other) ||
        (happened(step) &&
          (sign * (step.value - other.value) > 0 ||
            // The same to the byte in whatever order they come
            (step.value === other.value &&
              (step.total ?? 0) > (other.total ?? 0))))
      ) {
        steps[index] = step;
      }
    }
  }
  return { steps, unusable };
}
