import { MINUTE } from '../../instant';
import { guardrailSchema, type Guardrail } from '../definition';
import { defaultGuardrailPolicy, type GuardrailPolicy } from '../policy';
import type {
  GuardrailInput,
  GuardrailReading,
  GuardrailSample,
} from '../readings';

/** A Friday afternoon. */
export const releasedAt = Date.UTC(2026, 10, 20, 14);

const WEEK = 7 * 24 * 60 * MINUTE;

/** Between -1 and 1, as if by chance, and the same each time. */
export function jitter(place: number, stretch: number): number {
  const x = Math.sin(place * 12.9898 + stretch * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

/** What one minute gives; `minute` is 1 for the first after the release, `stretch` 0 for today and 1 to 4 for the weeks. */
export type Minute = (
  minute: number,
  stretch: number,
) => { value: number; total?: number } | undefined;

/** A guardrail with as little in it as its kind needs. */
export function guardrail(given: {
  kind?: Guardrail['kind'];
  [key: string]: unknown;
}): Guardrail {
  const { kind = 'gauge', ...rest } = given;
  const isCounted = kind === 'ratio' || kind === 'latency-quantile';
  return guardrailSchema.parse({
    id: 'watched',
    title: 'Watched',
    kind,
    unit: kind === 'ratio' ? 'ratio' : 'count',
    direction: 'lower-is-better',
    businessProcess: 'store-orders',
    query: { value: 'value', ...(isCounted && { total: 'total' }) },
    ...rest,
  });
}

const read = { source: 'main', query: 'value', readAt: releasedAt };

function samplesOf(
  minute: Minute,
  stretch: number,
  from: number,
  to: number,
): GuardrailSample[] {
  const anchor = releasedAt - stretch * WEEK;
  const samples: GuardrailSample[] = [];
  for (let at = from; at <= to; at++) {
    const one = minute(at, stretch);
    if (one) {
      samples.push({ at: anchor + at * MINUTE, ...one });
    }
  }
  return samples;
}

/** One guardrail, what was measured, and when it is judged. */
export interface Situation {
  guardrail: Guardrail;
  minute?: Minute;
  /** Instead of samples. */
  reading?: Partial<GuardrailReading>;
  /** Minutes after the release at which it is judged; samples end there, too. */
  asked?: number;
  /** Minutes before the release that are known. */
  before?: number;
  weeks?: number;
  comparedWeight?: number;
  policy?: Partial<GuardrailPolicy>;
}

export function inputOf({
  guardrail: watched,
  minute = () => undefined,
  reading,
  asked = 61,
  before = 60,
  weeks = 4,
  comparedWeight = 12,
}: Situation): GuardrailInput {
  return {
    guardrail: watched,
    release: { at: releasedAt },
    comparedWeight,
    reading: {
      ...read,
      status: 'observed',
      samples: samplesOf(minute, 0, 1 - before, Math.floor(asked)),
      ...reading,
    } as GuardrailReading,
    baselines: Array.from({ length: weeks }, (_, i) => ({
      label: `${i + 1} weeks ago`,
      anchor: releasedAt - (i + 1) * WEEK,
      reading: {
        ...read,
        status: 'observed' as const,
        samples: samplesOf(minute, i + 1, 1 - before, 60),
      },
    })),
  };
}

export const policyOf = ({ policy }: Situation): GuardrailPolicy => ({
  ...defaultGuardrailPolicy,
  ...policy,
});

export const askedAt = ({ asked = 61 }: Situation) =>
  releasedAt + asked * MINUTE;

/** Today, from this minute on, something else. */
export const fromMinute =
  (first: number, then: Minute, before: Minute): Minute =>
  (minute, stretch) =>
    stretch === 0 && minute >= first
      ? then(minute, stretch)
      : before(minute, stretch);

/** Today, in these minutes, something else. */
export const between =
  (first: number, last: number, then: Minute, otherwise: Minute): Minute =>
  (minute, stretch) =>
    stretch === 0 && minute >= first && minute <= last
      ? then(minute, stretch)
      : otherwise(minute, stretch);

/** A level with noise: a share of it, up and down. */
export const level =
  (value: number, noise = 0.1, total?: number): Minute =>
  (minute, stretch) => ({
    value: value * (1 + noise * jitter(minute, stretch)),
    ...(total !== undefined && { total }),
  });

/** So many of so many, with a little noise. */
export const counts =
  (value: number, total: number): Minute =>
  (minute, stretch) => ({
    value: Math.max(
      0,
      Math.round(value + Math.sqrt(value) * jitter(minute, stretch)),
    ),
    total,
  });

/** All but so many of so many. */
export const allBut =
  (bad: number, total: number): Minute =>
  (minute, stretch) => ({
    value: total - (counts(bad, total)(minute, stretch)?.value ?? 0),
    total,
  });

export const nothing: Minute = () => undefined;
