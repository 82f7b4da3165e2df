import type { CalendarReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  CatalogFileCalendarReader,
  type CatalogFileOptions,
} from './catalog-file';
import {
  ConfigSourceCalendarReader,
  type ConfigSourceOptions,
} from './config-source';
import { PublicHolidaysCalendarReader } from './public-holidays';
import { UrlCalendarReader, type PortalUrlsOptions } from './url';

/** The built-in ways to calendars, one a folder. */
export const calendarReaders = {
  'catalog-file': (options: CatalogFileOptions): CalendarReader =>
    CatalogFileCalendarReader.create(options),
  'config-source': (options: ConfigSourceOptions): CalendarReader =>
    ConfigSourceCalendarReader.create(options),
  'public-holidays': (
    options: Pick<PortalUrlsOptions, 'clock'>,
  ): CalendarReader => PublicHolidaysCalendarReader.create(options),
  url: (options: PortalUrlsOptions): CalendarReader =>
    UrlCalendarReader.create(options),
};

/** One of each. */
export function createCalendarReaders(
  options: PortalUrlsOptions &
    Omit<CatalogFileOptions, 'urls'> &
    Omit<ConfigSourceOptions, 'urls'>,
): Record<keyof typeof calendarReaders, CalendarReader> {
  const urls = calendarReaders.url(options);
  return {
    url: urls,
    'catalog-file': calendarReaders['catalog-file']({ ...options, urls }),
    'config-source': calendarReaders['config-source']({ ...options, urls }),
    'public-holidays': calendarReaders['public-holidays'](options),
  };
}
