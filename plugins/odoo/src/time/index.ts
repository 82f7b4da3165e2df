export { BusinessTimeZone, useBusinessTimeZone } from './BusinessTimeZone';
export { formatAge, formatInstant, LOCALE } from './formatInstant';
export { formatSeconds } from './formatSeconds';
export { Age, Instant } from './Instant';
export { useNow } from './useNow';
