import type { InlineWindow } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ProjectedTenant } from '../catalog';
import { patternToRegExp } from '../platform/environmentPattern';
import { sha256OfJson } from '../platform/sha256';

/** A calendar of `odoo.calendars[]`, as far as descriptors have to do with it. */
export interface NamedCalendar {
  name: string;
  /** Patterns of tenants' references, in lower case; absent: all tenants may use it. */
  tenants?: readonly string[];
}

/** A calendar of a platform component: `odoo.platformCalendars[]`. */
export interface PlatformCalendar {
  /** Entity reference of the Resource. */
  component: string;
  /** Zone of whole days and of times without a zone. */
  timeZone: string;
  /** Name of an entry of `odoo.calendars[]`. */
  source: string;
}

/** Something that a calendar reader can read. */
export interface CalendarTarget {
  /** Id of the reader. */
  reader: 'catalog-file' | 'config-source' | 'public-holidays' | 'url';
  target: string;
  /** Under which its readings are kept. */
  key: string;
}

/** A calendar that somebody declares, and where its windows come from. */
export type DeclaredCalendar = {
  name: string;
  /** Entity reference of the tenant or of the platform component. */
  declaredBy: string;
  timeZone: string;
} & (
  | { kind: 'inline'; windows: readonly InlineWindow[] }
  | { kind: 'read'; target: CalendarTarget }
  | { kind: 'refused'; reason: string }
);

function targetOf(
  reader: CalendarTarget['reader'],
  target: string,
): CalendarTarget {
  return { reader, target, key: sha256OfJson([reader, target]) };
}

function mayUse({ tenants }: NamedCalendar, tenantRef: string): boolean {
  return (
    !tenants ||
    tenants.some(pattern => patternToRegExp(pattern).test(tenantRef))
  );
}

/** The calendars that a tenant declares, in its order. */
export function calendarsOfTenant(
  tenant: ProjectedTenant,
  named: readonly NamedCalendar[],
): DeclaredCalendar[] {
  const { tenantRef: declaredBy, timeZone } = tenant;
  return (tenant.calendars ?? []).map(calendar => {
    const base = { name: calendar.name, declaredBy, timeZone };
    if ('windows' in calendar) {
      return { ...base, kind: 'inline', windows: calendar.windows };
    }
    if ('url' in calendar) {
      return { ...base, kind: 'read', target: targetOf('url', calendar.url) };
    }
    if ('holidays' in calendar) {
      const target = targetOf('public-holidays', calendar.holidays);
      return { ...base, kind: 'read', target };
    }
    if ('file' in calendar) {
      return tenant.location === undefined
        ? {
            ...base,
            kind: 'refused',
            reason:
              'the catalog does not say where the descriptor was read from, so the file beside it can’t be found',
          }
        : {
            ...base,
            kind: 'read',
            target: targetOf(
              'catalog-file',
              JSON.stringify([tenant.location, calendar.file]),
            ),
          };
    }
    const source = named.find(({ name }) => name === calendar.source);
    // The same words whether there is none or it is not the tenant's to use
    return source && mayUse(source, declaredBy)
      ? {
          ...base,
          kind: 'read',
          target: targetOf('config-source', calendar.source),
        }
      : {
          ...base,
          kind: 'refused',
          reason: `the platform has no calendar '${calendar.source}' for this tenant; name it in odoo.calendars, or correct the name`,
        };
  });
}

/** The calendars of platform components, each under a name that says of which. */
export function calendarsOfComponents(
  components: readonly string[],
  platform: readonly PlatformCalendar[],
): DeclaredCalendar[] {
  return platform
    .filter(({ component }) => components.includes(component))
    .map(({ component, timeZone, source }) => ({
      name: `${source} of ${component}`,
      declaredBy: component,
      timeZone,
      kind: 'read',
      target: targetOf('config-source', source),
    }));
}
