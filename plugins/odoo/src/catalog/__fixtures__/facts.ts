import type {
  Binding,
  Finding,
  SeriesSupport,
  Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Counted from the load, so that ages stay believable in the dev app. */
const NOW = Date.now();
const at = (minutesAgo: number) =>
  new Date(NOW - minutesAgo * 60_000).toISOString();
const dayFromNow = (days: number) =>
  new Date(NOW + days * 86_400_000).toISOString().slice(0, 10);

export const productionRef = 'odooenvironment:default/acme-production';
export const stagingRef = 'odooenvironment:default/acme-staging';

/** One series past its end, one within; 16.0 is not listed. */
export const seriesSupport: SeriesSupport[] = [
  { series: '17.0', until: dayFromNow(-40) },
  { series: '18.0', until: dayFromNow(300) },
];

const workload = (
  environmentRef: string,
  role: Workload['role'],
  more: Partial<Workload> = {},
): Workload => ({
  environmentRef,
  role,
  cluster: 'acme-eu',
  namespace: environmentRef.split('/')[1],
  kind: 'Deployment',
  name: `${environmentRef.split('/')[1]}-${role}`,
  desired: 3,
  ready: 3,
  images: ['registry.example/acme/odoo:18.0'],
  status: 'ok',
  message: 'All 3 replicas are ready.',
  observedAt: at(2),
  ...more,
});

/** One well, one half up, one missing, one that nobody declared; those of staging can't be asked for. */
export const workloads: Workload[] = [
  workload(productionRef, 'web', {
    ready: 2,
    status: 'warning',
    message: '2 of 3 replicas are ready.',
  }),
  workload(productionRef, 'cron', {
    name: undefined,
    desired: undefined,
    ready: undefined,
    images: [],
    status: 'critical',
    message: 'The cluster has no workload acme-production-cron.',
  }),
  workload(productionRef, undefined, {
    name: 'acme-production-shell',
    desired: 1,
    ready: 1,
    message: 'All replicas are ready.',
  }),
  workload(stagingRef, 'web', {
    desired: undefined,
    ready: undefined,
    images: [],
    status: 'unknown',
    message: 'Cluster acme-eu did not answer within 10 s.',
    observedAt: undefined,
  }),
];

/** Each state: confirmed both ways, unconfirmed, contested. */
export const bindings: Binding[] = [
  {
    environmentRef: productionRef,
    kind: 'namespace',
    scope: 'acme-eu',
    id: 'acme-production',
    state: 'confirmed',
    confirmedBy: 'namespace',
    since: at(60 * 24 * 9),
    checkedAt: at(2),
    message: 'The namespace carries the name of this environment.',
  },
  {
    environmentRef: productionRef,
    kind: 'pipeline',
    scope: 'https://ci.odoo-fleet.example/acme',
    id: 'acme-production',
    state: 'confirmed',
    confirmedBy: 'config',
    since: at(60 * 24 * 3),
    checkedAt: at(2),
    message: 'odoo.claims[0] gives this pipeline to where it is declared.',
  },
  {
    environmentRef: productionRef,
    kind: 'stanza',
    scope: 'pgbackrest',
    id: 'acme-production',
    state: 'unconfirmed',
    since: at(60 * 24 * 9),
    message: 'No entry of odoo.claims gives this stanza to anybody.',
    remedy:
      'Add stanza pgbackrest/acme-production to the entry of odoo.claims for this location.',
  },
  {
    environmentRef: productionRef,
    kind: 'bucket',
    scope: 'odoo-attachments-eu',
    id: 'acme/',
    state: 'contested',
    since: at(50),
    checkedAt: at(2),
    message: 'bora-production is confirmed for the same prefix.',
    remedy: 'Give each environment a prefix of its own.',
  },
  {
    environmentRef: stagingRef,
    kind: 'namespace',
    scope: 'acme-eu',
    id: 'acme-staging',
    state: 'confirmed',
    confirmedBy: 'namespace',
    since: at(60 * 24 * 9),
    checkedAt: at(2),
    message: 'The namespace carries the name of this environment.',
  },
];

const finding = (
  id: string,
  more: Partial<Finding> & Pick<Finding, 'kind' | 'severity' | 'message'>,
): Finding => ({
  id,
  entityRef: productionRef,
  environmentRef: productionRef,
  subject: 'acme-eu/acme-production',
  remedy: 'Correct spec.kubernetes, or the cluster.',
  firstSeenAt: at(60 * 26),
  lastSeenAt: at(2),
  ...more,
});

/** Each severity, worst last, so that a list that forgets to sort is caught. */
export const findings: Finding[] = [
  finding('f1', {
    kind: 'not-running',
    severity: 'warning',
    message: 'Service cron is declared and not running.',
  }),
  finding('f2', {
    kind: 'unconfirmed-binding',
    severity: 'unknown',
    message: 'Nobody confirms the claim on stanza acme-production.',
    subject: 'pgbackrest/acme-production',
  }),
  finding('f3', {
    kind: 'contested-binding',
    severity: 'critical',
    message: 'bora-production holds the same prefix of the same bucket.',
    subject: 'odoo-attachments-eu/acme/',
  }),
];
