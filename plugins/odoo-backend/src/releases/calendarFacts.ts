import {
  expandInlineWindows,
  type CalendarFact,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ProjectedTenant } from '../catalog';

/**
 * The years around an instant for which windows are written out. Whole years, so that the facts, and with them what is cached,
 * stay the same from one day to the next.
 */
function yearsAround(instant: number): { from: number; to: number } {
  const year = new Date(instant).getUTCFullYear();
  return { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year + 2, 0, 1) };
}

/** What the calendars of a tenant say around an instant. */
export function calendarOf(
  tenant: ProjectedTenant | undefined,
  instant: number,
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
  const { from, to } = yearsAround(instant);
  const declaredAt = new Date(tenant.declaredAt).toISOString();
  const windows = [];
  const calendars = [];
  for (const calendar of tenant.calendars) {
    if (!('windows' in calendar)) {
      return {
        status: 'unknown',
        reason: `the calendar '${calendar.name}' of ${tenant.title} is kept outside, which can't be read yet; write its windows in spec.calendars`,
      };
    }
    calendars.push({
      name: calendar.name,
      declaredBy: tenant.tenantRef,
      readAt: declaredAt,
    });
    windows.push(
      ...expandInlineWindows(
        calendar.name,
        calendar.windows,
        tenant.timeZone,
        from,
        to,
      ),
    );
  }
  return {
    status: 'known',
    timeZone: tenant.timeZone,
    source: tenant.tenantRef,
    observedAt: declaredAt,
    windows: windows.sort(
      (a, b) =>
        a.start.localeCompare(b.start) || a.calendar.localeCompare(b.calendar),
    ),
    calendars,
    from: new Date(from).toISOString(),
    horizon: new Date(to).toISOString(),
  };
}
