import type { DeadLetter } from '@odoo-fleet/backstage-plugin-odoo-common';

/** A refused request of a known machine. */
export interface RefusedRequest {
  receivedAt: number;
  subject: string;
  status: number;
  error: string;
  body: Buffer;
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
