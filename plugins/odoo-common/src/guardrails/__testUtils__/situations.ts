import type { VerdictStatus } from '../../verdict';
import {
  allBut,
  between,
  counts,
  fromMinute,
  guardrail,
  level,
  nothing,
  type Situation,
} from './guardrailInputs';

const limits = { warn: 3, fail: 10 };
const waits = guardrail(limits);
const compared = { compare: { maxChangePercent: 25 } };
const p95 = guardrail({
  kind: 'latency-quantile',
  unit: 'seconds',
  warn: 2,
  fail: 2.5,
  ...compared,
});
const errors = guardrail({
  kind: 'ratio',
  warn: 0.02,
  fail: 0.05,
  compare: { maxChangePercent: 100 },
});
const orders = guardrail({
  kind: 'rate',
  unit: 'per-minute',
  direction: 'higher-is-better',
  compare: { maxChangePercent: 30 },
});
const success = guardrail({
  kind: 'ratio',
  direction: 'higher-is-better',
  warn: 0.97,
  fail: 0.9,
  compare: { maxChangePercent: 100 },
});
const headroom = guardrail({
  direction: 'higher-is-better',
  warn: 20,
  fail: 10,
});
const memory = guardrail({ kind: 'gauge', unit: 'bytes', ...compared });
const usual = level(0.8, 0.15, 600);
const unlimited = guardrail({
  kind: 'latency-quantile',
  unit: 'seconds',
  ...compared,
});
const everyThird = (otherwise: number) =>
  fromMinute(
    1,
    (m, s) => level(m % 3 === 0 ? 4 : otherwise, 0.15, 600)(m, s),
    usual,
  );
const few = counts(2, 600);
const unreadable = (
  status: 'unreachable' | 'unauthorised' | 'malformed',
  message: string,
) => ({ status, message } as Situation['reading']);

/** What is the case; the word; what each finding says, in the order fail, warn, compare. */
export type ExpectedSituation = [
  name: string,
  situation: Situation,
  status: VerdictStatus,
  states: string,
];

