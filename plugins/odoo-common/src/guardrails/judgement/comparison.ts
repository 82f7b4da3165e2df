import { parseDuration } from '../../duration';
import { sayInstant } from '../../instant';
import { sayCount } from '../../plainText';
import type { GuardrailComparison } from '../definition';
import type { GuardrailFinding } from '../verdict';
import { compareCounts } from './compareCounts';
import { compareShift } from './compareShift';
import type { Judging } from './judging';
import { lookingAt, type Looked } from './looking';
import { REVIEW, sayTitle, sayValue } from './sentences';
import { measuredIn } from './steps';

/** When the comparison looks, in order: by the window, whoever asks and however often. */
export function looksOf({ guardrail, policy, releasedAt }: Judging): number[] {
  const window = (parseDuration(guardrail.window) ?? 0) * 1000;
  return policy.looks.map(share => releasedAt + share * window);
}

/** `0.04`, `0.0002`, `1e-9`. */
const sayChance = (p: number) => String(Number(p.toPrecision(1)));

function sayChange({ look }: Looked, { guardrail }: Judging): string {
  const value = (one: number) => sayValue(one, guardrail.unit);
  return `${value(look.measured)} where ${value(
    look.expected,
  )} was to be expected`;
}

const NO_BASELINE = {
  'same-hour-last-weeks':
    'Wait until there are weeks to compare with, or keep metrics for longer.',
  'previous-release':
    'It can be compared after the next release; until then thresholds watch.',
};

/** Holds what came after the release against what came before it. */
export function judgeComparison(
  compare: GuardrailComparison,
  judging: Judging,
): GuardrailFinding {
  const { guardrail, baselines, now } = judging;
  const title = sayTitle(guardrail);
  const unknown = (
    state: GuardrailFinding['state'],
    message: string,
    remedy: string,
    looks?: GuardrailFinding['looks'],
  ): GuardrailFinding => ({
    asks: 'compare',
    status: 'unknown',
    state,
    message: `${title}: ${message}`,
    remedy,
    ...(looks && { looks }),
  });
  const isThere = baselines.some(
    ({ before, after }) => measuredIn([...before, ...after]).length > 0,
  );
  if (!isThere) {
    return unknown(
      'no-baseline',
      compare.to === 'same-hour-last-weeks'
        ? 'nothing was measured at this hour in earlier weeks.'
        : 'nothing was measured after an earlier release.',
      NO_BASELINE[compare.to],
    );
  }
  const instants = looksOf(judging);
  const lookings = instants
    .filter(at => at <= now)
    .flatMap(at => lookingAt(judging, compare, at) ?? []);
  if (lookings.length === 0) {
    const first = instants.find(at => at > now);
    return unknown(
      'too-early',
      first === undefined
        ? 'its looks are over before it has settled.'
        : `compared first at ${sayInstant(first)}.`,
      'Wait until it has settled.',
    );
  }
  const found = lookings.map(looking => ({
    looking,
    looked:
      guardrail.kind === 'ratio'
        ? compareCounts(looking)
        : compareShift(looking),
  }));
  const looked = found.flatMap(one => one.looked ?? []);
  const looks = looked.map(({ look }) => look);
  const latest = found[found.length - 1].looked;
  const breach = looked.find(({ isBreach }) => isBreach);
  const told = latest?.isHarmful ? latest : breach;
  const since = breach && sayInstant(Date.parse(breach.look.until));
  if (breach && told && (!latest || latest.isHarmful)) {
    const { look } = breach;
    return {
      asks: 'compare',
      status: compare.breach,
      state: 'breached',
      message: `${title}: ${sayChange(
        told,
        judging,
      )}, seen at ${since} (by chance ${sayChance(look.p)}, at most ${sayChance(
        look.level,
      )} allowed; ${sayCount(look.samples, 'step')} against ${
        look.baselineSamples
      }).`,
      remedy: REVIEW,
      looks,
    };
  }
  const hidden = found.find(({ looked: one, looking }) =>
    one
      ? one.mightBeBreach && !one.isBreach
      : looking.missing > looking.allowance,
  );
  if (hidden) {
    const { missing, steps, allowance } = hidden.looking;
    return unknown(
      'gaps',
      `${sayCount(missing, 'step')} of ${
        steps.length
      } are missing, and a change for the worse could lie in them (at most ${allowance} are borne).`,
      'Find out why the source has no samples of this time.',
      looks,
    );
  }
  if (!latest?.hasSeenEnough) {
    const factor = latest?.look.detectableFactor;
    return unknown(
      'too-little-traffic',
      factor === undefined
        ? 'too little happened, now or in earlier weeks, to see any change in it.'
        : `with so little traffic only a change to ${Number(
            factor.toPrecision(2),
          )} x would be found.`,
      'Wait for traffic, or make some: a smoke test of the business process.',
      looks,
    );
  }
  if (breach) {
    return {
      asks: 'compare',
      status: 'warning',
      state: 'recovered',
      message: `${title}: ${sayChange(
        breach,
        judging,
      )}, seen at ${since}; now ${sayChange(latest, judging)}.`,
      remedy: 'It is over; find out what it was before the next release.',
      looks,
    };
  }
  return {
    asks: 'compare',
    status: 'ok',
    state: 'within-limits',
    message: `${title}: ${sayChange(latest, judging)}.`,
    looks,
  };
}
