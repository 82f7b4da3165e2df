/* Seeded retail traffic, a minute a step: the hour before a release and the hour after it, today and in earlier weeks. */
import type {
  Guardrail,
  GuardrailInput,
  GuardrailSample,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Chance } from './judgeChance';

export const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEKS = 4;
/** Minutes before and after the release. */
const BEFORE = 60;
const AFTER = 60;

/** How a release changes one indicator from the minute on in which it is out; 1 is not at all. */
export interface Harm {
  factor: number;
}

/** What happens in one stretch of two hours, whatever is measured in it. */
export interface Stretch {
  /** Requests to be expected in each minute. */
  load: number[];
  /** How much slower than usual, as a logarithm: the day, the hour, and short bursts. */
  slowness: number[];
  /** How many times more errors than usual. */
  trouble: number[];
  /** Minutes of which the source kept nothing. */
  gaps: Set<number>;
  /** Minute at which the release is out; after it workers start. */
  restarts: boolean;
}

/** The shape of a day of stores and web shop: a quiet night, a peak at noon, a higher one in the evening. */
function shapeOfDay(hour: number): number {
  const peak = (at: number, width: number) =>
    Math.exp(-(((hour - at) / width) ** 2));
  return 0.03 + 0.75 * peak(11.5, 2.5) + peak(17.5, 2.2);
}

/** Two hours around `hour` with `load` requests a minute in the middle on a usual day. */
export function makeStretch(
  chance: Chance,
  hour: number,
  load: number,
  restarts: boolean,
): Stretch {
  const length = BEFORE + AFTER;
  const usual = shapeOfDay(hour);
  // Weeks differ: promotions, weather, salaries
  const day = Math.exp(0.12 * chance.normal());
  const dayIsSlow = 0.08 * chance.normal();
  const dayOfTrouble = Math.exp(0.1 * chance.normal());
  const wander = chance.remembering(length, 0.06, 0.9);
  const pace = chance.remembering(length, 0.04, 0.7);
  const luck = chance.remembering(length, 0.1, 0.5);
  const stretch: Stretch = {
    load: wander.map((w, i) => {
      const at = hour + (i - BEFORE) / 60;
      return ((load * shapeOfDay(at)) / usual) * day * Math.exp(w);
    }),
    slowness: pace.map(p => dayIsSlow + p),
    trouble: luck.map(l => dayOfTrouble * Math.exp(l)),
    gaps: new Set(),
    restarts,
  };
  // A burst: a report, a batch of a connector, a crawler; a minute or two, at any time
  for (let n = chance.poisson(0.8); n > 0; n -= 1) {
    const at = Math.floor(chance.share() * length);
    const lasts = 1 + Math.floor(chance.share() * 2);
    const slower = 0.3 + 0.8 * chance.share();
    const worse = 2 + 6 * chance.share();
    for (let i = at; i < Math.min(length, at + lasts); i += 1) {
      stretch.slowness[i] += slower;
      stretch.trouble[i] *= worse;
      stretch.load[i] *= 1.3;
    }
  }
  // The source loses a minute now and then
  if (chance.share() < 0.1) {
    stretch.gaps.add(Math.floor(chance.share() * length));
  }
  if (restarts) {
    for (let i = BEFORE; i < BEFORE + 2; i += 1) {
      stretch.slowness[i] += 0.6;
      stretch.trouble[i] *= 4;
    }
  }
  return stretch;
}

/** One minute of one indicator. */
export type Indicator = (
  chance: Chance,
  minute: { load: number; slowness: number; trouble: number; index: number },
  harm: Harm,
) => { value: number; total?: number };

/** Traefik's buckets as they should be set: narrow where the quantile lies. */
const BUCKETS = [
  0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2, 2.5, 3.5, 5,
  10,
];

/** Probability that a standard normal number is below z (Abramowitz and Stegun 26.2.17: 7.5e-8). */
function below(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 +
      t *
        (-0.356563782 +
          t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

/** `histogram_quantile` of counts by bucket, the last of which has no end. */
function histogramQuantile(
  quantile: number,
  counts: readonly number[],
): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return NaN;
  }
  const rank = quantile * total;
  let sum = 0;
  for (let i = 0; i < BUCKETS.length; i += 1) {
    if (sum + counts[i] >= rank && counts[i] > 0) {
      const from = i === 0 ? 0 : BUCKETS[i - 1];
      return from + ((BUCKETS[i] - from) * (rank - sum)) / counts[i];
    }
    sum += counts[i];
  }
  return BUCKETS[BUCKETS.length - 1];
}

