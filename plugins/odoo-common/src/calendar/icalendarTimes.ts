import ICAL from 'ical.js';
import { DateTime, FixedOffsetZone, IANAZone, type Zone } from 'luxon';
import { findIana } from 'windows-iana';

/** What the clocks show, as digits: epoch milliseconds of the same digits in UTC. */
export type WallTime = number;

const UTC = FixedOffsetZone.utcInstance;

/**
 * The zone that a TZID names: an IANA name, a Windows name, or an IANA name at the end of a path, as some programs write it
 * (`/example.org/20050126_1/Europe/Paris`).
 */
export function zoneOfTzid(tzid: string): Zone | undefined {
  if (tzid.length > 100) {
    return undefined;
  }
  const segments = tzid.split('/').filter(segment => segment !== '');
  const names = [
    tzid,
    segments.slice(-3).join('/'),
    segments.slice(-2).join('/'),
  ];
  // A bare offset is a zone to luxon, and knows no daylight saving time; a zone's name begins with a letter
  const iana = names.find(
    name => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name),
  );
  const [windows] = iana === undefined ? findIana(tzid as never) : [];
  const name = iana ?? windows;
  return name === undefined ? undefined : IANAZone.create(name);
}

/** Tells the library of a zone, so that it compares times in it with times in UTC rightly. Zones are IANA's, so they are few. */
export function registerZone(zone: Zone): void {
  const { name } = zone;
  if (ICAL.TimezoneService.has(name)) {
    return;
  }
  const known = new ICAL.Timezone({ tzid: name });
  known.utcOffset = time =>
    DateTime.fromMillis(wallTimeOf(time), { zone: UTC }).setZone(zone, {
      keepLocalTime: true,
    }).offset * 60;
  ICAL.TimezoneService.register(known, name);
}

/** What a time of the file shows. Never through the library's own dates, which are those of the machine's zone. */
export function wallTimeOf(time: ICAL.Time): WallTime {
  return Date.UTC(
    time.year,
    time.month - 1,
    time.day,
    time.isDate ? 0 : time.hour,
    time.isDate ? 0 : time.minute,
    time.isDate ? 0 : time.second,
  );
}

/**
 * The instants at which clocks in the zone show a time: one, or two when the clocks are set back over it. In the hour that is
 * skipped in spring, what the clock reads then (02:30 becomes 03:30).
 */
export function instantsOf(wall: WallTime, zone: Zone): number[] {
  const time = DateTime.fromMillis(wall, { zone: UTC }).setZone(zone, {
    keepLocalTime: true,
  });
  return time.getPossibleOffsets().map(reading => reading.toMillis());
}

/** The zone of a property's time: UTC, the one that its TZID was resolved to, or the tenant's for floating times and dates. */
export function zoneOfProperty(
  property: ICAL.Property,
  time: ICAL.Time,
  tenantZone: Zone,
): Zone {
  if (time.zone === ICAL.Timezone.utcTimezone) {
    return UTC;
  }
  const tzid = time.isDate ? undefined : property.getFirstParameter('tzid');
  return tzid ? IANAZone.create(tzid) : tenantZone;
}
