import fc from 'fast-check';
import { businessDomainSchema } from '../../calendar/model';
import { migrationClassSchema } from '../model';
import { riskPolicySchema, type RiskPolicy } from '../policy';
import { nothingAround, type RiskFacts } from '../riskFacts';
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
  .map(({ lifecycle, facts, artifact: ran, ...rest }) => ({
    ...nothingAround,
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
        changeSize: fc.nat(30),
        releaseTiming: fc.nat(30),
        stagingSameDigest: fc.nat(20),
        approvals: fc.nat(10),
        checkpoint: fc.nat(10),
      }),
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
