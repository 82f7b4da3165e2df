/* Twenty guardrails of a retailer's production, with what each of them measures while all is well. */
import { guardrailSchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  events,
  failing,
  level,
  p95,
  waiting,
  type Indicator,
  type Watched,
} from './judgeTraffic';

function watch(
  definition: Record<string, unknown> & { id: string; kind: string },
  indicator: Indicator,
): Watched {
  const isCounted =
    definition.kind === 'ratio' || definition.kind === 'latency-quantile';
  return {
    guardrail: guardrailSchema.parse({
      title: definition.id,
      unit: definition.kind === 'latency-quantile' ? 'seconds' : 'count',
      direction: 'lower-is-better',
      businessProcess: 'store-orders',
      query: { value: 'value', ...(isCounted && { total: 'total' }) },
      ...definition,
    }),
    indicator,
  };
}

const slower = { compare: { maxChangePercent: 25 } };
const more = { compare: { maxChangePercent: 50 } };

/** p95 of all requests: what a 1.5-fold shift is looked for in. */
export const latency = watch(
  {
    id: 'p95',
    weight: 3,
    kind: 'latency-quantile',
    warn: 2,
    fail: 3,
    ...slower,
  },
  p95(1),
);

/** Errors as a share of the requests of one kind; how many there are while all is well decides what can be seen. */
export const errors = (share: number) =>
  watch(
    {
      id: 'errors',
      weight: 3,
      kind: 'ratio',
      unit: 'ratio',
      warn: Math.min(0.5, share * 4),
      fail: Math.min(0.9, share * 8),
      ...more,
    },
    failing(1, share),
  );

export const guardrails: Watched[] = [
  latency,
  watch(
    {
      id: 'p95-checkout',
      kind: 'latency-quantile',
      warn: 3,
      fail: 5,
      ...slower,
    },
    p95(0.2, 0.4),
  ),
  watch(
    { id: 'p95-login', kind: 'latency-quantile', warn: 3, fail: 5, ...slower },
    p95(0.1, 0.3),
  ),
  watch(
    {
      id: '5xx',
      weight: 3,
      kind: 'ratio',
      unit: 'ratio',
      warn: 0.015,
      fail: 0.03,
      ...more,
    },
    failing(1, 0.003),
  ),
  watch(
    {
      id: 'checkout-failed',
      weight: 3,
      kind: 'ratio',
      unit: 'ratio',
      warn: 0.08,
      fail: 0.15,
      ...more,
    },
    failing(0.2, 0.02),
  ),
  watch(
    {
      id: 'login-failed',
      kind: 'ratio',
      unit: 'ratio',
      warn: 0.12,
      fail: 0.25,
      ...more,
    },
    failing(0.1, 0.03),
  ),
  watch(
    {
      id: 'pos-sync-failed',
      kind: 'ratio',
      unit: 'ratio',
      warn: 0.03,
      fail: 0.08,
      ...more,
    },
    failing(0.3, 0.005),
  ),
  watch(
    {
      id: 'orders',
      weight: 3,
      kind: 'rate',
      unit: 'per-minute',
      direction: 'higher-is-better',
      compare: { maxChangePercent: 30 },
    },
    events(0.08),
  ),
  watch(
    {
      id: 'integration-throughput',
      kind: 'rate',
      unit: 'per-minute',
      direction: 'higher-is-better',
      compare: { maxChangePercent: 40 },
    },
    events(0.3),
  ),
  watch(
    {
      id: 'queue-failed',
      kind: 'rate',
      unit: 'per-minute',
      warn: 20,
      fail: 60,
      compare: { maxChangePercent: 100, smallestChange: 1 },
    },
    waiting(0.4),
  ),
  watch({ id: 'calls-per-order', kind: 'gauge', ...slower }, level(420, 0.12)),
  watch(
    { id: 'time-per-order', kind: 'gauge', unit: 'seconds', ...slower },
    level(1.3, 0.18),
  ),
  watch(
    { id: 'lock-waits', kind: 'gauge', warn: 5, fail: 12, ...more },
    waiting(0.3),
  ),
  watch(
    {
      id: 'longest-transaction',
      kind: 'gauge',
      unit: 'seconds',
      warn: 60,
      fail: 300,
    },
    level(6, 0.9),
  ),
  watch(
    {
      id: 'replication-lag',
      kind: 'gauge',
      unit: 'seconds',
      warn: 10,
      fail: 60,
    },
    level(0.4, 0.8),
  ),
  watch(
    {
      id: 'redis-memory',
      kind: 'gauge',
      unit: 'ratio',
      warn: 0.85,
      fail: 0.95,
    },
    level(0.55, 0.03),
  ),
  watch(
    {
      id: 'oldest-job',
      kind: 'gauge',
      unit: 'seconds',
      warn: 300,
      fail: 900,
      compare: { maxChangePercent: 200 },
    },
    level(25, 0.7),
  ),
  watch(
    { id: 'cron-lag', kind: 'gauge', unit: 'seconds', warn: 300, fail: 900 },
    level(40, 0.5),
  ),
  watch(
    { id: 'restarts', kind: 'gauge', warn: 0, fail: 2 },
    // Those of the rollout itself are over before it has settled
    (_chance, { index }) => ({ value: index >= 60 && index < 62 ? 2 : 0 }),
  ),
  watch(
    { id: 'replicas-unavailable', kind: 'gauge', warn: 0, fail: 1 },
    (_chance, { index }) => ({ value: index >= 60 && index < 62 ? 1 : 0 }),
  ),
];

const compared = guardrails.filter(({ guardrail }) => guardrail.compare);

/** How many are compared, and what they weigh together. */
export const comparisons = compared.length;
export const comparedWeight = compared.reduce(
  (sum, { guardrail }) => sum + guardrail.weight,
  0,
);
