export { BusinessTimeZone, useBusinessTimeZone } from './BusinessTimeZone';
export {
  formatAge,
  formatInstant,
  formatShortInstant,
  LOCALE,
} from './formatInstant';
export { formatSeconds } from './formatSeconds';
export { Age, Instant, ShortInstant } from './Instant';
export { instantsInZone } from './instantsInZone';
export { Sentence } from './Sentence';
export { useNow } from './useNow';
