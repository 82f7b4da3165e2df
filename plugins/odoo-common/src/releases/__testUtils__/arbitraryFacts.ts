import fc from 'fast-check';
import { businessDomainSchema } from '../../calendar/model';
import { migrationClassSchema } from '../model';
import { riskPolicySchema, type RiskPolicy } from '../policy';
import { criticalitySchema } from '../../catalog/tenant';
import type { PersonDecision } from '../personDecisions';
import { foundationChangeSchema } from '../postedFacts';
import type { Readiness } from '../readiness';
import type {
  ChangeInFlight,
  OpenIncident,
  PlatformMaintenance,
  RiskFacts,
} from '../riskFacts';
import { digestA, digestB, environmentRef } from './events';
import { noon } from './riskFacts';

/** Instants close to noon, on whole hours and a millisecond beside them, where the boundaries lie; and far away. */
export const instant = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -1, max: 1 }))
      .map(([hours, ms]) =>
        new Date(noon + hours * 3_600_000 + ms).toISOString(),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
    ),
  },
);

const text = fc.oneof(
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.constantFrom('', 'a\r\n\u202eb', '💥'.repeat(300), '<script>'),
);
const name = fc.constantFrom('jo', '=cmd', '💥'.repeat(90));

const fact = <T>(value: fc.Arbitrary<T>) =>
  fc.record(
    {
      value,
      source: text,
      eventId: text,
      occurredAt: instant,
      url: fc.constantFrom('https://ci.example.org/1', 'http://ci/2'),
    },
    { requiredKeys: ['value', 'source', 'eventId', 'occurredAt'] },
  );

const domain = fc.constantFrom(...businessDomainSchema.options);

export const moduleChange = fc.record(
  {
    name: fc.constantFrom('sale', 'stock', 'pos'),
    to: fc.constant('1'),
    domain,
  },
  { requiredKeys: ['name'] },
);

export const calendarWindow = fc.record(
  {
    calendar: text,
    kind: fc.constantFrom(
      'freeze',
      'freeze',
      'freeze',
      'peak',
      'holiday',
      'maintenance',
    ),
    reason: text,
    start: instant,
    end: instant,
    domains: fc.uniqueArray(domain, { maxLength: 3 }),
  },
  { requiredKeys: ['calendar', 'kind', 'reason', 'start', 'end'] },
);

const calendarState = fc.record(
  {
    name: text,
    declaredBy: text,
    readAt: instant,
    staleFrom: instant,
    failure: fc.record({ at: instant, reason: text }),
    problems: fc.array(text, { maxLength: 2 }),
  },
  { requiredKeys: ['name', 'declaredBy'] },
);

const artifact = fc.constantFrom(digestA, digestB, 'odoo:18.0');
const person = fc.constantFrom(
  'user:default/jo',
  'user:default/kim',
  'user:default/lou',
);
const unknown = fc.record({
  status: fc.constant('unknown' as const),
  reason: text,
});

const outcome = fc.constantFrom('success', 'failure');
const counts = fc.record({ well: fc.nat(9), failed: fc.nat(3) });

const contributed = <T>(known: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.oneof(
    { weight: 1, arbitrary: unknown },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.record(known),
          fc.record({ validUntil: instant }, { requiredKeys: [] }),
        )
        .map(([shape, validity]) => ({
          status: 'known' as const,
          ...shape,
          ...validity,
          evidence: [],
        })),
    },
  );

const percent = fc.integer({ min: 0, max: 100 });

const lost = { process: text, objectiveMinutes: fc.nat(60) };

export const readiness: fc.Arbitrary<Readiness> = fc.record({
  recoveryPoint: fc.oneof(
    { weight: 4, arbitrary: contributed({ ...lost, lossMinutes: fc.nat(60) }) },
    { weight: 1, arbitrary: contributed(lost) },
  ),
  restoreDrill: contributed({
    outcome,
    at: instant,
    durationSeconds: fc.nat(7200),
    objectiveSeconds: fc.nat(7200),
  }),
  checkpoint: contributed({ at: instant, label: text }),
  dataLossWindow: contributed({ minutes: fc.nat(120) }),
  guardrails: contributed({ count: fc.nat(3) }),
  errorBudget: contributed({
    remainingPercent: fc.integer({ min: -50, max: 100 }),
  }),
  capacity: contributed({ databaseHeadroomPercent: percent }),
});

const said = { source: text, eventId: text };

