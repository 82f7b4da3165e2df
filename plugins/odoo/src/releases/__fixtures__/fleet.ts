import type { Entity } from '@backstage/catalog-model';
import {
  type DecisionOfRecord,
  defaultRiskPolicy,
  type EntityReleaseRisk,
  evaluateRisk,
  summariseRelease,
  type JudgedRelease,
  nothingAround,
  type Release,
  type ReleaseDetail,
  type ReleaseEventSummary,
  type ReleaseState,
  type ReleaseTrace,
  type RiskFacts,
  traceRelease,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OdooApi } from '../../api';
import { backupApi } from '../../backups/__fixtures__/backups';
import { aroundApi } from './around';
import { decisionApi } from './decisions';
import { questions } from './questions';
import {
  bindings,
  findings,
  seriesSupport,
  workloads,
} from '../../catalog/__fixtures__/facts';

/** The instant at which the fixtures are judged: that of loading them, so that their ages stay believable in the dev app. */
export const NOW = new Date().toISOString();

const CI = 'https://ci.odoo-fleet.example/acme';
const at = (hoursAgo: number) =>
  new Date(Date.parse(NOW) - hoursAgo * 3_600_000).toISOString();
const digestOf = (char: string) => `sha256:${char.repeat(64)}`;

export const environmentRef = 'odooenvironment:default/acme-production';

export const tenant: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: {
    name: 'acme-retail',
    namespace: 'default',
    title: 'Acme Retail',
    links: [{ url: 'https://www.acme.example', title: 'Online shop' }],
  },
  spec: {
    owner: 'group:default/acme-team',
    criticality: 'mission-critical',
    timeZone: 'Europe/Paris',
    regions: ['FR', 'BE'],
    calendars: [
      { name: 'retail-peaks', source: 'trading' },
      {
        name: 'stock-count',
        windows: [
          { reason: 'Annual count', yearly: { from: '06-28', to: '07-01' } },
        ],
      },
    ],
    recoveryObjectives: [
      { process: 'store-orders', rpo: 'PT5M', rto: 'PT1H' },
      { process: 'finance', rpo: 'PT4H', rto: 'P1D' },
    ],
    compliance: ['GDPR'],
    contacts: [
      { role: 'Head of IT', name: 'Ada Blanc', email: 'ada@acme.example' },
      { role: 'On call', name: 'Store desk', phone: '+33 1 99 00 10 20' },
    ],
    escalation: [
      { contact: 'Store desk', after: 'PT5M' },
      { contact: 'Ada Blanc', after: 'PT20M' },
    ],
  },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/acme-team' },
    { type: 'hasPart', targetRef: environmentRef },
    {
      type: 'hasPart',
      targetRef: 'odooenvironment:default/acme-staging',
    },
  ],
};

export const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: 'acme-production',
    namespace: 'default',
    title: 'Acme production',
  },
  spec: {
    tenant: 'odootenant:default/acme-retail',
    owner: 'group:default/acme-team',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'enterprise' },
    image: `registry.example/acme/odoo:18.0@${digestOf('c')}`,
    url: 'https://erp.acme.example',
    kubernetes: { cluster: 'acme-eu', namespace: 'acme-production' },
    services: [{ role: 'web' }, { role: 'cron' }],
    database: { name: 'acme', postgresVersion: '16' },
    gitops: {
      repository: 'https://git.odoo-fleet.example/platform/fleet',
      path: 'tenants/acme/production',
      argocd: { application: 'acme-production' },
    },
    bindings: [{ source: CI, environmentId: 'acme-production' }],
    runbooks: { rollback: 'https://runbooks.example/rollback' },
    platformComponents: ['shared-postgresql', 'shared-redis'],
    template: { ref: 'template:default/odoo-environment', version: '1.4.0' },
  },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/acme-team' },
    { type: 'partOf', targetRef: 'odootenant:default/acme-retail' },
    { type: 'dependsOn', targetRef: 'resource:default/shared-postgresql' },
    { type: 'hasPart', targetRef: 'component:default/acme-production-web' },
    { type: 'hasPart', targetRef: 'resource:default/acme-production-database' },
  ],
};

