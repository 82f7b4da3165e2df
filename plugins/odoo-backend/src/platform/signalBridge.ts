import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { z } from 'zod';

/** Channel that open pages listen on. */
export const SIGNAL_CHANNEL = 'odoo';

const numberedSchema = z.object({ sequence: z.number().int() });

export interface SignalBridgeOptions {
  events: EventsService;
  signals: SignalsService;
  /** Topics of the outbox that an open page should look again for. */
  topics: readonly string[];
}

/**
 * Tells every open page that something happened. The signal goes to everybody, so it carries a sequence number and nothing
 * else: each page fetches again as whoever looks at it.
 */
export async function connectSignals(
  options: SignalBridgeOptions,
): Promise<void> {
  const { events, signals, topics } = options;
  await events.subscribe({
    // The same id on every replica: one of them gets each event, and the signals service tells the pages of all
    id: 'signals',
    topics: [...topics],
    async onEvent({ eventPayload }) {
      const { sequence } = numberedSchema.parse(eventPayload);
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: { sequence },
      });
    },
  });
}
