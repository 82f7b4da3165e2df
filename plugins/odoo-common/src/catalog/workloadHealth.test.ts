import { matchesLabels } from './labelSelector';
import {
  evaluateWorkloads,
  WORKLOAD_ANSWER_LIFETIME_MS,
  type SeenWorkload,
  type WorkloadHealthInput,
} from './workloadHealth';

const now = 1_795_000_000_000;

const seen = (
  name: string,
  ready: number,
  desired = 2,
  labels = {},
): SeenWorkload => ({
  kind: 'Deployment',
  name,
  desired,
  ready,
  images: ['odoo:18'],
  labels,
});

const input = (
  workloads: SeenWorkload[],
  overrides: Partial<WorkloadHealthInput> = {},
): WorkloadHealthInput => ({
  environmentRef: 'odooenvironment:default/acme',
  cluster: 'shared-eu',
  namespace: 'acme',
  services: [{ role: 'web' }, { role: 'cron' }],
  confirmed: true,
  seen: { workloads, answeredAt: now },
  now,
  ...overrides,
});

const brief = (given: WorkloadHealthInput) =>
  evaluateWorkloads(given).map(({ role, name, status }) => [
    role,
    name,
    status,
  ]);

describe('evaluateWorkloads', () => {
  it('finds each service by name or label, and tells what is missing and what is over', () => {
    expect(
      brief(
        input(
          [
            seen('z-proxy', 2),
            seen('acme-web', 2),
            seen('jobs', 1, 2, { 'app.kubernetes.io/component': 'cron' }),
            seen('blue', 0, 2, { tier: 'queue' }),
          ],
          {
            services: [
              { role: 'web' },
              { role: 'cron' },
              { role: 'queue', labelSelector: 'tier in (queue, jobs)' },
              { role: 'gevent' },
            ],
          },
        ),
      ),
    ).toEqual([
      ['web', 'acme-web', 'ok'],
      ['cron', 'jobs', 'warning'],
      ['queue', 'blue', 'critical'],
      ['gevent', undefined, 'critical'],
      [undefined, 'z-proxy', 'ok'],
    ]);
  });

  it('does not miss the workload of a Component of its own', () => {
    expect(
      brief(
        input([seen('acme-connector', 2)], {
          services: [{ role: 'connector', component: 'loyalty' }],
        }),
      ),
    ).toEqual([
      ['connector', undefined, 'unknown'],
      [undefined, 'acme-connector', 'ok'],
    ]);
  });

  it('gives nothing of a namespace that is not confirmed', () => {
    const given = input([seen('acme-web', 2)], { confirmed: false });
    expect(brief(given)).toEqual([
      ['web', undefined, 'unknown'],
      ['cron', undefined, 'unknown'],
    ]);
    expect(JSON.stringify(evaluateWorkloads(given))).not.toContain('odoo:18');
  });

  it('knows nothing of a cluster that was not read, or not for an hour', () => {
    expect(brief(input([], { seen: undefined }))).toEqual([
      ['web', undefined, 'unknown'],
      ['cron', undefined, 'unknown'],
    ]);
    const old = (age: number) =>
      brief(
        input([], {
          seen: { workloads: [seen('acme-web', 2)], answeredAt: now - age },
        }),
      );
    expect(old(WORKLOAD_ANSWER_LIFETIME_MS)[0]).toEqual([
      'web',
      'acme-web',
      'ok',
    ]);
    expect(old(WORKLOAD_ANSWER_LIFETIME_MS + 1)).toEqual([
      ['web', 'acme-web', 'unknown'],
      ['cron', undefined, 'unknown'],
    ]);
  });

  it('takes nothing that runs for no health', () => {
    expect(brief(input([seen('acme-web', 0, 0)]))[0]).toEqual([
      'web',
      'acme-web',
      'critical',
    ]);
  });
});

describe('matchesLabels', () => {
  const labels = { app: 'odoo', tier: 'web' };

  it.each([
    ['app=odoo', true],
    ['app==odoo,tier=web', true],
    ['app=odoo,tier=cron', false],
    ['tier!=cron', true],
    ['tier in (web, cron),app', true],
    ['tier notin (web)', false],
    ['!queue', true],
    ['!app', false],
    ['queue', false],
    ['app = odoo', true],
    ['', false],
    ['a b c', false],
  ])('%j: %s', (selector, expected) => {
    expect(matchesLabels(selector, labels)).toBe(expected);
  });
});