export const staging: Entity = {
  ...environment,
  metadata: {
    name: 'acme-staging',
    namespace: 'default',
    title: 'Acme staging',
  },
  spec: {
    ...environment.spec,
    stage: 'staging',
    odoo: { series: '17.0', edition: 'enterprise' },
    bindings: [],
  },
};

export const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'acme-production-web',
    namespace: 'default',
    title: 'Acme production web',
    annotations: {
      'odoofleet.io/environment': environmentRef,
      'odoofleet.io/role': 'web',
      'odoofleet.io/tenant': 'odootenant:default/acme-retail',
    },
  },
  spec: {
    type: 'odoo-web',
    lifecycle: 'production',
    owner: 'group:default/acme-team',
  },
  relations: [{ type: 'partOf', targetRef: environmentRef }],
};

export const database: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'acme-production-database',
    namespace: 'default',
    title: 'Acme production database',
    annotations: { 'odoofleet.io/environment': environmentRef },
  },
  spec: { type: 'database', owner: 'group:default/acme-team' },
};

/** Shared with another environment, and in maintenance. */
export const sharedDatabase: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'shared-postgresql',
    namespace: 'default',
    title: 'Shared PostgreSQL server',
    annotations: {
      'odoofleet.io/maintenance': 'Minor version, node by node',
    },
  },
  spec: { type: 'database-server', owner: 'group:default/platform' },
  relations: [
    { type: 'dependencyOf', targetRef: environmentRef },
    {
      type: 'dependencyOf',
      targetRef: 'odooenvironment:default/bora-production',
    },
  ],
};

/** Every entity of the fixtures, for a catalog. */
export const entities = [
  tenant,
  environment,
  staging,
  service,
  database,
  sharedDatabase,
];

const fact = <T>(value: T, hoursAgo: number) => ({
  value,
  source: CI,
  eventId: `event-${hoursAgo}`,
  occurredAt: at(hoursAgo),
  url: `${CI}/runs/${hoursAgo}`,
});

const riskyRelease: Release = {
  id: 'r-risky',
  environmentRef,
  artifact: digestOf('a'),
  digest: digestOf('a'),
  attempt: 1,
  lifecycle: {
    firstSeenAt: at(2),
    proposedAt: at(0.15),
    gatedAt: at(0.1),
  },
  facts: {
    author: fact('user:default/jo-costa', 2),
    approvers: fact(['user:default/jo-costa'], 1),
    changeRecord: fact(
      { id: 'CHG-1182', url: 'https://changes.example/CHG-1182' },
      2,
    ),
    changedLines: fact(1240, 2),
    modules: fact(
      [
        { name: 'acme_pricing', from: '18.0.1.0.0', to: '18.0.2.0.0' },
        { name: 'acme_pos', to: '18.0.1.0.0' },
      ],
      2,
    ),
    migrationClass: fact('schema', 2),
    checkpoint: fact({ at: at(41), label: 'nightly' }, 40),
  },
};

const riskyFacts: RiskFacts = {
  ...nothingAround,
  release: riskyRelease,
  stage: 'production',
  hosting: 'dedicated',
  staging: {
    status: 'known',
    environmentRef: 'odooenvironment:default/acme-staging',
    artifact: digestOf('7'),
    deployedAt: at(30),
    source: CI,
    eventId: 'staging-1',
  },
  calendar: {
    status: 'known',
    timeZone: 'Europe/Paris',
    source: 'trading',
    observedAt: at(1),
    calendars: [
      {
        name: 'retail-peaks',
        declaredBy: 'odootenant:default/acme',
        readAt: at(1),
      },
    ],
    windows: [
      {
        calendar: 'retail-peaks',
        kind: 'freeze',
        reason: 'Black Friday',
        start: at(40),
        end: at(-84),
      },
    ],
    from: at(2000),
    horizon: at(-2000),
  },
  people: {
    author: 'user:default/jo-costa',
    approvers: ['user:default/jo-costa'],
    unmapped: [],
  },
};

function judge(facts: RiskFacts) {
  return evaluateRisk(facts, defaultRiskPolicy, Date.parse(NOW));
}

/** What each release was judged by, for its trace. */
const factsOf = new Map<string, RiskFacts>();