export const incident: fc.Arbitrary<OpenIncident> = fc.record(
  {
    label: text,
    since: instant,
    on: fc.constantFrom('environment', 'platform'),
    entityRef: text,
    role: fc.constantFrom('web', 'connector'),
    ...said,
  },
  {
    requiredKeys: ['label', 'since', 'on', 'entityRef', 'source', 'eventId'],
  },
);

export const maintenance: fc.Arbitrary<PlatformMaintenance> = fc.record(
  {
    componentRef: text,
    activity: fc.constantFrom('node-drain', 'patching'),
    from: instant,
    until: instant,
    startedAt: instant,
    finishedAt: instant,
    ...said,
  },
  { requiredKeys: ['componentRef', 'activity', 'source', 'eventId'] },
);

export const changeInFlight: fc.Arbitrary<ChangeInFlight> = fc.record(
  {
    kind: fc.constantFrom('application', 'infrastructure', 'connector'),
    entityRef: text,
    label: text,
    since: instant,
    ...said,
  },
  { requiredKeys: ['kind', 'entityRef', 'label', 'since', 'source'] },
);

const personDecision: fc.Arbitrary<PersonDecision> = fc.record(
  {
    id: name,
    kind: fc.constantFrom('override', 'executive-sign-off'),
    releaseId: fc.constantFrom('rel-1', 'rel-1', 'rel-2'),
    environmentRef: fc.constant(environmentRef),
    digest: fc.constantFrom(digestA, digestB),
    by: person,
    reason: fc.constantFrom('the tills cannot print', '=<b>'),
    at: instant,
    expiresAt: instant,
    revokedAt: instant,
  },
  {
    requiredKeys: [
      'id',
      'kind',
      'releaseId',
      'environmentRef',
      'digest',
      'by',
      'reason',
      'at',
      'expiresAt',
    ],
  },
);

const shared = { tenants: fc.nat(80), environments: fc.nat(200) };

const around = fc.record({
  criticality: fc.constantFrom(...criticalitySchema.options),
  blastRadius: fc.oneof(
    unknown,
    fc.record({
      status: fc.constant('known' as const),
      image: fc.record(shared),
      components: fc.array(fc.record({ componentRef: text, ...shared }), {
        maxLength: 2,
      }),
      source: text,
      observedAt: instant,
    }),
  ),
  familiarity: fc.oneof(
    unknown,
    fc.record(
      {
        status: fc.constant('known' as const),
        environment: counts,
        author: counts,
        lookedAt: fc.nat(20),
      },
      { requiredKeys: ['status', 'environment', 'lookedAt'] },
    ),
  ),
  incidents: fc.array(incident, { maxLength: 1 }),
  maintenance: fc.array(maintenance, { maxLength: 2 }),
  inFlight: fc.array(changeInFlight, { maxLength: 3 }),
  decisions: fc.oneof(
    { weight: 3, arbitrary: fc.constant<PersonDecision[]>([]) },
    { weight: 1, arbitrary: fc.array(personDecision, { maxLength: 3 }) },
  ),
  readiness,
});

