import { setTimeout } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';
import { GITHUB_GATE_TOPIC } from './GithubGateAnswers';
import type { BodyOf } from './schema';
import { readWebhook } from './webhook';

/**
 * The topic whose ingress the portal's GitHub module guards. Topics below it (`github.deployment`) could be posted to by anybody
 * where a portal lists them in `events.http.topics`, so they are not listened to.
 */
const TOPIC = 'github';

/** What waits for the gate, by names alone. */
export interface GateQuestionMessage {
  topic: string;
  payload: Record<string, string | number>;
}

export interface GithubSubscriberOptions {
  events: EventsService;
  /** Takes the events, and the messages in the same transaction when the events are new. */
  ingest(
    events: readonly CloudEvent[],
    messages: readonly GateQuestionMessage[],
  ): Promise<unknown>;
  logger: LoggerService;
  /** Pauses before each further attempt while the database does not answer, milliseconds. */
  pauses?: readonly number[];
}

/** Takes in what the portal's events service has from GitHub, signatures checked. */
export class GithubSubscriber {
  readonly #options: GithubSubscriberOptions;

  constructor(options: GithubSubscriberOptions) {
    this.#options = options;
  }

  async subscribe(): Promise<void> {
    await this.#options.events.subscribe({
      id: 'odoo-github',
      topics: [TOPIC],
      onEvent: params => this.onEvent(params),
    });
  }

  /** Never throws: the bus would only log it, with less to say. */
  async onEvent({ eventPayload }: EventParams): Promise<void> {
    const { logger } = this.#options;
    try {
      const reading = readWebhook(eventPayload as JsonValue | undefined);
      if (reading.status === 'malformed') {
        logger.warn(
          `A webhook of GitHub can't be read: ${reading.path}: ${reading.message}`,
        );
      }
      if (reading.status === 'read' && reading.events.length > 0) {
        await this.#take(reading.events);
      }
    } catch (error) {
      logger.error(
        'What GitHub reported was not taken in; deliver it again from the list of deliveries of the webhook',
        { error: String(error) },
      );
    }
  }

  async #take(events: readonly CloudEvent[]): Promise<void> {
    const { ingest, pauses = [500, 2_000, 5_000] } = this.#options;
    const messages = events.flatMap(gateQuestionOf);
    for (const pause of [...pauses, undefined]) {
      try {
        await ingest(events, messages);
        return;
      } catch (error) {
        if (
          pause === undefined ||
          !(error instanceof ServiceUnavailableError)
        ) {
          throw error;
        }
        await setTimeout(pause);
      }
    }
  }
}

/** The run that waits. Where the answer goes is worked out from the config; the body's address only names the run. */
const callback =
  /^https?:\/\/[^/\s@]+(?:\/api\/v3)?\/repos\/[\w.-]+\/[\w.-]+\/actions\/runs\/(\d{1,16})\/deployment_protection_rule$/;

function gateQuestionOf({ type, source, data }: CloudEvent) {
  if (type !== 'com.github.deployment_protection_rule.requested') {
    return [];
  }
  const { deployment, environment, repository, deployment_callback_url } =
    data as JsonObject as unknown as BodyOf<'deployment_protection_rule'>;
  const [, run] = callback.exec(deployment_callback_url) ?? [];
  if (run === undefined) {
    return [];
  }
  const { digest } = deployment.payload;
  return [
    {
      topic: GITHUB_GATE_TOPIC,
      payload: {
        source,
        repository: repository.full_name,
        environment,
        run: Number(run),
        commit: deployment.sha,
        ...(digest !== undefined && { digest }),
      },
    },
  ];
}