function traceOf({ release, verdict }: JudgedRelease): ReleaseTrace {
  const facts = factsOf.get(release.id);
  return facts
    ? traceRelease({
        facts: { ...facts, release },
        verdict,
        events: [],
        now: Date.parse(NOW),
      })
    : [];
}

function judged(
  facts: RiskFacts,
  state: ReleaseState,
  decisionOfRecord?: DecisionOfRecord,
): JudgedRelease {
  factsOf.set(facts.release.id, facts);
  return {
    release: facts.release,
    state,
    verdict: judge(facts),
    questions,
    ...(decisionOfRecord && { decisionOfRecord }),
  };
}

/** Facts of a release against which nothing speaks. */
const calmFacts: RiskFacts = {
  ...riskyFacts,
  release: {
    ...riskyRelease,
    id: 'r-calm',
    artifact: digestOf('c'),
    digest: digestOf('c'),
    lifecycle: {
      firstSeenAt: at(240),
      proposedAt: at(239),
      gatedAt: at(238.6),
      deployedAt: at(238.5),
    },
    facts: {
      ...riskyRelease.facts,
      author: fact('user:default/jo-costa', 240),
      approvers: fact(['user:default/mia-holm'], 239),
      changedLines: fact(12, 240),
      modules: fact([{ name: 'acme_pos', to: '18.0.1.0.1' }], 240),
      migrationClass: fact('none', 240),
      checkpoint: fact({ at: at(240) }, 239),
      commits: fact(['9f3c2ab71d04e5'], 240),
      foundations: fact([], 240),
      build: fact({ outcome: 'success' as const, label: 'build #7' }, 239.9),
      tests: fact({ outcome: 'success' as const }, 239.8),
      testCounts: fact({ passed: 400, failed: 0 }, 239.8),
      signature: fact({ verified: true }, 239.7),
      provenance: fact({ verified: true }, 239.7),
      vulnerabilities: fact({ critical: 0, high: 0, medium: 1, low: 4 }, 239.7),
      rollbackRehearsal: fact(
        { application: 'success' as const, database: 'success' as const },
        239.6,
      ),
      guardrails: fact({ count: 7 }, 239),
      preparation: fact(
        {
          preScaled: true,
          jobsFrozen: true,
          databaseHeadroomPercent: 60,
          clusterHeadroomPercent: 50,
        },
        239,
      ),
    },
  },
  staging: {
    status: 'known',
    environmentRef: 'odooenvironment:default/acme-staging',
    artifact: digestOf('c'),
    deployedAt: at(290),
    source: CI,
    eventId: 'staging-0',
  },
  people: {
    author: 'user:default/jo-costa',
    approvers: ['user:default/mia-holm'],
    unmapped: [],
  },
};

function recordOf(facts: RiskFacts, hoursAgo: number): DecisionOfRecord {
  const verdict = judge(facts);
  return {
    id: `decision-${facts.release.id}`,
    askedAt: at(hoursAgo),
    askedBy: 'demo-pipeline',
    decision: verdict.decision,
    verdict,
  };
}

/** Much speaks against it, and the gate said so. */
export const risky = judged(riskyFacts, 'gated', recordOf(riskyFacts, 0.1));

/** The gate was asked when nobody knew of the freeze. */
export const changed = judged(
  riskyFacts,
  'gated',
  recordOf({ ...calmFacts, release: { ...calmFacts.release } }, 3),
);

/** Nothing speaks against it. */
export const calm = judged(calmFacts, 'settled', recordOf(calmFacts, 238.6));

/** A release of which hardly anything is known. */
export const unknown = judged(
  {
    ...riskyFacts,
    release: {
      ...riskyRelease,
      id: 'r-unknown',
      artifact: 'acme-build-812',
      digest: undefined,
      lifecycle: { firstSeenAt: at(1), proposedAt: at(1) },
      facts: {},
    },
    staging: { status: 'unknown', reason: 'no staging environment is bound' },
    calendar: { status: 'unknown', reason: 'the tenant names no calendar' },
    people: { unmapped: [] },
  },
  'proposed',
);

