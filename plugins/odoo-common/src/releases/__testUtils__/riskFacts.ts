import type { CalendarWindow } from '../../calendar/model';
import type { Fact, ReleaseFacts, ReleaseLifecycle } from '../model';
import type { ModuleChange } from '../postedFacts';
import type { PersonDecision } from '../personDecisions';
import {
  nobodyReports,
  type Readiness,
  type ReadinessContribution,
} from '../readiness';
import {
  nothingAround,
  type ChangeInFlight,
  type OpenIncident,
  type PlatformMaintenance,
  type RiskFacts,
} from '../riskFacts';
import { at, digestA, environmentRef } from './events';

/** The instant at which the situations are judged: 22 November 2026, 12:00 UTC. */
export const noon = Date.parse(at('12:00'));

/** The instant some hours before noon; after it with a negative number. */
export const hoursAgo = (hours: number) =>
  new Date(noon - hours * 3_600_000).toISOString();

/** A fact that the pipeline stated. */
export function fact<T>(value: T, occurredAt = at('11:00')): Fact<T> {
  return { value, source: 'https://ci.example.org', eventId: 'e1', occurredAt };
}

export const modules = (
  count: number,
  domain?: ModuleChange['domain'],
): ModuleChange[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `module_${i}`,
    to: '18.0.1.1',
    ...(domain && { domain }),
    dependents: [],
  }));

export const freeze = (
  startsInHours: number,
  endsInHours: number,
  domains?: CalendarWindow['domains'],
): CalendarWindow => ({
  calendar: 'trading',
  kind: 'freeze',
  reason: 'Black Friday',
  start: hoursAgo(-startsInHours),
  end: hoursAgo(-endsInHours),
  ...(domains && { domains }),
});

/** What a situation changes in the facts of a release that has nothing against it. */
export interface Situation {
  stage?: RiskFacts['stage'];
  artifact?: string;
  lifecycle?: Partial<ReleaseLifecycle>;
  facts?: { [K in keyof ReleaseFacts]: ReleaseFacts[K] | undefined };
  staging?: RiskFacts['staging'];
  stagingSince?: string;
  freezes?: CalendarWindow[];
  calendar?: RiskFacts['calendar'];
  people?: Partial<RiskFacts['people']>;
  hosting?: RiskFacts['hosting'];
  criticality?: RiskFacts['criticality'];
  around?: Partial<Pick<RiskFacts, keyof typeof nothingAround>>;
  readiness?: ReadinessContribution;
}

const backup = {
  label: 'backup status',
  source: 'odoo',
  observedAt: at('11:45'),
};

/** What the other capabilities say when all is well. */
export const wellReported: Readiness = {
  recoveryPoint: {
    status: 'known',
    process: 'store-orders',
    lossMinutes: 4,
    objectiveMinutes: 15,
    evidence: [backup],
  },
  restoreDrill: {
    status: 'known',
    outcome: 'success',
    at: hoursAgo(24 * 5),
    durationSeconds: 1200,
    objectiveSeconds: 3600,
    evidence: [backup],
  },
  checkpoint: nobodyReports.checkpoint,
  dataLossWindow: nobodyReports.dataLossWindow,
  guardrails: { status: 'known', count: 4, evidence: [backup] },
  errorBudget: { status: 'known', remainingPercent: 60, evidence: [backup] },
  capacity: {
    status: 'known',
    databaseHeadroomPercent: 50,
    clusterHeadroomPercent: 40,
    evidence: [backup],
  },
};

/** A decision of kim's about the release of the situations: an hour old, and good for three more. */
export const decision = (
  kind: PersonDecision['kind'],
  rest: Partial<PersonDecision> = {},
): PersonDecision => ({
  id: `d-${kind}`,
  kind,
  releaseId: 'rel-1',
  environmentRef,
  digest: digestA,
  by: 'user:default/kim',
  reason: 'the tills cannot print',
  at: hoursAgo(1),
  expiresAt: hoursAgo(-3),
  ...rest,
});

