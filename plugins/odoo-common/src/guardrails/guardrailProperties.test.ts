import fc from 'fast-check';
import { MINUTE } from '../instant';
import type { VerdictStatus } from '../verdict';
import {
  guardrail,
  inputOf,
  jitter,
  releasedAt,
} from './__testUtils__/guardrailInputs';
import type { Guardrail } from './definition';
import { judgeGuardrail } from './judgeGuardrail';
import { defaultGuardrailPolicy } from './policy';
import type { GuardrailInput, GuardrailSample } from './readings';
import { guardrailVerdictSchema } from './verdict';

const kinds: Guardrail[] = [
  guardrail({ warn: 6, fail: 12, compare: { maxChangePercent: 50 } }),
  guardrail({
    warn: 4,
    fail: 2,
    direction: 'higher-is-better',
    compare: { maxChangePercent: 30 },
  }),
  guardrail({
    kind: 'latency-quantile',
    warn: 8,
    fail: 16,
    compare: { maxChangePercent: 25 },
  }),
  guardrail({
    kind: 'ratio',
    warn: 0.06,
    fail: 0.12,
    compare: { maxChangePercent: 50 },
  }),
  guardrail({ kind: 'rate', fail: 12, minBreachMinutes: 5 }),
];

/** A release whose values rise, or fall, by some factor, some of which are missing; at some minute. */
const someInput = fc
  .record({
    watched: fc.constantFrom(...kinds),
    factor: fc.constantFrom(0.2, 0.6, 1, 1, 1.2, 1.6, 2.5, 6),
    noise: fc.double({ min: 0, max: 0.6, noNaN: true }),
    load: fc.constantFrom(1, 20, 300, 5000),
    holes: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    seed: fc.integer({ min: 0, max: 1000 }),
    asked: fc.constantFrom(1, 6, 10, 16, 31, 61),
    weeks: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ watched, factor, noise, load, holes, seed, asked, weeks }) => ({
    now: releasedAt + asked * MINUTE,
    input: inputOf({
      guardrail: watched,
      asked,
      weeks,
      minute: (minute, stretch) => {
        const harmed = stretch === 0 && minute > 0 ? factor : 1;
        const value = 5 * harmed * (1 + noise * jitter(minute, stretch + seed));
        if (stretch === 0 && holes.includes(minute)) {
          return undefined;
        }
        if (watched.kind === 'ratio') {
          return { value: Math.round((value / 100) * load), total: load };
        }
        return watched.kind === 'latency-quantile'
          ? { value, total: load }
          : { value };
      },
    }),
  }));

const judge = (input: GuardrailInput, now: number) =>
  judgeGuardrail(input, defaultGuardrailPolicy, now);

const withSamples = (
  input: GuardrailInput,
  change: (samples: readonly GuardrailSample[]) => readonly GuardrailSample[],
): GuardrailInput => ({
  ...input,
  reading:
    input.reading.status === 'observed'
      ? { ...input.reading, samples: change(input.reading.samples) }
      : input.reading,
});

/** How bad a word is that claims something; unknown claims nothing. */
const claim: Record<VerdictStatus, number> = {
  ok: 0,
  unknown: 1,
  warning: 1,
  critical: 2,
};