const event = (
  id: string,
  kind: ReleaseEventSummary['kind'],
  hoursAgo: number,
  more: Partial<ReleaseEventSummary> = {},
): ReleaseEventSummary => ({
  source: CI,
  id,
  type: `dev.cdevents.${kind}.0.3.0`,
  kind,
  occurredAt: at(hoursAgo),
  receivedAt: at(hoursAgo - 0.01),
  contradictions: 0,
  ...more,
});

const events: ReleaseEventSummary[] = [
  event('e6', 'gate-answered', 0.1, { label: 'hold' }),
  event('e5', 'proposed', 0.15, { contradictions: 1 }),
  event('e4', 'tests-finished', 1.2, {
    label: 'Smoke tests',
    outcome: 'success',
    url: `${CI}/tests/1`,
  }),
  event('e3', 'artifact-signed', 1.5),
  event('e2', 'pipeline-finished', 1.8, {
    label: 'build #812',
    outcome: 'success',
    // eslint-disable-next-line no-script-url -- a hostile address, to see that it never becomes a link
    url: 'javascript:alert(1)',
  }),
  event('e1', 'change-merged', 2, {
    label: '=HYPERLINK("https://evil.example")',
    receivedAt: at(0.5),
  }),
];

export function riskOf(
  current: JudgedRelease | undefined,
  entityRef = environmentRef,
): EntityReleaseRisk {
  return {
    entityRef,
    status: current?.verdict.status ?? 'unknown',
    environments: [
      {
        environmentRef,
        title: 'Acme production',
        stage: 'production',
        hosting: 'dedicated',
        ...(current && { current }),
      },
    ],
  };
}

/** Release risk of the tenant: a release on its way, one that runs, and an environment that nobody reported on. */
export const tenantRisk: EntityReleaseRisk = {
  entityRef: 'odootenant:default/acme-retail',
  status: 'critical',
  environments: [
    ...riskOf(risky).environments,
    {
      environmentRef: 'odooenvironment:default/acme-staging',
      title: 'Acme staging',
      stage: 'staging',
      hosting: 'multi-tenant',
      current: {
        ...calm,
        release: {
          ...calm.release,
          id: 'r-staging',
          environmentRef: 'odooenvironment:default/acme-staging',
        },
      },
    },
    {
      environmentRef: 'odooenvironment:default/acme-development',
      title: 'Acme development',
      stage: 'development',
      hosting: 'multi-tenant',
    },
  ],
};

/** What concerns an environment, a service of it, or any environment of the tenant. */
function ofEntity<T extends { environmentRef?: string }>(
  items: T[],
  query: { entityRef?: string } = {},
): T[] {
  const { entityRef } = query;
  return items.filter(
    item =>
      entityRef === tenantRisk.entityRef ||
      item.environmentRef === entityRef ||
      (entityRef === 'component:default/acme-production-web' &&
        item.environmentRef === environmentRef),
  );
}

/** An API that answers from fixtures: `current` is what is judged, the others are its history. */
export function fleetApi(
  current: JudgedRelease | null = risky,
  overrides: Partial<OdooApi> = {},
): OdooApi {
  const known = [risky, calm, unknown, ...(current ? [current] : [])];
  return {
    getReleaseRisk: async entityRef =>
      entityRef === tenantRisk.entityRef
        ? tenantRisk
        : riskOf(current ?? undefined, entityRef),
    listReleases: async () => ({
      items: current ? [...new Set([current, calm])].map(summariseRelease) : [],
    }),
    getRelease: async releaseId => {
      const found = [...known]
        .reverse()
        .find(({ release }) => release.id === releaseId);
      if (!found) {
        throw Object.assign(new Error(`No release ${releaseId}`), {
          name: 'NotFoundError',
        });
      }
      return {
        ...found,
        trace: traceOf(found),
        events,
      } satisfies ReleaseDetail;
    },
    listBindings: async query => ({ items: ofEntity(bindings, query) }),
    listFindings: async query => ({ items: ofEntity(findings, query) }),
    listWorkloads: async query => ({ items: ofEntity(workloads, query) }),
    listSeriesSupport: async () => ({ items: seriesSupport }),
    ...decisionApi(),
    ...aroundApi(),
    ...backupApi(),
    ...overrides,
  };
}
