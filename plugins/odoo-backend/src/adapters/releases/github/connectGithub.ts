import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  GithubGateAnswers,
  type GithubGateAnswersOptions,
} from './GithubGateAnswers';
import {
  GithubSubscriber,
  type GithubSubscriberOptions,
} from './GithubSubscriber';
import { readGithubSettings } from './settings';

export interface ConnectGithubOptions {
  config: Config;
  events: EventsService;
  logger: LoggerService;
  machines: readonly { subject: string }[];
  /** On behalf of the machine of this name. */
  ingestFor(
    machine: string,
    ...what: Parameters<GithubSubscriberOptions['ingest']>
  ): Promise<unknown>;
  askFor(
    machine: string,
    ...what: Parameters<GithubGateAnswersOptions['ask']>
  ): ReturnType<GithubGateAnswersOptions['ask']>;
}

/** What GitHub is connected by, where `odoo.github` of the config says so. */
export interface GithubConnection {
  /** Begins to take in what comes. */
  subscribe(): Promise<void>;
  /** Answers a question that the outbox kept. */
  answer(message: { payload: unknown; attempts: number }): Promise<void>;
}

/**
 * Connects GitHub's webhooks and its deployment protection rules to releases and the gate.
 *
 * @throws Error when signatures would not be checked
 */
export function connectGithub(options: ConnectGithubOptions): GithubConnection {
  const { config, events, logger, ingestFor, askFor } = options;
  const settings = readGithubSettings(config, options.machines);
  if (!settings) {
    return {
      subscribe: async () => {},
      answer: async () => {
        logger.warn(
          'A question of GitHub was left unanswered: odoo.github is no longer in the config',
        );
      },
    };
  }
  const { machine } = settings;
  const subscriber = new GithubSubscriber({
    events,
    logger,
    ingest: (...what) => ingestFor(machine, ...what),
  });
  const answers = new GithubGateAnswers({
    integrations: ScmIntegrations.fromConfig(config),
    logger,
    ask: (...what) => askFor(machine, ...what),
  });
  return {
    subscribe: () => subscriber.subscribe(),
    answer: message => answers.answer(message),
  };
}