export const incident = (rest: Partial<OpenIncident> = {}): OpenIncident => ({
  label: 'tills offline',
  since: hoursAgo(1),
  on: 'environment',
  entityRef: environmentRef,
  source: 'https://pager.example.org',
  eventId: 'i1',
  ...rest,
});

export const work = (
  rest: Partial<PlatformMaintenance> = {},
): PlatformMaintenance => ({
  componentRef: 'resource:default/pg-shared-eu',
  activity: 'patching',
  source: 'https://ops.example.org',
  eventId: 'm1',
  ...rest,
});

export const change = (
  kind: ChangeInFlight['kind'],
  rest: Partial<ChangeInFlight> = {},
): ChangeInFlight => ({
  kind,
  entityRef: environmentRef,
  label: `a ${kind} change`,
  since: hoursAgo(0.5),
  source: 'https://ci.example.org',
  eventId: `c-${kind}`,
  ...rest,
});

/** A small production release with everything in order, but for what the situation says. */
export function riskFacts(situation: Situation = {}): RiskFacts {
  const artifact = situation.artifact ?? digestA;
  const facts: ReleaseFacts = {
    author: fact('jo'),
    approvers: fact(['kim']),
    changedLines: fact(40),
    modules: fact(modules(1, 'sale')),
    migrationClass: fact('none' as const),
    checkpoint: fact({ at: hoursAgo(2), label: 'before 18.0.1.1' }),
    changeRecord: fact({ id: 'CHG-1182' }),
    foundations: fact([]),
    testCounts: fact({ passed: 412, failed: 0 }),
    signature: fact({ verified: true, identity: 'ci@example.org' }),
    provenance: fact({ verified: true, builder: 'https://ci.example.org' }),
    vulnerabilities: fact({ critical: 0, high: 0, medium: 3, low: 12 }),
    rollbackRehearsal: fact({
      application: 'success' as const,
      database: 'success' as const,
    }),
    preparation: fact({ preScaled: true, jobsFrozen: true }),
    ...situation.facts,
  };
  return {
    ...nothingAround,
    blastRadius: {
      status: 'known',
      image: { tenants: 1, environments: 2 },
      components: [],
      source: environmentRef,
      observedAt: at('09:00'),
    },
    familiarity: {
      status: 'known',
      environment: { well: 9, failed: 0 },
      author: { well: 4, failed: 0 },
      lookedAt: 9,
    },
    ...situation.around,
    readiness: { ...wellReported, ...situation.readiness },
    stage: situation.stage ?? 'production',
    hosting: situation.hosting ?? 'multi-tenant',
    tenantRef: 'odootenant:default/acme',
    criticality: situation.criticality ?? 'business-critical',
    release: {
      id: 'rel-1',
      environmentRef,
      artifact,
      ...(artifact.startsWith('sha256:') && { digest: artifact }),
      attempt: 1,
      lifecycle: { firstSeenAt: at('11:00'), ...situation.lifecycle },
      facts: Object.fromEntries(
        Object.entries(facts).filter(([, value]) => value !== undefined),
      ),
    },
    staging: situation.staging ?? {
      status: 'known',
      environmentRef: 'odooenvironment:default/acme-staging',
      artifact: digestA,
      deployedAt: situation.stagingSince ?? hoursAgo(48),
      source: 'https://ci.example.org',
      eventId: 's1',
    },
    calendar: situation.calendar ?? {
      status: 'known',
      timeZone: 'Europe/Paris',
      source: 'odootenant:default/acme',
      observedAt: at('11:30'),
      from: hoursAgo(24 * 60),
      horizon: hoursAgo(-24 * 365),
      windows: situation.freezes ?? [],
      calendars: [
        {
          name: 'trading',
          declaredBy: 'odootenant:default/acme',
          readAt: at('11:30'),
        },
      ],
    },
    people: {
      author: 'user:default/jo',
      approvers: ['user:default/kim'],
      unmapped: [],
      ...situation.people,
    },
  };
}
