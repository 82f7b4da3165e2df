import type { DeadLetter } from '@odoo-fleet/backstage-plugin-odoo-common';

/** A refused request of a known machine. */
export interface RefusedRequest {
  receivedAt: number;
  subject: string;
  status: number;
  error: string;
  /** As received, or its first bytes. */
  body: Buffer;
  /** When `body` is not all of it: how large it was as far as is known, and whether that is known. */
  cut?: { bytes: number; isWhole: boolean };
}

/** The bounded list of refused bodies. */
export interface DeadLetterStore {
  /** Keeps the body redacted and cut; beyond the quota of the machine its oldest ones go. */
  add(request: RefusedRequest): Promise<void>;

  /** Newest first, after the one with this number. */
  list(
    afterSeq: number | undefined,
    limit: number,
  ): Promise<(DeadLetter & { seq: number })[]>;

  prune(receivedBefore: number, limit: number): Promise<number>;
}