describe('judgeGuardrail, whatever comes', () => {
  it('fits its schema, and gives the same bytes in any order', () => {
    fc.assert(
      fc.property(someInput, fc.integer(), ({ input, now }, turn) => {
        const verdict = judge(input, now);
        expect(guardrailVerdictSchema.parse(verdict)).toEqual(verdict);
        const shuffled = withSamples(
          { ...input, baselines: [...input.baselines].reverse() },
          samples =>
            [...samples].sort(
              (a, b) =>
                jitter(a.at / MINUTE, turn) - jitter(b.at / MINUTE, turn),
            ),
        );
        expect(JSON.stringify(judge(shuffled, now))).toBe(
          JSON.stringify(verdict),
        );
      }),
    );
  });

  it('keeps its bytes until validUntil', () => {
    fc.assert(
      fc.property(
        someInput,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        ({ input, now }, part) => {
          const verdict = judge(input, now);
          const until =
            verdict.validUntil === undefined
              ? now + 1e9
              : Date.parse(verdict.validUntil);
          const then = Math.floor(now + part * (until - now));
          expect(JSON.stringify(judge(input, then))).toBe(
            JSON.stringify(verdict),
          );
        },
      ),
    );
  });

  it('never says better for more harm', () => {
    fc.assert(
      fc.property(
        someInput,
        fc.array(
          fc.record({
            minute: fc.integer({ min: 1, max: 60 }),
            times: fc.double({ min: 1, max: 5, noNaN: true }),
          }),
          { maxLength: 30 },
        ),
        ({ input, now }, harms) => {
          const { kind, direction } = input.guardrail;
          const worse = withSamples(input, samples =>
            samples.map(sample => {
              const times = harms
                .filter(
                  ({ minute }) => sample.at === releasedAt + minute * MINUTE,
                )
                .reduce((product, one) => product * one.times, 1);
              const value =
                direction === 'lower-is-better'
                  ? sample.value * times
                  : sample.value / times;
              return {
                ...sample,
                value:
                  kind === 'ratio' ? Math.min(sample.total ?? 0, value) : value,
              };
            }),
          );
          const before = judge(input, now).status;
          const after = judge(worse, now).status;
          expect(claim[after]).toBeGreaterThanOrEqual(claim[before]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never turns critical or unknown into ok by losing samples', () => {
    fc.assert(
      fc.property(
        someInput,
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
        ({ input, now }, lost) => {
          const fewer = withSamples(input, samples =>
            samples.filter(
              ({ at }) =>
                !lost.some(minute => at === releasedAt + minute * MINUTE),
            ),
          );
          const before = judge(input, now).status;
          const after = judge(fewer, now).status;
          expect(before !== 'ok' && after === 'ok').toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never finds an ok by losing just the minutes that were bad', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          guardrail({
            kind: 'latency-quantile',
            compare: { maxChangePercent: 25 },
          }),
          guardrail({ kind: 'ratio', compare: { maxChangePercent: 50 } }),
          guardrail({ compare: { maxChangePercent: 50 } }),
          guardrail({ warn: 8 }),
        ),
        fc.uniqueArray(fc.integer({ min: 3, max: 30 }), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.double({ min: 1.2, max: 8, noNaN: true }),
        fc.nat({ max: 20 }),
        (watched, bad, times, kept) => {
          const isCounted = watched.kind === 'ratio';
          const input = inputOf({
            guardrail: watched,
            asked: 31,
            minute: (minute, stretch) => ({
              value:
                5 *
                (1 + 0.1 * jitter(minute, stretch)) *
                (stretch === 0 && bad.includes(minute) ? times : 1),
              ...(isCounted && { total: 200 }),
            }),
          });
          const lost = bad.slice(kept);
          const fewer = withSamples(input, samples =>
            samples.filter(
              ({ at }) => !lost.includes((at - releasedAt) / MINUTE),
            ),
          );
          const now = releasedAt + 31 * MINUTE;
          expect(
            judge(input, now).status !== 'ok' &&
              judge(fewer, now).status === 'ok',
          ).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and never says ok of what is no number', () => {
    const anything = fc.record({
      at: fc.oneof(
        fc.integer({ min: -90, max: 90 }).map(m => releasedAt + m * MINUTE),
        fc.double(),
      ),
      value: fc.oneof(
        fc.double(),
        fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, 1e308),
      ),
      total: fc.option(fc.oneof(fc.double(), fc.constantFrom(0, NaN, -1)), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(anything, { maxLength: 200 }),
        fc.array(fc.array(anything, { maxLength: 100 }), { maxLength: 4 }),
        fc.integer({ min: -10, max: 100 }),
        (watched, samples, weeks, asked) => {
          const plain = inputOf({ guardrail: watched, weeks: weeks.length });
          const input: GuardrailInput = {
            ...withSamples(plain, () => samples),
            baselines: plain.baselines.map((one, i) => ({
              ...one,
              reading: {
                ...one.reading,
                status: 'observed',
                samples: weeks[i],
              },
            })),
          };
          const verdict = judge(input, releasedAt + asked * MINUTE);
          expect(guardrailVerdictSchema.parse(verdict)).toEqual(verdict);
          const none = judge(
            withSamples(input, () =>
              samples.map(sample => ({ ...sample, value: NaN, total: NaN })),
            ),
            releasedAt + asked * MINUTE,
          );
          expect(none.status).toBe('unknown');
        },
      ),
    );
  });
});
