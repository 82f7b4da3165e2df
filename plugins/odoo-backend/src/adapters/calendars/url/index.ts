import type {
  CalendarReader,
  CalendarReadOptions,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { PortalUrls, type PortalUrlsOptions } from './PortalUrls';

export type { PortalUrlsOptions } from './PortalUrls';

/** Reads `url` of a tenant's calendar. */
export class UrlCalendarReader implements CalendarReader {
  readonly id = 'url';
  readonly #urls: PortalUrls;

  static create(options: PortalUrlsOptions): UrlCalendarReader {
    return new UrlCalendarReader(options);
  }

  private constructor(options: PortalUrlsOptions) {
    this.#urls = new PortalUrls(options);
  }

  read(
    target: string,
    { signal }: CalendarReadOptions,
  ): Promise<SourceOutcome<string>> {
    return this.#urls.read(target, signal);
  }
}
