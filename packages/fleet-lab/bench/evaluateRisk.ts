import {
  defaultRiskPolicy,
  evaluateRisk,
  nothingAround,
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

/** Facts that make every factor and every rule speak: the dearest verdict there is. */
function worstFacts(n: number): RiskFacts {
  const digest = `sha256:${n.toString(16).padStart(64, '0')}`;
  return {
    ...nothingAround,
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
          })),
          2,
        ),
        checkpoint: fact({ at: iso(30), label: 'old' }, 30),
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
    if (reasons < evaluated * 5) {
      throw new Error('evaluateRisk left out reasons');
    }
    return (evaluated * 1000) / (performance.now() - started);
  };
  run(500);
  return run(3000);
}
