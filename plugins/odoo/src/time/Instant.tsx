import { useBusinessTimeZone } from './BusinessTimeZone';
import {
  formatAge,
  formatBothZones,
  formatInstant,
  formatShortInstant,
} from './formatInstant';
import styles from './Instant.module.css';
import { useNow } from './useNow';

/** «4 min ago»; the exact time, in the business zone and in UTC, on hover. */
export function Age(props: { at: string }) {
  const now = useNow();
  const zone = useBusinessTimeZone();
  return (
    <time
      className={styles.age}
      dateTime={props.at}
      title={formatBothZones(props.at, zone)}
    >
      {formatAge(props.at, now)}
    </time>
  );
}

/** «22 Nov 2026, 14:02 Europe/Paris (4 min ago)», UTC on hover. */
export function Instant(props: { at: string }) {
  const now = useNow();
  const zone = useBusinessTimeZone();
  return (
    <time dateTime={props.at} title={formatBothZones(props.at, zone)}>
      {formatInstant(props.at, zone)} ({formatAge(props.at, now)})
    </time>
  );
}

/** «17:34» of today, «20 Nov, 17:34» of another day; the exact time, in the business zone and in UTC, on hover. */
export function ShortInstant(props: { at: string }) {
  const now = useNow();
  const zone = useBusinessTimeZone();
  return (
    <time dateTime={props.at} title={formatBothZones(props.at, zone)}>
      {formatShortInstant(props.at, zone, now)}
    </time>
  );
}
