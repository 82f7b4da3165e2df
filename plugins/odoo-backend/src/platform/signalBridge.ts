import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { z } from 'zod';

/** Channel that open pages listen on. */
export const SIGNAL_CHANNEL = 'odoo';

const numberedSchema = z.object({ sequence: z.number().int() });

/** Events that come within this time make one signal. */
const GATHER_MS = 100;
const RETRY_MS = 2_000;

export interface SignalBridgeOptions {
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
  /** Topics of the outbox that an open page should look again for. */
  topics: readonly string[];
}

/** What calls to `tell` within a short time ask for, done once, and again until it succeeds. */
class NewestOnly {
  readonly #tell: (sequence: number) => Promise<void>;
  readonly #logger: LoggerService;
  #newest = 0;
  #timer?: ReturnType<typeof setTimeout>;

  constructor(
    tell: (sequence: number) => Promise<void>,
    logger: LoggerService,
  ) {
    this.#tell = tell;
    this.#logger = logger;
  }

  /** A message that the outbox tries again has a lower number than those that overtook it, and is news all the same. */
  add(sequence: number): void {
    this.#newest = Math.max(this.#newest, sequence);
    this.#schedule(GATHER_MS);
  }

  #schedule(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell(this.#newest).catch(error => {
        this.#logger.warn('Open pages could not be told', error);
        this.#schedule(RETRY_MS);
      });
    }, delay).unref();
  }
}

/**
 * Tells every open page that something happened. The signal goes to everybody, so it carries a sequence number and nothing
 * else: each page fetches again as whoever looks at it.
 */
export async function connectSignals(
  options: SignalBridgeOptions,
): Promise<void> {
  const { events, signals, logger, topics } = options;
  const pages = new NewestOnly(async sequence => {
    await signals.publish({
      recipients: { type: 'broadcast' },
      channel: SIGNAL_CHANNEL,
      message: { sequence },
    });
  }, logger);
  await events.subscribe({
    // The same id on every replica: one of them gets each event, and the signals service tells the pages of all
    id: 'signals',
    topics: [...topics],
    async onEvent({ eventPayload }) {
      pages.add(numberedSchema.parse(eventPayload).sequence);
    },
  });
}
