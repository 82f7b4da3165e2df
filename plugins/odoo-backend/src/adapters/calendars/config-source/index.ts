import type {
  CalendarReader,
  CalendarReadOptions,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Clock } from '../../../platform/clock';
import { PortalUrls, type PortalUrlsOptions } from '../PortalUrls';

export interface ConfigSourceOptions extends PortalUrlsOptions {
  /** `odoo.calendars[]`. */
  sources: readonly { name: string; target: string }[];
}

/** Reads the calendars that the platform's config names. */
export class ConfigSourceCalendarReader implements CalendarReader {
  readonly id = 'config-source';
  readonly #urls: PortalUrls;
  readonly #clock: Clock;
  readonly #targets: ReadonlyMap<string, string>;

  static create(options: ConfigSourceOptions): ConfigSourceCalendarReader {
    return new ConfigSourceCalendarReader(options);
  }

  private constructor({ sources, ...options }: ConfigSourceOptions) {
    this.#urls = new PortalUrls(options);
    this.#clock = options.clock;
    this.#targets = new Map(sources.map(({ name, target }) => [name, target]));
  }

  async read(
    target: string,
    { signal }: CalendarReadOptions,
  ): Promise<SourceOutcome<string>> {
    signal.throwIfAborted();
    const url = this.#targets.get(target);
    return url === undefined
      ? {
          status: 'unreachable',
          message:
            'The config names no such calendar: add it to odoo.calendars, or correct its name where it is declared.',
          observedAt: this.#clock.now(),
        }
      : this.#urls.read(url, signal);
  }
}
