import { setTimeout } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Clock } from './clock';
import type { OutboxMessage } from './Outbox';

/** A message that one relay has leased. */
export interface QueuedMessage extends OutboxMessage {
  sequence: number;
  id: string;
  attempts: number;
  claim: string;
}

/** The relay's side of the outbox. Only the relay that holds the lease can settle a message. */
export interface OutboxQueue {
  /** Leases up to `limit` undelivered messages, oldest first; no other replica gets them before the lease ends. */
  claim(limit: number, now: number, leaseMs: number): Promise<QueuedMessage[]>;
  /** Settles messages of one claim. */
  markDelivered(messages: readonly QueuedMessage[], now: number): Promise<void>;
  /** Gives the message back, to be tried again at this instant. */
  retryAt(message: QueuedMessage, at: number): Promise<void>;
  /** Deletes up to `limit` messages that were delivered before this instant. */
  prune(before: number, limit: number): Promise<number>;
}

const BATCH = 200;
/** Messages on their way to the bus at one time. It takes each by a request of its own, and what came last must not wait for all. */
const AT_ONCE = 20;
const LEASE_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 5 * 60_000;
const PRUNE_BATCH = 500;
/** Pause before a kicked round, so that under load one round serves many commits. Nobody sees a page change that much later. */
const GATHER_MS = 200;

/** Takes messages of one topic elsewhere than to the bus. Called again, with the same id, until it returns. */
export type OutboxListener = (message: QueuedMessage) => Promise<void>;

export interface OutboxRelayOptions {
  queue: OutboxQueue;
  events: EventsService;
  /** By topic. */
  listeners?: Readonly<Record<string, OutboxListener>>;
  clock: Clock;
  logger: LoggerService;
}

/**
 * Delivers what the outbox holds to the portal's events bus, at least once and begun in the order of the facts: a crash between the delivery and its mark, or a
 * delivery that outlasts its lease, sends the message again, under the same id.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  static create(options: OutboxRelayOptions): OutboxRelay {
    return new OutboxRelay(options);
  }

  private constructor(options: OutboxRelayOptions) {
    this.#options = options;
  }

  /** Asks for a round soon. Any number of kicks during a round make one more round. */
  kick(): void {
    if (this.#stopped) {
      return;
    }
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = setTimeout(GATHER_MS)
      .then(() => this.deliver())
      .catch(error =>
        this.#options.logger.warn('Events wait in the outbox', error),
      )
      .finally(() => {
        this.#running = undefined;
        if (this.#again) {
          this.#again = false;
          this.kick();
        }
      });
  }

  /** Delivers all that is due now. Throws when the database fails; a failed delivery is logged and tried again later. */
  async deliver(signal?: AbortSignal): Promise<void> {
    const { queue, clock } = this.#options;
    while (!this.#stopped && !signal?.aborted) {
      const messages = await queue.claim(BATCH, clock.now(), LEASE_MS);
      const delivered: QueuedMessage[] = [];
      for (let start = 0; start < messages.length; start += AT_ONCE) {
        const group = messages.slice(start, start + AT_ONCE);
        const taken = await Promise.all(group.map(m => this.#deliverOne(m)));
        delivered.push(...group.filter((_, index) => taken[index]));
      }
      if (delivered.length > 0) {
        await queue.markDelivered(delivered, clock.now());
      }
      if (messages.length < BATCH) {
        return;
      }
    }
  }

  /** Deletes what was delivered before this instant, in bounded batches. */
  async prune(before: number, signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const deleted = await this.#options.queue.prune(before, PRUNE_BATCH);
      if (deleted < PRUNE_BATCH) {
        return;
      }
    }
  }

  /** Lets the round at work end and begins no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Tells whether the bus took it. */
  async #deliverOne(message: QueuedMessage): Promise<boolean> {
    const { queue, events, listeners, clock, logger } = this.#options;
    try {
      await events.publish({
        topic: message.topic,
        eventPayload: {
          ...message.payload,
          id: message.id,
          sequence: message.sequence,
        },
      });
      await listeners?.[message.topic]?.(message);
    } catch (error) {
      const delay = Math.min(
        FIRST_RETRY_MS * 2 ** message.attempts,
        LAST_RETRY_MS,
      );
      logger.warn(
        `Nobody took ${message.topic} ${message.id}; trying again in ${delay} ms`,
        error instanceof Error ? error : undefined,
      );
      await queue.retryAt(message, clock.now() + delay);
      return false;
    }
    return true;
  }
}
