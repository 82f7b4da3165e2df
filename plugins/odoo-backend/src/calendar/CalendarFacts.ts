import {
  expandInlineWindows,
  type CalendarFact,
  type CalendarPolicy,
  type CalendarState,
  type CalendarWindow,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  ComponentStore,
  ProjectedEnvironment,
  ProjectedTenant,
} from '../catalog';
import {
  readingKey,
  type CalendarReading,
  type CalendarStore,
} from './CalendarStore';
import {
  calendarsOfComponents,
  calendarsOfTenant,
  type DeclaredCalendar,
  type NamedCalendar,
  type PlatformCalendar,
} from './declaredCalendars';

/** What the config says about calendars. */
export interface CalendarDeclarations {
  named: readonly NamedCalendar[];
  platform: readonly PlatformCalendar[];
  policy: CalendarPolicy;
}

/** Where calendars and what stands on what are read from; inside a transaction, on it. */
export interface CalendarFactSources {
  calendars: Pick<CalendarStore, 'getReadings'>;
  components: Pick<ComponentStore, 'getComponents'>;
}

/** The calendar of an environment around an instant (epoch milliseconds). */
export type CalendarFactOf = (
  environment: Pick<ProjectedEnvironment, 'environmentRef' | 'tenantRef'>,
  instant: number,
) => CalendarFact;

type KnownFact = Extract<CalendarFact, { status: 'known' }>;

const iso = (instant: number) => new Date(instant).toISOString();

/**
 * The years around an instant for which windows are written out. Whole years, so that the facts, and with them what is cached,
 * stay the same from one day to the next.
 */
function yearsAround(instant: number): { from: number; to: number } {
  const year = new Date(instant).getUTCFullYear();
  return { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year + 2, 0, 1) };
}

interface Contribution {
  windows: CalendarWindow[];
  state: CalendarState;
  from: number;
  until: number;
}

/** What one calendar adds to the facts. */
function contributionOf(
  calendar: DeclaredCalendar,
  reading: CalendarReading | undefined,
  declaredAt: number,
  { from, to }: { from: number; to: number },
  { staleAfterHours }: CalendarPolicy,
): Contribution {
  const { name, declaredBy, timeZone } = calendar;
  const base = { name, declaredBy };
  if (calendar.kind === 'inline') {
    return {
      windows: expandInlineWindows(name, calendar.windows, timeZone, from, to),
      state: { ...base, readAt: iso(declaredAt) },
      from,
      until: to,
    };
  }
  if (calendar.kind === 'refused') {
    const failure = { at: iso(declaredAt), reason: calendar.reason };
    return { windows: [], state: { ...base, failure }, from, until: to };
  }
  const failed =
    reading?.message !== undefined &&
    reading.status !== 'observed' &&
    reading.status !== 'empty';
  const failure = failed && {
    failure: { at: iso(reading.attemptedAt), reason: reading.message! },
  };
  const { answeredAt, expansion } = reading ?? {};
  if (answeredAt === undefined || !expansion) {
    return {
      windows: [],
      state: { ...base, ...failure },
      from,
      until: to,
    };
  }
  return {
    windows: expansion.windows
      .filter(
        window =>
          Date.parse(window.end) > from && Date.parse(window.start) < to,
      )
      .map(window => ({ calendar: name, ...window })),
    state: {
      ...base,
      readAt: iso(answeredAt),
      staleFrom: iso(answeredAt + staleAfterHours * 3_600_000),
      ...failure,
      ...(expansion.problems.length > 0 && { problems: expansion.problems }),
    },
    from: Math.max(from, expansion.from),
    until: Math.min(to, expansion.completeUntil),
  };
}

function factOf(
  tenant: ProjectedTenant | undefined,
  declared: readonly DeclaredCalendar[],
  readings: ReadonlyMap<string, CalendarReading>,
  years: { from: number; to: number },
  policy: CalendarPolicy,
): CalendarFact {
  if (!tenant) {
    return {
      status: 'unknown',
      reason: 'the tenant of this environment is not in the catalog',
    };
  }
  if (!tenant.calendars) {
    return {
      status: 'unknown',
      reason: `${tenant.title} declares no calendars; write spec.calendars of ${tenant.tenantRef}, with an empty list of windows when it has no freezes`,
    };
  }
  const contributions = declared.map(calendar =>
    contributionOf(
      calendar,
      calendar.kind === 'read'
        ? readings.get(
            readingKey({
              calendarKey: calendar.target.key,
              timeZone: calendar.timeZone,
            }),
          )
        : undefined,
      tenant.declaredAt,
      years,
      policy,
    ),
  );
  const readAts = contributions.flatMap(({ state }) => state.readAt ?? []);
  const fact: KnownFact = {
    status: 'known',
    timeZone: tenant.timeZone,
    source: tenant.tenantRef,
    observedAt: [iso(tenant.declaredAt), ...readAts].sort()[0],
    windows: contributions
      .flatMap(({ windows }) => windows)
      .sort(
        (a, b) =>
          compare(a.start, b.start) ||
          compare(a.calendar, b.calendar) ||
          compare(a.end, b.end),
      ),
    calendars: contributions.map(({ state }) => state),
    from: iso(Math.max(years.from, ...contributions.map(c => c.from))),
    horizon: iso(Math.min(years.to, ...contributions.map(c => c.until))),
  };
  return fact;
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/**
 * Reads what is needed to say the calendar of each of these environments, in a number of queries that does not grow with them.
 * What it gives writes the windows of an environment and a year out once, however many releases ask for them.
 */
export async function readCalendarFacts(
  { calendars, components }: CalendarFactSources,
  { named, platform, policy }: CalendarDeclarations,
  environmentRefs: readonly string[],
  tenants: readonly ProjectedTenant[],
): Promise<CalendarFactOf> {
  const componentsOf =
    platform.length === 0
      ? new Map<string, string[]>()
      : await components.getComponents(environmentRefs);
  const ofTenant = new Map(
    tenants.map(tenant => [
      tenant.tenantRef,
      { tenant, declared: calendarsOfTenant(tenant, named) },
    ]),
  );
  const ofComponents = (environmentRef: string) =>
    calendarsOfComponents(componentsOf.get(environmentRef) ?? [], platform);
  const toRead = [
    ...[...ofTenant.values()].flatMap(({ declared }) => declared),
    ...environmentRefs.flatMap(ofComponents),
  ].flatMap(calendar =>
    calendar.kind === 'read'
      ? { calendarKey: calendar.target.key, timeZone: calendar.timeZone }
      : [],
  );
  const readings =
    toRead.length === 0
      ? new Map<string, CalendarReading>()
      : await calendars.getReadings(toRead);
  const facts = new Map<string, CalendarFact>();
  return ({ environmentRef, tenantRef }, instant) => {
    const years = yearsAround(instant);
    const key = JSON.stringify([environmentRef, years.from]);
    const { tenant, declared = [] } = ofTenant.get(tenantRef) ?? {};
    const fact =
      facts.get(key) ??
      factOf(
        tenant,
        [...declared, ...ofComponents(environmentRef)],
        readings,
        years,
        policy,
      );
    facts.set(key, fact);
    return fact;
  };
}
