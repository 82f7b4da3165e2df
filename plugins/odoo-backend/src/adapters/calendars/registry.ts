import type { CalendarReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Clock } from '../../platform/clock';
import {
  CatalogFileCalendarReader,
  type CatalogFileOptions,
} from './catalog-file';
import {
  ConfigSourceCalendarReader,
  type ConfigSourceOptions,
} from './config-source';
import type { PortalUrlsOptions } from './PortalUrls';
import { PublicHolidaysCalendarReader } from './public-holidays';
import { UrlCalendarReader } from './url';

/** The built-in ways to calendars, one a folder. */
export const calendarReaders = {
  'catalog-file': (options: CatalogFileOptions): CalendarReader =>
    CatalogFileCalendarReader.create(options),
  'config-source': (options: ConfigSourceOptions): CalendarReader =>
    ConfigSourceCalendarReader.create(options),
  'public-holidays': (options: { clock: Clock }): CalendarReader =>
    PublicHolidaysCalendarReader.create(options),
  url: (options: PortalUrlsOptions): CalendarReader =>
    UrlCalendarReader.create(options),
};
