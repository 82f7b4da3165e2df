import { randomUUID } from 'node:crypto';
import {
  type BackstageCredentials,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  odooGateAskPermission,
  type GateAnswer,
  type ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore } from '../catalog';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import type { Outbox } from '../platform/Outbox';
import { bodyHash, eventKey } from './eventIdentity';
import type { EventWriter } from './EventWriter';
import { GATE_SOURCE } from './gateSource';
import type { JudgementStores } from './ReleaseEventStore';
import type { ReleaseJudge } from './ReleaseJudge';

export interface GateServiceOptions {
  writer: EventWriter;
  environments: Pick<EnvironmentStore, 'getEnvironments'>;
  authorizer: Authorizer;
  judge: ReleaseJudge;
  outbox: Pick<Outbox, 'kick'>;
  clock: Clock;
  logger: LoggerService;
  /** Where people open the portal, without a slash at the end. */
  portalUrl: string;
  caution: 'pass' | 'stop';
}

const GATE_TYPE = 'odoofleet.io/gate.answered.v1';

interface Question {
  environmentRef: string;
  digest: string;
  decisionId: string;
  askedBy: string;
  now: number;
}

/** Answers whether a digest may go to an environment now, and keeps what it answered. */
export class GateService {
  readonly #options: GateServiceOptions;

  static create(options: GateServiceOptions): GateService {
    return new GateService(options);
  }

  private constructor(options: GateServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws InputError when the environment is no reference, NotAllowedError when the caller may not ask about it, NotFoundError
   * when the catalog has none such.
   */
  async ask(
    request: { environment: string; digest: string },
    credentials: BackstageCredentials,
  ): Promise<GateAnswer> {
    const { authorizer, environments, clock } = this.#options;
    const environmentRef = readEnvironmentRef(request.environment);
    await authorizer.ensureEnvironments(
      credentials,
      odooGateAskPermission,
      'gate.ask',
      [environmentRef],
    );
    const [environment] = await environments.getEnvironments([environmentRef]);
    if (!environment) {
      throw new NotFoundError(
        `The catalog has no environment '${environmentRef}'; write its entity reference, e.g. odooenvironment:default/acme-production`,
      );
    }
    const now = clock.now();
    const decisionId = randomUUID();
    const askedBy = authorizer.principalName(credentials);
    try {
      return await this.#answer({
        environmentRef,
        digest: request.digest,
        decisionId,
        askedBy,
        now,
      });
    } catch (error) {
      this.#options.logger.error('The gate could not answer', {
        error: String(error),
      });
      throw new ServiceUnavailableError(
        'The gate could not answer; take it for a hold and ask again',
      );
    }
  }

  /** Whether a pipeline that only looks at the status code may go on. */
  lets(answer: GateAnswer): boolean {
    return (
      answer.decision === 'proceed' ||
      (answer.decision === 'caution' && this.#options.caution === 'pass')
    );
  }

  async #answer(question: Question): Promise<GateAnswer> {
    const { writer, outbox } = this.#options;
    let answer: GateAnswer | undefined;
    await writer.write({
      records: [gateFact(question)],
      reach: new Map(),
      conclude: async stores => {
        answer = await this.#decide(stores, question);
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
    question: Question,
  ): Promise<GateAnswer> {
    const { judge, portalUrl } = this.#options;
    const { environmentRef, digest, decisionId, askedBy, now } = question;
    const release = await stores.releases.getLatestAttempt(
      environmentRef,
      digest,
    );
    if (!release) {
      throw new Error('No release came of the question to the gate');
    }
    const judgement = (await judge.within(stores).judge([release], now)).get(
      release,
    );
    if (!judgement) {
      throw new Error('The environment went while the gate was being asked');
    }
    const { verdict } = judgement;
    const askedAt = new Date(now).toISOString();
    await stores.decisions.add({
      releaseId: release.id,
      environmentRef,
      factsHash: judgement.inputsHash,
      decision: {
        id: decisionId,
        askedAt,
        askedBy,
        decision: verdict.decision,
        verdict,
      },
    });
    const { namespace, name } = parseEntityRef(environmentRef);
    return {
      decisionId,
      decision: verdict.decision,
      environmentRef,
      digest,
      releaseId: release.id,
      askedAt,
      verdict,
      links: {
        release: `${portalUrl}/catalog/${namespace}/odooenvironment/${name}/release-risk`,
      },
    };
  }
}

function readEnvironmentRef(text: string): string {
  let ref: string;
  try {
    ref = stringifyEntityRef(
      parseEntityRef(text, {
        defaultKind: 'odooenvironment',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    ref = '';
  }
  if (!ref.startsWith('odooenvironment:')) {
    throw new InputError(
      'body.environment: write the reference of an environment, e.g. odooenvironment:default/acme-production',
    );
  }
  return ref;
}

/** That the gate was asked is a fact of its own: by it the release is born, or gated. */
function gateFact(question: Question) {
  const { environmentRef, digest, decisionId, askedBy, now } = question;
  const event: ReleaseEvent = {
    source: GATE_SOURCE,
    id: decisionId,
    type: GATE_TYPE,
    kind: 'gate-answered',
    occurredAt: new Date(now).toISOString(),
    artifact: digest,
    facts: {},
  };
  const cloudEvent = {
    specversion: '1.0' as const,
    source: GATE_SOURCE,
    id: decisionId,
    type: GATE_TYPE,
    time: event.occurredAt,
    data: { environmentRef, digest },
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
