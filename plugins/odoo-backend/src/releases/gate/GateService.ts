import { randomUUID } from 'node:crypto';
import {
  type BackstageCredentials,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  personDecisionsInForce,
  type GateAnswer,
  type GateDecision,
  type GateLogEntry,
  type GateRequest,
  type Release,
  type ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Authorizer } from '../../platform/Authorizer';
import type { Clock } from '../../platform/clock';
import type { Outbox } from '../../platform/Outbox';
import { pageOf, type Page } from '../../platform/page';
import { bodyHash, eventKey } from '../ingest/eventIdentity';
import type { EventWriter } from '../ingest/EventWriter';
import type { GateDecisionStore, GateLogPosition } from './GateDecisionStore';
import {
  findGateSubject,
  type GateQuestionOptions,
  type GateSubject,
} from './gateQuestion';
import { gateRuleOf, type GateRule, type GateSettings } from './gateRules';
import { GATE_SOURCE } from './gateSource';
import type { ReleaseAccess } from '../ReleaseAccess';
import type { JudgementStores } from '../ingest/ReleaseEventStore';
import type { ReleaseJudge } from '../judgement/ReleaseJudge';

export interface GateServiceOptions extends GateQuestionOptions {
  writer: EventWriter;
  authorizer: Authorizer;
  access: Pick<ReleaseAccess, 'readableEnvironments'>;
  decisions: Pick<GateDecisionStore, 'list'>;
  judge: ReleaseJudge;
  outbox: Pick<Outbox, 'kick'>;
  clock: Clock;
  logger: LoggerService;
  /** Where people open the portal, without a slash at the end. */
  portalUrl: string;
  settings: GateSettings;
}

const GATE_TYPE = 'odoofleet.io/gate.answered.v1';

interface Question {
  subject: GateSubject;
  rule: GateRule;
  decisionId: string;
  askedBy: string;
  now: number;
}

/** Answers whether a release may go out now, and keeps what it answered. */
export class GateService {
  readonly #options: GateServiceOptions;

  static create(options: GateServiceOptions): GateService {
    return new GateService(options);
  }

  private constructor(options: GateServiceOptions) {
    this.#options = options;
  }

