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
import { UrlCalendarReader } from './url';

/** The built-in ways to calendars, one a folder. */
export const calendarReaders = {
  'catalog-file': (options: CatalogFileOptions): CalendarReader =>
    CatalogFileCalendarReader.create(options),
  'config-source': (options: ConfigSourceOptions): CalendarReader =>
    ConfigSourceCalendarReader.create(options),
  'public-holidays': (): CalendarReader => new PublicHolidaysCalendarReader(),
  url: (options: CatalogFileOptions): CalendarReader =>
    UrlCalendarReader.create(options),
};
