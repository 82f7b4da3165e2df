import type { DatabaseTransaction } from './database';

/** What happened here, for the portal's events bus. Payloads name entities, never facts: a listener reads those as itself. */
export interface OutboxMessage {
  /** Events topic, e.g. `odoo.release`. */
  topic: string;
  payload: Record<string, string | number>;
}

/** Writes what happened in the same transaction as the fact; a relay then delivers it at least once, each with a unique id. */
export interface Outbox {
  append(
    transaction: DatabaseTransaction,
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void>;

  /** Asks the relay to look now instead of at its next tick; never throws, never waits. */
  kick(): void;
}