  /** @throws what {@link findGateSubject} throws, and ServiceUnavailableError when there is no answer. */
  async ask(
    request: GateRequest,
    credentials: BackstageCredentials,
  ): Promise<GateAnswer> {
    const { authorizer, clock, settings } = this.#options;
    const subject = await findGateSubject(this.#options, request, credentials);
    try {
      return await this.#answer({
        subject,
        rule: gateRuleOf(settings, subject.environment),
        decisionId: randomUUID(),
        askedBy: authorizer.principalName(credentials),
        now: clock.now(),
      });
    } catch (error) {
      if (error instanceof ConflictError) {
        throw error;
      }
      this.#options.logger.error('The gate could not answer', {
        error: String(error),
      });
      throw new ServiceUnavailableError(
        'The gate could not answer; take it for a hold and ask again',
      );
    }
  }

  /** What the gate answered about an entity, newest first. */
  async listDecisions(
    query: {
      entityRef: string;
      releaseId?: string;
      after?: GateLogPosition;
      limit: number;
    },
    credentials: BackstageCredentials,
  ): Promise<Page<GateLogEntry, GateLogPosition>> {
    const found = await this.#options.decisions.list(
      {
        environmentRefs: await this.#options.access.readableEnvironments(
          query.entityRef,
          credentials,
        ),
        ...(query.releaseId !== undefined && { releaseId: query.releaseId }),
      },
      query.after,
      query.limit + 1,
    );
    return pageOf(found, query.limit, ({ askedAt, id }) => ({
      askedAt: Date.parse(askedAt),
      id,
    }));
  }

  async #answer(question: Question): Promise<GateAnswer> {
    const { writer, outbox } = this.#options;
    let answer: GateAnswer | undefined;
    await writer.write({
      records: [gateFact(question)],
      reach: new Map(),
      conclude: async (stores, folded) => {
        answer = await this.#decide(stores, folded, question);
      },
    });
    if (!answer) {
      throw new Error('The question was written without an answer');
    }
    outbox.kick();
    return answer;
  }

  /** Judges and freezes in the transaction of the question: no release is gated without its decision of record. */
  async #decide(
    stores: JudgementStores,
    folded: readonly Release[],
    question: Question,
  ): Promise<GateAnswer> {
    const { judge, portalUrl } = this.#options;
    const { subject, rule, decisionId, askedBy, now } = question;
    const { environmentRef } = subject.environment;
    // The question itself is a fact of the artifact, so its releases were just folded
    const release = latestAttempt(
      folded.filter(
        one =>
          one.environmentRef === environmentRef &&
          one.artifact === subject.artifact,
      ),
    );
    if (!release) {
      throw new Error('No release came of the question to the gate');
    }
    if (subject.releaseId !== undefined && subject.releaseId !== release.id) {
      throw new ConflictError(
        `The release '${subject.releaseId}' ended while the gate was being asked; ask by environment and digest`,
      );
    }
    const judgement = (await judge.within(stores).judge([release], now)).get(
      release,
    );
    if (!judgement) {
      throw new Error('The environment went while the gate was being asked');
    }
    const { verdict, facts } = judgement;
    const personDecisions = personDecisionsInForce(
      facts.decisions,
      {
        id: release.id,
        ...(release.digest !== undefined && { digest: release.digest }),
        ...(facts.people.author !== undefined && {
          author: facts.people.author,
        }),
      },
      now,
    );
    const askedAt = new Date(now).toISOString();
    const isOverridden = personDecisions.some(
      ({ kind }) => kind === 'override',
    );
    const passes = rule.dryRun || lets(rule, verdict.decision, isOverridden);
    await stores.decisions.add({
      releaseId: release.id,
      environmentRef,
      artifact: release.artifact,
      passed: passes,
      factsHash: judgement.inputsHash,
      decision: {
        id: decisionId,
        askedAt,
        askedBy,
        decision: verdict.decision,
        verdict,
        ...(rule.dryRun && { dryRun: true }),
        ...(personDecisions.length > 0 && { personDecisions }),
      },
    });
    return {
      decisionId,
      decision: rule.dryRun ? 'proceed' : verdict.decision,
      judged: verdict.decision,
      passes,
      ...(rule.dryRun && { dryRun: true }),
      environmentRef,
      artifact: release.artifact,
      ...(release.digest !== undefined && { digest: release.digest }),
      releaseId: release.id,
      askedAt,
      verdict,
      personDecisions,
      links: {
        release: `${portalUrl}/odoo/releases/${encodeURIComponent(release.id)}`,
      },
    };
  }
}

function latestAttempt(releases: readonly Release[]): Release | undefined {
  return releases.reduce<Release | undefined>(
    (latest, release) =>
      release.attempt > (latest?.attempt ?? 0) ? release : latest,
    undefined,
  );
}

/** What a person overrode stays caution; where caution stops, that person has answered for it. */
function lets(
  rule: GateRule,
  decision: GateDecision,
  isOverridden: boolean,
): boolean {
  return (
    decision === 'proceed' ||
    (decision === 'caution' && (rule.caution === 'pass' || isOverridden))
  );
}

/** That the gate was asked is a fact of its own: by it the release is born, or gated. */
function gateFact(question: Question) {
  const { subject, decisionId, askedBy, now } = question;
  const { environmentRef } = subject.environment;
  const event: ReleaseEvent = {
    source: GATE_SOURCE,
    id: decisionId,
    type: GATE_TYPE,
    kind: 'gate-answered',
    occurredAt: new Date(now).toISOString(),
    artifact: subject.artifact,
    facts: {},
  };
  const cloudEvent = {
    specversion: '1.0' as const,
    source: GATE_SOURCE,
    id: decisionId,
    type: GATE_TYPE,
    time: event.occurredAt,
    data: { environmentRef, digest: subject.artifact },
  };
  return {
    event,
    key: eventKey(GATE_SOURCE, decisionId),
    bodyHash: bodyHash(cloudEvent),
    raw: JSON.stringify(cloudEvent),
    attribution: { status: 'environment' as const, environmentRef },
    occurredAt: now,
    receivedAt: now,
    sentBy: askedBy,
  };
}