/** Facts of every kind that the schema takes, sensible or not. */
export const arbitraryFacts: fc.Arbitrary<RiskFacts> = fc
  .record({
    stage: fc.constantFrom(
      'production',
      'production',
      'production',
      'staging',
      'development',
    ),
    hosting: fc.constantFrom('multi-tenant', 'dedicated'),
    artifact,
    lifecycle: fc.record(
      { firstSeenAt: instant, deployedAt: instant, failedAt: instant },
      { requiredKeys: ['firstSeenAt'] },
    ),
    facts: fc.record(
      {
        author: fact(name),
        approvers: fact(fc.array(name, { maxLength: 8 })),
        changedLines: fact(
          fc.oneof(
            { weight: 9, arbitrary: fc.nat(1500) },
            fc.double({ noNaN: true, noDefaultInfinity: true }),
          ),
        ),
        modules: fact(fc.array(moduleChange, { maxLength: 12 })),
        migrationClass: fact(fc.constantFrom(...migrationClassSchema.options)),
        checkpoint: fact(
          fc.record({ at: instant, label: text }, { requiredKeys: ['at'] }),
        ),
        changeRecord: fact(fc.record({ id: name })),
        foundations: fact(
          fc.array(fc.constantFrom(...foundationChangeSchema.options), {
            maxLength: 3,
          }),
        ),
        rehearsal: fact(
          fc.record(
            {
              outcome,
              digest: fc.constantFrom(digestA, digestB),
              durationSeconds: fc.nat(9000),
              longestLockWaitSeconds: fc.nat(10),
            },
            { requiredKeys: ['outcome', 'durationSeconds'] },
          ),
        ),
        tests: fact(
          fc.record({
            outcome: fc.constantFrom('success', 'failure', 'unknown'),
          }),
        ),
        testCounts: fact(fc.record({ passed: fc.nat(2), failed: fc.nat(2) })),
        signature: fact(fc.record({ verified: fc.boolean() })),
        signed: fact(fc.constant(true as const)),
        provenance: fact(fc.record({ verified: fc.boolean() })),
        vulnerabilities: fact(
          fc.record({
            critical: fc.nat(2),
            high: fc.nat(2),
            medium: fc.nat(2),
            low: fc.nat(2),
          }),
        ),
        rollbackRehearsal: fact(
          fc.record(
            { application: outcome, database: outcome },
            { requiredKeys: [] },
          ),
        ),
        preparation: fact(
          fc.record(
            {
              preScaled: fc.boolean(),
              jobsFrozen: fc.boolean(),
              databaseHeadroomPercent: percent,
              clusterHeadroomPercent: percent,
            },
            { requiredKeys: [] },
          ),
        ),
        guardrails: fact(fc.record({ count: fc.nat(2) })),
      },
      { requiredKeys: [] },
    ),
    staging: fc.oneof(
      unknown,
      fc.record({
        status: fc.constant('known' as const),
        environmentRef: text,
        artifact,
        deployedAt: instant,
        source: text,
        eventId: text,
      }),
    ),
    calendar: fc.oneof(
      { weight: 1, arbitrary: unknown },
      {
        weight: 4,
        arbitrary: fc.record({
          status: fc.constant('known' as const),
          timeZone: fc.constant('Europe/Paris'),
          source: text,
          observedAt: instant,
          from: fc.constantFrom('2026-01-01T00:00:00Z', '2026-11-22T10:00:00Z'),
          horizon: fc.constantFrom(
            '2027-11-22T10:00:00Z',
            '2026-11-23T20:00:00Z',
          ),
          windows: fc.array(calendarWindow, { maxLength: 4 }),
          calendars: fc.array(calendarState, { maxLength: 3 }),
        }),
      },
    ),
    people: fc.record(
      {
        author: person,
        approvers: fc.array(person, { maxLength: 3 }),
        unmapped: fc.array(text, { maxLength: 7 }),
      },
      { requiredKeys: ['unmapped'] },
    ),
  })
  .chain(known => around.map(rest => ({ ...known, ...rest })))
  .map(({ lifecycle, facts, artifact: ran, ...rest }) => ({
    ...rest,
    release: {
      id: 'rel-1',
      environmentRef,
      artifact: ran,
      ...(ran.startsWith('sha256:') && { digest: ran }),
      attempt: 1,
      lifecycle,
      facts,
    },
  }));

/** Policies that the config may hold. */
export const arbitraryPolicy: fc.Arbitrary<RiskPolicy> = fc
  .record(
    {
      weights: fc.record({
        // As much as the other inherent factors leave by default, and the other readiness factors
        changeSize: fc.nat(12),
        releaseTiming: fc.nat(8),
        migrationClass: fc.nat(12),
        concurrency: fc.nat(5),
        stagingSameDigest: fc.nat(6),
        approvals: fc.nat(5),
        checkpoint: fc.nat(5),
        rehearsal: fc.nat(4),
      }),
      overrides: fc.array(
        fc.record({
          when: fc.record(
            {
              stage: fc.constantFrom('production', 'staging'),
              hosting: fc.constantFrom('multi-tenant', 'dedicated'),
              criticality: fc.constantFrom('standard', 'mission-critical'),
            },
            { requiredKeys: [] },
          ),
          weights: fc.record({ changeSize: fc.nat(12), tests: fc.nat(4) }),
          familiarReleases: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 2 },
      ),
      thresholds: fc.record({
        caution: fc.integer({ min: 1, max: 40 }),
        hold: fc.integer({ min: 40, max: 100 }),
      }),
      stagingSoakHours: fc.nat(48),
      freezeApproachHours: fc.nat(48),
      approversRequired: fc.integer({ min: 1, max: 3 }),
      checkpointMaxAgeHours: fc.nat(48),
    },
    { requiredKeys: [] },
  )
  .map(policy => riskPolicySchema.parse(policy));
