import type {
  PersonDecision,
  SignOffRequest,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** What people decided about releases: read by the judgement, by the gate and by pages. Nothing is ever deleted. */
export interface PersonDecisionStore {
  /** All decisions about these releases, newest first, the expired and the revoked included. */
  listForReleases(releaseIds: readonly string[]): Promise<PersonDecision[]>;

  /** Newest first. */
  listSignOffRequests(releaseId: string): Promise<SignOffRequest[]>;
}

/** The side that writes; each call tells the portal in the transaction of what it writes. */
export interface PersonDecisionWriter {
  addDecision(decision: PersonDecision): Promise<void>;

  /** Gives false, and writes nothing, when the decision was revoked already. */
  addRevocation(
    decision: PersonDecision,
    revocation: { revokedBy: string; revokedAt: number },
  ): Promise<boolean>;

  addSignOffRequest(request: SignOffRequest): Promise<void>;
}
