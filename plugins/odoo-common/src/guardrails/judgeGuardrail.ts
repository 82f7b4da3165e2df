import { earliestAfter, sayInstant, writeInstant } from '../instant';
import { plainText } from '../plainText';
import { ruleSetVersionOf } from '../ruleSetVersion';
import { compareVerdictStatus, type Evidence, type Reason } from '../verdict';
import { judgeComparison, looksOf } from './judgement/comparison';
import { layOut, type Judging } from './judgement/judging';
import { sayTitle, sayValue } from './judgement/sentences';
import { measuredIn } from './judgement/steps';
import { judgeThreshold } from './judgement/thresholds';
import type { GuardrailPolicy } from './policy';
import type { GuardrailInput, GuardrailReading } from './readings';
import { sumOf } from './statistics/robust';
import type { GuardrailFinding, GuardrailVerdict } from './verdict';

/** Counts up with every change of a rule in code, so that a stored verdict says by which rules it came about. */
const RULES = 'guardrails-1';

type Answer = Omit<GuardrailFinding, 'asks' | 'threshold'>;

const REMEDY: Record<
  Exclude<GuardrailReading['status'], 'observed' | 'empty'>,
  string
> = {
  unreachable: 'Look whether the source is up and reachable from the portal.',
  unauthorised: 'Give the portal credentials that may read these metrics.',
  malformed: 'Look what the source, or a proxy in front of it, answered.',
};

/** Why nothing can be judged at all, if so. */
function whyNothing(
  input: GuardrailInput,
  judging: Judging,
): Answer | undefined {
  const { guardrail, reading } = input;
  const title = sayTitle(guardrail);
  if (reading.status !== 'observed' && reading.status !== 'empty') {
    return {
      status: 'unknown',
      state: 'unreadable',
      message: `${title}: ${plainText(reading.message, 300)}`,
      remedy: REMEDY[reading.status],
    };
  }
  const { after, from, stepMs, breachSteps } = judging;
  const isNothing = after.steps.every(step => step === undefined);
  if (isNothing && after.steps.length >= breachSteps) {
    const isMissed = guardrail.onNoData === 'critical';
    return {
      status: isMissed ? 'critical' : 'unknown',
      state: 'no-data',
      message: `${title}: the source has nothing since ${sayInstant(from)}${
        after.unusable > 0 ? ' that is a number' : ''
      }.`,
      remedy:
        'Look whether the metric still has this name, and whether its target is scraped.',
    };
  }
  return isNothing
    ? {
        status: 'unknown',
        state: 'too-early',
        message: `${title}: not judged before ${sayInstant(
          from + breachSteps * stepMs,
        )}.`,
        remedy: 'Wait until it has settled.',
      }
    : undefined;
}

/** A good word about samples of which some lie in the future is worth nothing: nobody knows to which minute the others belong. */
function doubtClock(
  finding: GuardrailFinding,
  judging: Judging,
): GuardrailFinding {
  const [first] = judging.ahead;
  return finding.status !== 'ok' || first === undefined
    ? finding
    : {
        ...finding,
        status: 'unknown',
        state: 'clock-ahead',
        message: `${sayTitle(
          judging.guardrail,
        )}: the source has samples of ${sayInstant(
          Math.max(...judging.ahead),
        )}, which is in the future.`,
        remedy: 'Set the clocks of the source and of the portal.',
      };
}

function findAll(input: GuardrailInput, judging: Judging): GuardrailFinding[] {
  const { warn, fail, compare } = input.guardrail;
  const nothing = whyNothing(input, judging);
  const threshold = (asks: 'warn' | 'fail', value: number | undefined) =>
    value === undefined
      ? []
      : [
          nothing
            ? { asks, threshold: value, ...nothing }
            : judgeThreshold(asks, value, judging),
        ];
  return [
    ...threshold('fail', fail),
    ...threshold('warn', warn),
    ...(compare
      ? [
          nothing
            ? { asks: 'compare' as const, ...nothing }
            : judgeComparison(compare, judging),
        ]
      : []),
  ].map(finding => doubtClock(finding, judging));
}

function evidenceOf(
  { reading }: GuardrailInput,
  latest: string | undefined,
): Evidence {
  return {
    label: latest === undefined ? 'no value' : `last value ${latest}`,
    source: reading.source,
    observedAt: writeInstant(reading.readAt),
    ...(reading.url !== undefined && { url: reading.url }),
  };
}

/**
 * Judges how one indicator stands after one release.
 *
 * Pure: the same input, policy and `now` (epoch milliseconds) give the same verdict to the byte, in whatever order samples and
 * baselines come, and every `now` before `validUntil` gives it too. It never throws.
 *
 * `ok` is said only when enough was measured: every step but so few that a breach would have had no room in them, and so much traffic
 * that a change which matters would have been found. Comparisons look at fixed instants of the window, whoever asks and however often,
 * so that asking again costs no certainty.
 *
 * @public
 */
export function judgeGuardrail(
  input: GuardrailInput,
  policy: GuardrailPolicy,
  now: number,
): GuardrailVerdict {
  const { guardrail, reading } = input;
  const judging = layOut(input, policy, now);
  const { after, from, until, stepMs } = judging;
  const findings = findAll(input, judging);
  const [worst] = [...findings].sort((a, b) =>
    compareVerdictStatus(a.status, b.status),
  );
  const measured = measuredIn(after.steps);
  const last = measured[measured.length - 1];
  const counted = measured.flatMap(({ total }) => total ?? []);
  const evidence = evidenceOf(
    input,
    last && sayValue(last.value, guardrail.unit),
  );
  const reasons = findings
    .filter(({ status }) => status !== 'ok')
    .sort((a, b) => compareVerdictStatus(a.status, b.status))
    .map(
      ({ asks, status, message, remedy }): Reason => ({
        id: `${guardrail.id}-${asks}`,
        status,
        message,
        ...(remedy !== undefined && { remedy }),
        evidence: [evidence],
      }),
    );
  const lookedUntil = from + after.steps.length * stepMs;
  const arrival = policy.arrivalSeconds * 1000;
  const changesAt = earliestAfter(now, [
    ...(lookedUntil < until ? [lookedUntil + stepMs + arrival] : []),
    ...(guardrail.compare ? looksOf(judging) : []),
    ...judging.ahead.map(at => at - policy.clockSkewToleranceSeconds * 1000),
  ]);
  return {
    guardrail: guardrail.id,
    status: worst?.status ?? 'unknown',
    state: worst?.state ?? 'no-data',
    counts: !(worst?.state === 'no-data' && guardrail.onNoData === 'ignore'),
    reasons,
    findings,
    measured: {
      source: reading.source,
      query: reading.query,
      stepSeconds: stepMs / 1000,
      from: writeInstant(from),
      to: writeInstant(lookedUntil),
      until: writeInstant(until),
      samples: measured.length,
      missing: after.steps.filter(step => step === undefined).length,
      unusable: after.unusable,
      ...(counted.length > 0 && { total: sumOf(counted) }),
      ...(last && { latest: last.value }),
      warnings:
        reading.status === 'observed'
          ? (reading.warnings ?? []).map(text => plainText(text, 300))
          : [],
    },
    ruleSetVersion: ruleSetVersionOf(
      `${RULES}-${ruleSetVersionOf(guardrail.id, guardrail)}`,
      policy,
    ),
    ...(changesAt !== undefined && { validUntil: writeInstant(changesAt) }),
  };
}
