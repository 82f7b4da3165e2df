import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { CATALOG_CHANGED_TOPIC } from '@odoo-fleet/backstage-plugin-odoo-common';

/** Changes that come within this time make one event: a catalog that reads a whole fleet would send thousands. */
const GATHER_MS = 250;
const MAX_REFS = 500;

/** Tells the portal which tenants, environments, Users and Groups changed, so that nobody has to read the whole catalog to find out. */
export class ChangeAnnouncer {
  readonly #events: EventsService;
  readonly #logger: LoggerService;
  readonly #waiting = new Set<string>();
  #timer?: ReturnType<typeof setTimeout>;

  constructor(options: { events: EventsService; logger: LoggerService }) {
    this.#events = options.events;
    this.#logger = options.logger;
  }

  add(entityRef: string): void {
    this.#waiting.add(entityRef);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // Nothing waits for it, and what it could not tell is found when the whole is looked at
      this.#publish().catch(error =>
        this.#logger.warn('Changed entities could not be announced', error),
      );
    }, GATHER_MS).unref();
  }

  async #publish(): Promise<void> {
    const entityRefs = [...this.#waiting];
    this.#waiting.clear();
    for (let start = 0; start < entityRefs.length; start += MAX_REFS) {
      await this.#events.publish({
        topic: CATALOG_CHANGED_TOPIC,
        eventPayload: { entityRefs: entityRefs.slice(start, start + MAX_REFS) },
      });
    }
  }
}
