import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { EnvironmentStore } from '../../catalog';
import { attribute, explainUnattributed, groupBindings } from './attribute';
import type { GateService } from '../gate/GateService';

/** A question to the gate in the words of a source of events. */
export interface SourceGateQuestion {
  source: string;
  /** What the source calls the environment. */
  environment: string;
  commit: string;
  digest?: string;
}

export interface SourceGateAnswer {
  passes: boolean;
  /** The decision word, the first reasons and where to read more, or why there is no decision. */
  comment: string;
}

export interface SourceGateOptions {
  gate: Pick<GateService, 'ask'>;
  environments: Pick<EnvironmentStore, 'getBindings'>;
}

const refused = (why: string): SourceGateAnswer => ({
  passes: false,
  comment: `Hold: the gate can't tell. ${why}`,
});

const capital = (word: string) =>
  word[0].toLocaleUpperCase('en') + word.slice(1);

/**
 * Asks the gate for a system that knows environments by its own names only: the bindings that attribute its events say which one
 * is meant. Whatever can't be judged is stopped, with the reason.
 *
 * @throws ServiceUnavailableError when there is no answer now
 */
export async function askForSource(
  { gate, environments }: SourceGateOptions,
  { source, environment, commit, digest }: SourceGateQuestion,
  credentials: BackstageCredentials,
): Promise<SourceGateAnswer> {
  const event = { source, environmentId: environment, service: undefined };
  const bindings = groupBindings(await environments.getBindings([source]));
  const attribution = attribute({ ...event, kind: 'proposed' }, bindings);
  if (attribution.status === 'unattributed') {
    return refused(
      `${capital(explainUnattributed(attribution.reason, event))}.`,
    );
  }
  if (attribution.status !== 'environment') {
    return refused('The question names no environment.');
  }
  const { environmentRef } = attribution;
  try {
    const answer = await gate.ask(
      digest === undefined
        ? { environment: environmentRef, commit }
        : { environment: environmentRef, digest },
      credentials,
    );
    const reasons = answer.verdict.reasons
      .filter(({ status }) => status !== 'ok')
      .slice(0, 3)
      .map(({ message }) => message);
    return {
      passes: answer.passes,
      comment: [
        `${capital(answer.decision)}${answer.dryRun ? ' (dry run)' : ''}.`,
        ...reasons.map(reason => `${reason.replace(/\.$/, '')}.`),
        answer.links.release,
      ].join(' '),
    };
  } catch (error) {
    if (error instanceof NotAllowedError) {
      return refused("The portal's config lets this source not ask about it.");
    }
    if (
      error instanceof NotFoundError ||
      error instanceof ConflictError ||
      error instanceof InputError
    ) {
      return refused(`${error.message}.`);
    }
    throw error;
  }
}
