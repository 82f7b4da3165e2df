import {
  defaultRiskPolicy,
  evaluateRisk,
  type RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';

const now = Date.UTC(2026, 10, 22, 12);
const iso = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
const fact = <T>(value: T, hours: number) => ({
  value,
  source: 'https://ci.example.org/bench',
  eventId: 'event',
  occurredAt: iso(hours),
});

const evidence = [
  {
    label: 'backup status',
    source: 'https://backups.example.org/bench',
    observedAt: iso(1),
  },
];

/** Everything around a release that a reason can be given for. */
function worstSurroundings(digest: string) {
  const said = {
    source: 'https://ops.example.org/bench',
    eventId: 'event',
  };
  return {
    blastRadius: {
      status: 'known' as const,
      image: { tenants: 4, environments: 9 },
      components: Array.from({ length: 5 }, (_, i) => ({
        componentRef: `resource:default/component-${i}`,
        tenants: 20 + i,
        environments: 50,
      })),
      source: 'odooenvironment:default/bench-production',
      observedAt: iso(24),
    },
    familiarity: {
      status: 'known' as const,
      environment: { well: 2, failed: 1 },
      author: { well: 1, failed: 1 },
      lookedAt: 3,
    },
    incidents: [
      {
        ...said,
        label: 'tills offline',
        since: iso(1),
        on: 'environment' as const,
        entityRef: 'odooenvironment:default/bench-production',
      },
    ],
    maintenance: [
      {
        ...said,
        componentRef: 'resource:default/component-1',
        activity: 'patching' as const,
        startedAt: iso(1),
      },
    ],
    inFlight: [
      {
        ...said,
        kind: 'infrastructure' as const,
        entityRef: 'resource:default/component-1',
        label: 'patching',
        since: iso(1),
      },
      {
        ...said,
        kind: 'connector' as const,
        entityRef: 'odooenvironment:default/bench-production',
        label: 'connector',
        since: iso(2),
      },
    ],
    decisions: [
      {
        id: 'decision',
        kind: 'override' as const,
        releaseId: 'another',
        environmentRef: 'odooenvironment:default/bench-production',
        digest,
        by: 'user:default/b',
        reason: 'the tills cannot print',
        at: iso(1),
        expiresAt: iso(-3),
      },
    ],
    readiness: {
      recoveryPoint: {
        status: 'known' as const,
        process: 'store-orders',
        lossMinutes: 31,
        objectiveMinutes: 5,
        evidence,
      },
      restoreDrill: {
        status: 'known' as const,
        outcome: 'success' as const,
        at: iso(24 * 41),
        durationSeconds: 1200,
        evidence,
      },
      checkpoint: {
        status: 'known' as const,
        at: iso(29),
        evidence,
      },
      dataLossWindow: { status: 'known' as const, minutes: 90, evidence },
      guardrails: { status: 'known' as const, count: 0, evidence },
      errorBudget: { status: 'known' as const, remainingPercent: -3, evidence },
      capacity: {
        status: 'known' as const,
        databaseHeadroomPercent: 10,
        evidence,
      },
    },
  };
}

/** Facts that make every factor and every rule speak: the dearest verdict there is. */
function worstFacts(n: number): RiskFacts {
  const digest = `sha256:${n.toString(16).padStart(64, '0')}`;
  return {
    ...worstSurroundings(digest),
    stage: 'production',
    hosting: 'multi-tenant',
    staging: {
      status: 'known',
      environmentRef: 'odooenvironment:default/bench-staging',
      artifact: `sha256:${'f'.repeat(64)}`,
      deployedAt: iso(20),
      source: 'https://ci.example.org/bench',
      eventId: 'staging',
    },
    calendar: {
      status: 'known',
      timeZone: 'Europe/Paris',
      source: 'odootenant:default/bench',
      observedAt: iso(1),
      from: iso(24 * 60),
      horizon: iso(-24 * 60),
      calendars: [
        {
          name: 'trading',
          declaredBy: 'odootenant:default/bench',
          readAt: iso(1),
        },
      ],
      windows: Array.from({ length: 20 }, (_, i) => ({
        calendar: 'trading',
        kind: 'freeze' as const,
        reason: `freeze ${i}`,
        start: iso(1 - i * 48),
        end: iso(-23 - i * 48),
      })),
    },
    people: {
      author: 'user:default/a',
      approvers: ['user:default/a'],
      unmapped: ['someone'],
    },
    release: {
      id: `release-${n}`,
      environmentRef: 'odooenvironment:default/bench-production',
      artifact: digest,
      digest,
      attempt: 1,
      lifecycle: { firstSeenAt: iso(2), proposedAt: iso(2) },
      facts: {
        author: fact('a', 2),
        approvers: fact(['a'], 2),
        changedLines: fact(5000 + n, 2),
        migrationClass: fact('schema' as const, 2),
        modules: fact(
          Array.from({ length: 12 }, (_, i) => ({
            name: `module_${i}`,
            to: '17.0.1.0.0',
            domain: 'pricing' as const,
            dependents: [`dependent_${i}`],
          })),
          2,
        ),
        checkpoint: fact({ at: iso(30), label: 'old' }, 30),
        foundations: fact(['core' as const, 'dependency' as const], 2),
        rehearsal: fact(
          { outcome: 'failure' as const, durationSeconds: 300 },
          2,
        ),
        testCounts: fact({ passed: 400, failed: 3 }, 2),
        signature: fact({ verified: false }, 2),
        provenance: fact({ verified: false }, 2),
        vulnerabilities: fact({ critical: 2, high: 9, medium: 1, low: 4 }, 2),
        rollbackRehearsal: fact({ application: 'failure' as const }, 2),
        preparation: fact({ jobsFrozen: false }, 2),
      },
    },
  };
}

/** Evaluations a second on one core, after a warm-up, over facts that differ from one to the next. */
export function measureEvaluateRisk(): number {
  const facts = Array.from({ length: 1000 }, (_, n) => worstFacts(n));
  const run = (milliseconds: number) => {
    const started = performance.now();
    let evaluated = 0;
    let reasons = 0;
    while (performance.now() - started < milliseconds) {
      for (const one of facts) {
        reasons += evaluateRisk(one, defaultRiskPolicy, now).reasons.length;
      }
      evaluated += facts.length;
    }
    if (reasons < evaluated * 25) {
      throw new Error('evaluateRisk left out reasons');
    }
    return (evaluated * 1000) / (performance.now() - started);
  };
  run(500);
  return run(3000);
}
