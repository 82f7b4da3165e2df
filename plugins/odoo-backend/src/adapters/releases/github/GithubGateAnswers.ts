import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  type ScmIntegrations,
} from '@backstage/integration';
import { z } from 'zod';

/** Topic of the outbox on which questions of GitHub to the gate wait for their answer. */
export const GITHUB_GATE_TOPIC = 'odoo.github-gate-question';

const questionSchema = z.object({
  source: z.string(),
  repository: z.string(),
  environment: z.string(),
  run: z.number().int(),
  commit: z.string(),
  digest: z.string().optional(),
});

/** What GitHub asks: may this commit, or this image, go to what the repository calls so. */
export type GithubGateQuestion = z.infer<typeof questionSchema>;

/** What the gate says to it. */
export interface GithubGateAnswer {
  passes: boolean;
  /** One paragraph for whoever looks at the deployment. */
  comment: string;
}

export interface GithubGateAnswersOptions {
  integrations: Pick<ScmIntegrations, 'github'>;
  ask(question: GithubGateQuestion): Promise<GithubGateAnswer>;
  logger: LoggerService;
}

const MAX_COMMENT = 1000;
const TIMEOUT_MS = 10_000;

/** Some hours, with the pauses of the outbox. A run that waits longer is answered by a person. */
const MAX_ATTEMPTS = 60;

const inOneLine = (text: string) =>
  [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')].slice(0, MAX_COMMENT).join('');

/** Nobody waits any more: the run was answered, was cancelled, or is gone. */
const overStatuses: ReadonlySet<number> = new Set([404, 410, 422]);

/**
 * Answers GitHub's deployment protection rules by our gate. Goes to the API that the portal's integration of that host names, with
 * that integration's credentials, and nowhere else.
 */
export class GithubGateAnswers {
  readonly #options: GithubGateAnswersOptions;
  readonly #credentials: DefaultGithubCredentialsProvider;

  constructor(options: GithubGateAnswersOptions) {
    this.#options = options;
    this.#credentials = DefaultGithubCredentialsProvider.fromIntegrations(
      options.integrations as ScmIntegrations,
    );
  }

  /** Returns when there is nothing left to do, and throws when it is to be tried again. */
  async answer(message: { payload: unknown; attempts: number }): Promise<void> {
    const { integrations, ask, logger } = this.#options;
    const question = questionSchema.parse(message.payload);
    const { source, repository, environment, run } = question;
    const what = `the question of GitHub about run ${run} of ${repository}`;
    const api = integrations.github.byUrl(source)?.config.apiBaseUrl;
    if (api === undefined) {
      logger.error(
        `Nobody answers ${what}: integrations.github has no entry with an API for its host`,
      );
      return;
    }
    if (message.attempts >= MAX_ATTEMPTS) {
      logger.error(`Gave up on ${what} after ${message.attempts} attempts`);
      return;
    }
    const { passes, comment } = await ask(question);
    const { headers } = await this.#credentials.getCredentials({ url: source });
    const response = await fetch(
      `${api.replace(
        /\/+$/,
        '',
      )}/repos/${repository}/actions/runs/${run}/deployment_protection_rule`,
      {
        method: 'POST',
        headers: {
          ...headers,
          accept: 'application/vnd.github+json',
          'content-type': 'application/json',
          'x-github-api-version': '2022-11-28',
        },
        body: JSON.stringify({
          environment_name: environment,
          state: passes ? 'approved' : 'rejected',
          comment: inOneLine(comment),
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    );
    await response.body?.cancel();
    if (overStatuses.has(response.status)) {
      logger.warn(`Nobody waits any more for ${what}: ${response.status}`);
    } else if (!response.ok) {
      throw new Error(
        `GitHub did not take the answer to ${what}: ${response.status}`,
      );
    } else {
      logger.info(
        `Answered ${what}: ${
          passes ? 'approved' : 'rejected'
        } for ${environment}`,
      );
    }
  }
}
