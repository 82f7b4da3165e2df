import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  CATALOG_CHANGED_TOPIC,
  catalogChangedSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ProjectionTask } from './ProjectionTask';

/**
 * When a changed entity is looked at, in milliseconds after it was told of. It is told of while the catalog processes it, and
 * served some moments later; and a refresh of the whole that read it before may write what it was.
 */
const LOOKS_MS = [1_000, 5_000, 30_000, 120_000];

export interface ChangedEntitiesOptions {
  events: EventsService;
  projection: Pick<ProjectionTask, 'refresh'>;
  logger: LoggerService;
  /** Ends what is under way. */
  signal: AbortSignal;
  looksMs?: readonly number[];
}

/**
 * Brings tenants, environments and people into the projection as soon as the catalog module tells that they changed, without reading
 * the others. What it misses, the refresh of the whole finds.
 */
export class ChangedEntities {
  readonly #options: ChangedEntitiesOptions;
  readonly #waiting = new Map<number, Set<string>>();
  #work: Promise<void> = Promise.resolve();

  constructor(options: ChangedEntitiesOptions) {
    this.#options = options;
  }

  async subscribe(): Promise<void> {
    await this.#options.events.subscribe({
      // One of the replicas gets each event
      id: 'odoo-catalog-changed',
      topics: [CATALOG_CHANGED_TOPIC],
      onEvent: async ({ eventPayload }) => {
        const payload = catalogChangedSchema.safeParse(eventPayload);
        if (payload.success) {
          this.#plan(payload.data.entityRefs);
        }
      },
    });
  }

  /** What comes before the next look is looked at with it. */
  #plan(entityRefs: readonly string[]): void {
    const { looksMs = LOOKS_MS, signal } = this.#options;
    for (const delay of looksMs) {
      const gathered = this.#waiting.get(delay);
      if (gathered) {
        entityRefs.forEach(ref => gathered.add(ref));
      } else if (!signal.aborted) {
        const refs = new Set(entityRefs);
        this.#waiting.set(delay, refs);
        setTimeout(() => {
          this.#waiting.delete(delay);
          this.#work = this.#work.then(() => this.#look([...refs]));
        }, delay).unref();
      }
    }
  }

  async #look(entityRefs: readonly string[]): Promise<void> {
    const { projection, logger, signal } = this.#options;
    if (signal.aborted) {
      return;
    }
    try {
      await projection.refresh(entityRefs, signal);
    } catch (error) {
      logger.warn(
        `Changes of ${entityRefs.length} entities wait for the next refresh of the whole: ${error}`,
      );
    }
  }
}
