import type {
  CalendarReader,
  CalendarReadOptions,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';

export interface ConfigSourceOptions {
  /** Reads addresses. */
  urls: CalendarReader;
  clock: { now(): number };
  /** `odoo.calendars[]`. */
  sources: readonly { name: string; target: string }[];
}

/** Reads the calendars that the platform's config names. */
export class ConfigSourceCalendarReader implements CalendarReader {
  readonly id = 'config-source';
  readonly #options: ConfigSourceOptions;

  static create(options: ConfigSourceOptions): ConfigSourceCalendarReader {
    return new ConfigSourceCalendarReader(options);
  }

  private constructor(options: ConfigSourceOptions) {
    this.#options = options;
  }

  async read(
    target: string,
    options: CalendarReadOptions,
  ): Promise<SourceOutcome<string>> {
    options.signal.throwIfAborted();
    const { urls, clock, sources } = this.#options;
    const source = sources.find(({ name }) => name === target);
    return source
      ? urls.read(source.target, options)
      : {
          status: 'unreachable',
          message:
            'The config names no such calendar: add it to odoo.calendars, or correct its name where it is declared.',
          observedAt: clock.now(),
        };
  }
}
