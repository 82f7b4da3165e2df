import type { CalendarWindow } from '../../calendar/model';
import type { Fact, ReleaseFacts, ReleaseLifecycle } from '../model';
import type { ModuleChange } from '../postedFacts';
import { nothingAround, type RiskFacts } from '../riskFacts';
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
}

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
    ...situation.facts,
  };
  return {
    ...nothingAround,
    stage: situation.stage ?? 'production',
    hosting: 'multi-tenant',
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