/** p95 of answers, log-normal with a median of 0.25 s and a spread of 0.65, as a histogram tells it; a share of all requests. */
export function p95(
  part: number,
  medianSeconds = 0.25,
  spread = 0.65,
): Indicator {
  return (chance, { load, slowness }, { factor }) => {
    const total = chance.poisson(load * part);
    const middle = Math.log(medianSeconds * factor) + slowness;
    const counts: number[] = [];
    let left = total;
    let rest = 1;
    for (const bound of BUCKETS) {
      const within = below((Math.log(bound) - middle) / spread) - (1 - rest);
      const count = chance.binomial(
        left,
        Math.min(1, Math.max(0, within / rest)),
      );
      counts.push(count);
      left -= count;
      rest -= within;
    }
    return { value: histogramQuantile(0.95, [...counts, left]), total };
  };
}

/** A share of requests that go wrong. */
export function failing(part: number, share: number): Indicator {
  return (chance, { load, trouble }, { factor }) => {
    const total = chance.poisson(load * part);
    return {
      value: chance.binomial(total, Math.min(1, share * trouble * factor)),
      total,
    };
  };
}

/** Events a minute that come with the load. */
export function events(part: number): Indicator {
  return (chance, { load }, { factor }) => ({
    value: chance.poisson(load * part * factor),
  });
}

/** A level that wanders around `middle`. */
export function level(middle: number, spread: number): Indicator {
  return (chance, { slowness }, { factor }) => ({
    value:
      middle * factor * Math.exp(0.5 * slowness + spread * chance.normal()),
  });
}

/** How many are waiting: none, mostly. */
export function waiting(middle: number): Indicator {
  return (chance, { slowness }, { factor }) => ({
    value: chance.poisson(middle * factor * Math.exp(2 * slowness)),
  });
}

/** A guardrail and what it measures. */
export interface Watched {
  guardrail: Guardrail;
  indicator: Indicator;
}

function sample(
  chance: Chance,
  { load, slowness, trouble, gaps }: Stretch,
  { indicator }: Watched,
  anchor: number,
  harm: Harm,
): GuardrailSample[] {
  return load.flatMap((_, index) => {
    const one = indicator(
      chance,
      {
        load: load[index],
        slowness: slowness[index],
        trouble: trouble[index],
        index,
      },
      index < BEFORE ? { factor: 1 } : harm,
    );
    return gaps.has(index)
      ? []
      : [{ at: anchor + (index - BEFORE + 1) * MINUTE, ...one }];
  });
}

const read = { source: 'bench', query: 'bench', status: 'observed' as const };

/** One release: what happened around it, and in the same two hours of the weeks before. */
export class Release {
  readonly at = Date.UTC(2026, 9, 20, 12);
  readonly #today: Stretch;
  readonly #weeks: Stretch[];
  readonly #chance: Chance;

  constructor(chance: Chance, hour: number, load: number) {
    this.#chance = chance;
    this.#today = makeStretch(chance, hour, load, true);
    this.#weeks = Array.from({ length: WEEKS }, () =>
      makeStretch(chance, hour, load, false),
    );
  }

  input(watched: Watched, harm: Harm, comparedWeight: number): GuardrailInput {
    const { at } = this;
    return {
      guardrail: watched.guardrail,
      release: { at },
      comparedWeight,
      reading: {
        ...read,
        readAt: at,
        samples: sample(this.#chance, this.#today, watched, at, harm),
      },
      baselines: this.#weeks.map((week, index) => {
        const anchor = at - (index + 1) * 7 * DAY;
        return {
          label: `${index + 1} weeks ago`,
          anchor,
          reading: {
            ...read,
            readAt: at,
            samples: sample(this.#chance, week, watched, anchor, { factor: 1 }),
          },
        };
      }),
    };
  }
}
