import { createContext, useContext } from 'react';

const TimeZoneContext = createContext('UTC');

/** Shows every time below it in the tenant's business time zone (IANA name). */
export const BusinessTimeZone = TimeZoneContext.Provider;

/** The tenant's business time zone; UTC where it is not known. */
export function useBusinessTimeZone(): string {
  return useContext(TimeZoneContext);
}