// One line a situation: it is read as a table.
// prettier-ignore
export const situations: ExpectedSituation[] = [
  // Thresholds
  ['a gauge that stays low', { guardrail: waits, minute: level(1) }, 'ok', 'within-limits within-limits'],
  ['just at the threshold is not beyond it', { guardrail: waits, minute: level(3, 0) }, 'ok', 'within-limits within-limits'],
  ['above warn', { guardrail: waits, minute: fromMinute(30, level(5), level(1)) }, 'warning', 'within-limits breached'],
  ['above fail', { guardrail: waits, minute: fromMinute(30, level(15), level(1)) }, 'critical', 'breached breached'],
  ['above fail for two minutes of three', { guardrail: waits, minute: fromMinute(60, level(15), level(1)) }, 'ok', 'within-limits within-limits'],
  ['above fail for two minutes, a while ago', { guardrail: waits, minute: between(30, 31, level(15), level(1)) }, 'ok', 'within-limits within-limits'],
  ['above fail for ten minutes, a while ago', { guardrail: waits, minute: between(30, 39, level(15), level(1)) }, 'warning', 'recovered recovered'],
  ['above fail every other minute', { guardrail: waits, minute: (m, s) => (m % 2 ? level(15) : level(1))(m, s) }, 'ok', 'within-limits within-limits'],
  ['above fail only while it settles', { guardrail: waits, minute: between(1, 2, level(90), level(1)) }, 'ok', 'within-limits within-limits'],
  ['above fail since before the release', { guardrail: waits, minute: level(15) }, 'critical', 'breached breached'],
  ['too low, where more is better', { guardrail: headroom, minute: level(5) }, 'critical', 'breached breached'],
  ['low, where more is better', { guardrail: headroom, minute: level(15) }, 'warning', 'within-limits breached'],
  ['high, where more is better', { guardrail: headroom, minute: level(60) }, 'ok', 'within-limits within-limits'],
  ['a breach of one minute is enough when it says so', { guardrail: guardrail({ ...limits, minBreachMinutes: 1 }), minute: fromMinute(60, level(15), level(1)) }, 'critical', 'breached breached'],
  ['slow answers, and hardly anybody asks', { guardrail: guardrail({ kind: 'latency-quantile', unit: 'seconds', fail: 2.5 }), minute: level(5, 0.1, 0.2) }, 'unknown', 'too-little-traffic'],
  ['all of the few requests fail', { guardrail: guardrail({ kind: 'ratio', fail: 0.05 }), minute: counts(2, 2) }, 'critical', 'breached'],
  ['one of three fails now and then', { guardrail: guardrail({ kind: 'ratio', fail: 0.05 }), minute: m => ({ value: m % 10 === 0 ? 1 : 0, total: 3 }) }, 'ok', 'within-limits'],
  ['7 % of many fail', { guardrail: guardrail({ kind: 'ratio', fail: 0.05 }), minute: fromMinute(20, counts(42, 600), few) }, 'critical', 'breached'],
  ['5.2 % of few fail: it may be 5 %', { guardrail: guardrail({ kind: 'ratio', fail: 0.05 }), minute: () => ({ value: 2.6, total: 50 }) }, 'ok', 'within-limits'],
  ['orders succeed too seldom', { guardrail: guardrail({ kind: 'ratio', direction: 'higher-is-better', fail: 0.9 }), minute: fromMinute(20, counts(80, 100), counts(98, 100)) }, 'critical', 'breached'],
  // What is missing
  ['two minutes are missing: no room for a breach', { guardrail: waits, minute: between(20, 21, nothing, level(1)) }, 'ok', 'within-limits within-limits'],
  ['three minutes are missing: room for one', { guardrail: waits, minute: between(20, 22, nothing, level(1)) }, 'unknown', 'gaps gaps'],
  ['one minute is missing between two bad ones', { guardrail: waits, minute: between(21, 21, nothing, between(20, 22, level(15), level(1))) }, 'unknown', 'gaps gaps'],
  ['breached, and then nothing more is heard', { guardrail: waits, minute: fromMinute(34, nothing, fromMinute(30, level(15), level(1))) }, 'critical', 'breached breached'],
  ['well, and then nothing more is heard', { guardrail: waits, minute: fromMinute(40, nothing, level(1)) }, 'unknown', 'gaps gaps'],
  ['NaN for a while', { guardrail: waits, minute: between(20, 25, () => ({ value: NaN }), level(1)) }, 'unknown', 'gaps gaps'],
  ['infinite for a while', { guardrail: waits, minute: between(20, 25, () => ({ value: Infinity }), level(1)) }, 'unknown', 'gaps gaps'],
  ['a counter that goes backwards', { guardrail: guardrail({ kind: 'rate', fail: 10 }), minute: between(20, 25, () => ({ value: -4 }), level(1)) }, 'unknown', 'gaps'],
  ['NaN where nobody asked is no gap', { guardrail: guardrail({ kind: 'latency-quantile', unit: 'seconds', fail: 2.5 }), minute: between(20, 40, () => ({ value: NaN, total: 0 }), usual) }, 'ok', 'within-limits'],
  ['nothing at all', { guardrail: waits }, 'unknown', 'no-data no-data'],
  ['nothing, of what is always there', { guardrail: guardrail({ ...limits, onNoData: 'critical' }) }, 'critical', 'no-data no-data'],
  ['nothing, of what not everybody has', { guardrail: guardrail({ ...limits, onNoData: 'ignore' }) }, 'unknown', 'no-data no-data'],
  ['nothing but NaN', { guardrail: waits, minute: () => ({ value: NaN }) }, 'unknown', 'no-data no-data'],
  ['the source says that there is nothing', { guardrail: waits, reading: { status: 'empty' } }, 'unknown', 'no-data no-data'],
  ['the source does not answer', { guardrail: guardrail({ ...limits, onNoData: 'critical' }), reading: unreadable('unreachable', 'no answer in 10 s') }, 'unknown', 'unreadable unreadable'],
  ['the source refuses', { guardrail: waits, reading: unreadable('unauthorised', '401') }, 'unknown', 'unreadable unreadable'],
  ['a proxy answers with HTML', { guardrail: waits, reading: unreadable('malformed', 'text/html') }, 'unknown', 'unreadable unreadable'],
  ['the source’s clock is an hour ahead', { guardrail: waits, minute: level(1), reading: { samples: Array.from({ length: 180 }, (_, i) => ({ at: Date.UTC(2026, 10, 20, 13, i), value: 1 })) } }, 'unknown', 'clock-ahead clock-ahead'],
  // When
  ['before the release', { guardrail: waits, minute: level(1), asked: -5 }, 'unknown', 'too-early too-early'],
  ['while it settles', { guardrail: waits, minute: level(90), asked: 2 }, 'unknown', 'too-early too-early'],
  ['settled, and a breach would not have had the time', { guardrail: waits, minute: level(1), asked: 4.6 }, 'unknown', 'too-early too-early'],
  ['settled, and it has had the time', { guardrail: waits, minute: level(1), asked: 5.6 }, 'ok', 'within-limits within-limits'],
  ['a breach as soon as it can be one', { guardrail: waits, minute: level(15), asked: 5.6 }, 'critical', 'breached breached'],
  ['before the first look', { guardrail: p95, minute: usual, asked: 7 }, 'unknown', 'within-limits within-limits too-early'],
  ['after the window nothing is looked at', { guardrail: waits, minute: fromMinute(61, level(15), level(1)), asked: 90 }, 'ok', 'within-limits within-limits'],
  // Compared: latency
  ['latency as ever', { guardrail: p95, minute: usual }, 'ok', 'within-limits within-limits within-limits'],
  ['latency 1.5 times what it was, at the second look', { guardrail: p95, minute: fromMinute(1, level(1.2, 0.15, 600), usual), asked: 15 }, 'critical', 'within-limits within-limits breached'],
  ['latency 1.1 times: certain, and nobody would act on it', { guardrail: p95, minute: fromMinute(1, level(0.88, 0.15, 600), usual) }, 'ok', 'within-limits within-limits within-limits'],
  ['the whole day is slow: not the release’s doing', { guardrail: p95, minute: (m, s) => level(s === 0 ? 1.2 : 0.8, 0.15, 600)(m, s) }, 'ok', 'within-limits within-limits within-limits'],
  ['the weeks are slow at this hour as well', { guardrail: p95, minute: (m, s) => level(m > 0 ? 1.2 : 0.8, 0.15, 600)(m, s) }, 'ok', 'within-limits within-limits within-limits'],
  ['three slow minutes of the hour', { guardrail: unlimited, minute: between(30, 32, level(9, 0.1, 600), usual) }, 'ok', 'within-limits'],
  ['one week was odd', { guardrail: p95, minute: (m, s) => level(s === 2 && m > 0 ? 2.4 : 0.8, 0.15, 600)(m, s) }, 'ok', 'within-limits within-limits within-limits'],
  ['one week was oddly fast', { guardrail: p95, minute: (m, s) => level(s === 2 && m > 0 ? 0.16 : 0.8, 0.15, 600)(m, s) }, 'ok', 'within-limits within-limits within-limits'],
  ['a third of twelve minutes is slow: by rank they are few', { guardrail: unlimited, minute: everyThird(0.76), asked: 15 }, 'ok', 'within-limits'],
  ['a third of an hour is slow', { guardrail: unlimited, minute: everyThird(0.85) }, 'critical', 'breached'],
  ['so noisy that twice as slow would not be seen', { guardrail: p95, minute: level(0.8, 0.99, 3), asked: 10 }, 'unknown', 'too-little-traffic too-little-traffic too-little-traffic'],
  ['no weeks yet', { guardrail: p95, minute: usual, weeks: 0 }, 'unknown', 'within-limits within-limits no-baseline'],
  ['slower for its first quarter of an hour', { guardrail: p95, minute: between(1, 16, level(1.6, 0.15, 600), usual) }, 'warning', 'within-limits within-limits recovered'],
  ['nine minutes are missing', { guardrail: unlimited, minute: between(20, 28, nothing, usual) }, 'unknown', 'gaps'],
  ['slow, and nothing before the release is known', { guardrail: p95, minute: fromMinute(1, level(1.6, 0.15, 600), usual), before: 0 }, 'critical', 'within-limits within-limits breached'],
  ['against the release before', { guardrail: guardrail({ kind: 'latency-quantile', unit: 'seconds', compare: { to: 'previous-release', maxChangePercent: 25 } }), minute: fromMinute(1, level(2, 0.15, 600), usual), weeks: 1 }, 'critical', 'breached'],
  ['no release before', { guardrail: guardrail({ compare: { to: 'previous-release', maxChangePercent: 25 } }), minute: usual, weeks: 0 }, 'unknown', 'no-baseline'],
  ['a comparison that only warns', { guardrail: guardrail({ kind: 'latency-quantile', unit: 'seconds', compare: { maxChangePercent: 25, breach: 'warning' } }), minute: fromMinute(1, level(1.6, 0.15, 600), usual) }, 'warning', 'breached'],
  // Compared: ratios
  ['errors as ever', { guardrail: errors, minute: few }, 'ok', 'within-limits within-limits within-limits'],
  ['three times the errors, below the thresholds', { guardrail: errors, minute: fromMinute(1, counts(6, 600), few), asked: 15 }, 'critical', 'within-limits within-limits breached'],
  ['three times the errors of too few requests', { guardrail: errors, minute: (m, s) => ({ value: (m + s) % 30 === 0 ? 1 : 0, total: 6 }), asked: 15 }, 'unknown', 'within-limits within-limits too-little-traffic'],
  ['never an error before, and some now', { guardrail: errors, minute: fromMinute(1, counts(5, 600), counts(0, 600)), asked: 15 }, 'critical', 'within-limits within-limits breached'],
  ['errors since before the release', { guardrail: errors, minute: (m, s) => counts(s === 0 ? 8 : 2, 600)(m, s) }, 'ok', 'within-limits within-limits within-limits'],
  ['a minute in which everything failed', { guardrail: errors, minute: between(30, 30, counts(600, 600), few) }, 'ok', 'within-limits within-limits within-limits'],
  ['orders fail three times as often', { guardrail: success, minute: fromMinute(1, allBut(12, 600), allBut(4, 600)), asked: 15 }, 'critical', 'within-limits within-limits breached'],
  // Compared: rates and gauges
  ['orders as ever', { guardrail: orders, minute: level(40, 0.2) }, 'ok', 'within-limits'],
  ['half the orders', { guardrail: orders, minute: fromMinute(1, level(20, 0.2), level(40, 0.2)) }, 'critical', 'breached'],
  ['twice the orders', { guardrail: orders, minute: fromMinute(1, level(80, 0.2), level(40, 0.2)) }, 'ok', 'within-limits'],
  ['no orders any more', { guardrail: orders, minute: fromMinute(1, level(0), level(40, 0.2)), asked: 15 }, 'critical', 'breached'],
  ['orders come twice an hour: none says nothing', { guardrail: orders, minute: (m, s) => ({ value: s > 0 && (m + 7 * s) % 30 === 0 ? 1 : 0 }), asked: 15 }, 'unknown', 'too-little-traffic'],
  ['the morning’s rise, as in each week', { guardrail: orders, minute: (m, s) => level(40 * Math.exp(m / 60), 0.2)(m, s) }, 'ok', 'within-limits'],
  ['memory grows by half', { guardrail: memory, minute: fromMinute(1, level(3e9, 0.02), level(2e9, 0.02)) }, 'critical', 'breached'],
  ['one lock wait instead of none is too small to matter', { guardrail: guardrail({ ...limits, warn: 20, fail: 40, compare: { maxChangePercent: 100 } }), minute: fromMinute(1, level(1, 0), level(0)) }, 'ok', 'within-limits within-limits within-limits'],
  ['less than nothing can’t be expected', { guardrail: guardrail({ fail: 40, compare: { maxChangePercent: 100, smallestChange: 1 } }), minute: (m, s) => ({ value: [m > 0 ? 0.6 : 0, m > 0 ? 0 : 1][Math.min(s, 1)] }) }, 'ok', 'within-limits within-limits'],
  ['nine lock waits instead of none', { guardrail: guardrail({ ...limits, warn: 20, fail: 40, compare: { maxChangePercent: 100 } }), minute: fromMinute(1, level(9, 0.1), level(0)) }, 'critical', 'within-limits within-limits breached'],
];
