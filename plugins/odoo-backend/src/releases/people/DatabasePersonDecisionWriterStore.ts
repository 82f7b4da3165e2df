import type {
  PersonDecision,
  SignOffRequest,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import type { Outbox, OutboxMessage } from '../../platform/Outbox';
import { RELEASE_TOPIC } from '../fold/tellChanges';
import type { PersonDecisionWriter } from './PersonDecisionStore';
import { SIGN_OFF_TOPIC } from './signOffNotice';

export interface DatabasePersonDecisionWriterStoreOptions {
  database: Knex;
  outbox: Pick<Outbox, 'append'>;
}

/** {@link PersonDecisionWriter} on SQLite and PostgreSQL. */
export class DatabasePersonDecisionWriterStore implements PersonDecisionWriter {
  readonly #options: DatabasePersonDecisionWriterStoreOptions;

  static create(
    options: DatabasePersonDecisionWriterStoreOptions,
  ): DatabasePersonDecisionWriterStore {
    return new DatabasePersonDecisionWriterStore(options);
  }

  private constructor(options: DatabasePersonDecisionWriterStoreOptions) {
    this.#options = options;
  }

  async addDecision(decision: PersonDecision): Promise<void> {
    await this.#write(
      messageOf(decision),
      Date.parse(decision.at),
      async tx => {
        await tx('person_decisions').insert({
          id: decision.id,
          kind: decision.kind,
          release_id: decision.releaseId,
          environment_ref: decision.environmentRef,
          digest: decision.digest,
          decided_by: decision.by,
          reason: decision.reason,
          decided_at: Date.parse(decision.at),
          expires_at: Date.parse(decision.expiresAt),
        });
        return true;
      },
    );
  }

  addRevocation(
    decision: PersonDecision,
    revocation: { revokedBy: string; revokedAt: number },
  ): Promise<boolean> {
    const { revokedBy, revokedAt } = revocation;
    return this.#write(messageOf(decision), revokedAt, async tx => {
      const added = await tx('person_decision_revocations')
        .insert({
          decision_id: decision.id,
          revoked_by: revokedBy,
          revoked_at: revokedAt,
        })
        .onConflict('decision_id')
        .ignore()
        .returning('decision_id');
      return added.length > 0;
    });
  }

  async addSignOffRequest(request: SignOffRequest): Promise<void> {
    const message = {
      topic: SIGN_OFF_TOPIC,
      payload: {
        environmentRef: request.environmentRef,
        releaseId: request.releaseId,
        requestId: request.id,
        askedBy: request.askedBy,
      },
    };
    await this.#write(message, Date.parse(request.askedAt), async tx => {
      await tx('sign_off_requests').insert({
        id: request.id,
        release_id: request.releaseId,
        environment_ref: request.environmentRef,
        digest: request.digest,
        asked_by: request.askedBy,
        asked_at: Date.parse(request.askedAt),
        note: request.note ?? null,
      });
      return true;
    });
  }

  /** Says it to the portal if the work wrote something, in one transaction. */
  #write(
    message: OutboxMessage,
    now: number,
    work: (transaction: Knex.Transaction) => Promise<boolean>,
  ): Promise<boolean> {
    const { database, outbox } = this.#options;
    return database.transaction(async transaction => {
      const written = await work(transaction);
      if (written) {
        await outbox.append(transaction, [message], now);
      }
      return written;
    });
  }
}

/** What an open page hears of when anything else about the release changes, too. */
function messageOf({
  environmentRef,
  releaseId,
}: PersonDecision): OutboxMessage {
  return { topic: RELEASE_TOPIC, payload: { environmentRef, releaseId } };
}
