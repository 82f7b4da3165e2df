import type { IncomingHttpHeaders } from 'node:http';
import {
  type BackstageCredentials,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  odooReleaseEventCreatePermission,
  type IngestOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { EnvironmentStore, ProjectedBinding } from '../../catalog';
import type { Authorizer } from '../../platform/Authorizer';
import type { Clock } from '../../platform/clock';
import type { UnreadBody } from '../../platform/httpBody';
import type { Outbox } from '../../platform/Outbox';
import {
  attribute,
  environmentsOf,
  explainUnattributed,
  groupBindings,
  isOfArtifactScope,
  type BindingsBySource,
} from './attribute';
import { BindingsMemory } from './BindingsMemory';
import { Coalescer } from './Coalescer';
import type { DeadLetterStore, RefusedRequest } from './DeadLetterStore';
import { EventWriter, type WriteRequest } from './EventWriter';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { OutboxMessage } from '../../platform/Outbox';
import {
  readEvents,
  translateEvents,
  type EventTranslator,
  type ReadEvent,
} from './readEvents';
import { RefusedRequestError } from './RefusedRequestError';
import type { Attribution } from './ReleaseEventStore';

export interface IngestServiceOptions {
  writer: EventWriter;
  translator: EventTranslator;
  environments: Pick<EnvironmentStore, 'getBindings'>;
  authorizer: Authorizer;
  deadLetters: DeadLetterStore;
  outbox: Pick<Outbox, 'kick'>;
  clock: Clock;
  logger: LoggerService;
}

/** How often bindings may change under one request before it is asked to come again. */
const MAX_ATTEMPTS = 3;

/**
 * Takes the events of a request: reads, attributes, authorises, then writes them, all or none. Returns after the commit.
 */
export class IngestService {
  readonly #options: IngestServiceOptions;
  readonly #bindings: Coalescer<readonly string[], BindingsBySource>;
  readonly #memory = new BindingsMemory();

  static create(options: IngestServiceOptions): IngestService {
    return new IngestService(options);
  }

  private constructor(options: IngestServiceOptions) {
    this.#options = options;
    this.#bindings = new Coalescer({
      weigh: sources => sources.length,
      maxWeight: 500,
      run: async requests => {
        const bindings: ProjectedBinding[] =
          await options.environments.getBindings([...new Set(requests.flat())]);
        const groups = groupBindings(bindings);
        requests.forEach(sources => this.#memory.keep(sources, groups));
        return requests.map(() => groups);
      },
    });
  }

  /**
   * @throws RefusedRequestError 400, 413 or 415 with the JSON path; NotAllowedError when the caller may not write to every
   * environment that an event reaches; ServiceUnavailableError when the database doesn't answer.
   */
  async ingest(
    credentials: BackstageCredentials,
    headers: IncomingHttpHeaders,
    body: Buffer,
  ): Promise<IngestOutcome[]> {
    try {
      const receivedAt = this.#options.clock.now();
      const events = readEvents(
        this.#options.translator,
        headers,
        body,
        receivedAt,
      );
      return await this.#take(credentials, events, receivedAt);
    } catch (error) {
      await this.#keepRefused(credentials, body, error);
      throw error;
    }
  }

  /**
   * Takes events that the backend got on another way than by a request to it, on behalf of a machine, by the same rules. The
   * messages are told in the transaction of the events, when one of these is new.
   *
   * @throws what {@link IngestService.ingest} throws
   */
  async ingestEvents(
    credentials: BackstageCredentials,
    cloudEvents: readonly CloudEvent[],
    messages: readonly OutboxMessage[] = [],
  ): Promise<IngestOutcome[]> {
    try {
      const receivedAt = this.#options.clock.now();
      const events = translateEvents(
        this.#options.translator,
        cloudEvents,
        receivedAt,
        index => `$[${index}]`,
      );
      return await this.#take(credentials, events, receivedAt, messages);
    } catch (error) {
      const body = Buffer.from(JSON.stringify(cloudEvents));
      await this.#keepRefused(credentials, body, error);
      throw error;
    }
  }

  async #take(
    credentials: BackstageCredentials,
    events: readonly ReadEvent[],
    receivedAt: number,
    messages: readonly OutboxMessage[] = [],
  ): Promise<IngestOutcome[]> {
    const sources = [...new Set(events.map(({ event }) => event.source))];
    const remembered = this.#memory.recall(sources);
    if (remembered) {
      const outcomes = await this.#write(
        credentials,
        events,
        receivedAt,
        remembered,
        messages,
      ).catch(error => {
        // What is remembered never refuses anybody: only the database does
        if (error instanceof NotAllowedError) {
          return undefined;
        }
        throw error;
      });
      if (outcomes) {
        return outcomes;
      }
    }
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const bindings = await this.#available(() =>
        this.#bindings.submit(sources),
      );
      const outcomes = await this.#write(
        credentials,
        events,
        receivedAt,
        bindings,
        messages,
      );
      if (outcomes) {
        return outcomes;
      }
    }
    throw new ServiceUnavailableError(
      'The bindings of this source changed meanwhile; send the events again',
    );
  }

  /** Writes the events as these bindings say; undefined, and nothing written, when the database says otherwise by now. */
  async #write(
    credentials: BackstageCredentials,
    events: readonly ReadEvent[],
    receivedAt: number,
    bindings: BindingsBySource,
    messages: readonly OutboxMessage[],
  ): Promise<IngestOutcome[] | undefined> {
    const attributions = events.map(({ event }) => attribute(event, bindings));
    await this.#authorise(credentials, events, attributions, bindings);
    const sentBy = this.#options.authorizer.principalName(credentials);
    const write: WriteRequest = {
      records: events.map((read, index) => ({
        ...read,
        attribution: attributions[index],
        occurredAt: Date.parse(read.event.occurredAt),
        receivedAt,
        sentBy,
      })),
      reach: reachOf(events, bindings),
      messages,
    };
    const result = await this.#available(() =>
      this.#options.writer.write(write),
    );
    if (result === 'stale') {
      return undefined;
    }
    this.#options.outbox.kick();
    return events.map(({ event }, index) =>
      outcomeOf(event, attributions[index], result[index]),
    );
  }

  async #authorise(
    credentials: BackstageCredentials,
    events: readonly ReadEvent[],
    attributions: readonly Attribution[],
    bindings: BindingsBySource,
  ): Promise<void> {
    const reached = new Set<string>();
    let isOpen = false;
    let isShared = false;
    attributions.forEach((attribution, index) => {
      if (attribution.status === 'environment') {
        reached.add(attribution.environmentRef);
      } else if (attribution.status === 'artifact') {
        environmentsOf(bindings, events[index].event.source).forEach(ref =>
          reached.add(ref),
        );
      } else if (attribution.status === 'component') {
        isShared = true;
      } else {
        isOpen = true;
      }
    });
    const ensure = (environmentRefs: string[]) =>
      this.#options.authorizer.ensureEnvironments(
        credentials,
        odooReleaseEventCreatePermission,
        'events.write',
        environmentRefs,
      );
    if (reached.size > 0) {
      await ensure([...reached]);
    }
    // It reaches whoever stands on the component, now and later: that is everybody
    if (isShared) {
      await ensure([]);
    }
    // A machine is known by now. What it sends about nobody waits, and is held against its entry again when somebody is bound.
    if (isOpen && !isMachine(credentials)) {
      await ensure([]);
    }
  }

  async #available<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#options.logger.error('Release events could not be stored', {
        error: String(error),
      });
      throw new ServiceUnavailableError(
        'The events could not be stored; nothing was kept, send them again',
      );
    }
  }

  /** Keeps the head of a body that never came so far as to be read as events. */
  async keepUnread({
    credentials,
    head,
    bytes,
    isWhole,
    status,
    message,
  }: UnreadBody): Promise<void> {
    await this.#keep(credentials, {
      status,
      error: message,
      body: head,
      cut: { bytes, isWhole },
    });
  }

  async #keepRefused(
    credentials: BackstageCredentials,
    body: Buffer,
    error: unknown,
  ): Promise<void> {
    if (
      !(error instanceof CustomErrorBase) ||
      !(
        error instanceof RefusedRequestError || error instanceof NotAllowedError
      )
    ) {
      return;
    }
    await this.#keep(credentials, {
      status: error instanceof RefusedRequestError ? error.statusCode : 403,
      error: error.message,
      body,
    });
  }

  async #keep(
    credentials: BackstageCredentials,
    request: Omit<RefusedRequest, 'receivedAt' | 'subject'>,
  ): Promise<void> {
    if (!isMachine(credentials)) {
      return;
    }
    try {
      await this.#options.deadLetters.add({
        ...request,
        receivedAt: this.#options.clock.now(),
        subject: this.#options.authorizer.principalName(credentials),
      });
    } catch (failure) {
      this.#options.logger.error('A refused body could not be kept', {
        error: String(failure),
      });
    }
  }
}

function isMachine(credentials: BackstageCredentials): boolean {
  return (credentials.principal as { type?: string }).type === 'service';
}

/** The bindings that the authorisation went by, to be compared at the time of writing. */
function reachOf(
  events: readonly ReadEvent[],
  bindings: BindingsBySource,
): Map<string, string[]> {
  return new Map(
    events
      .filter(({ event }) => isOfArtifactScope(event))
      .map(({ event }) => [
        event.source,
        [...environmentsOf(bindings, event.source)],
      ]),
  );
}

function outcomeOf(
  { source, id, environmentId, service }: ReadEvent['event'],
  attribution: Attribution,
  result: IngestOutcome['result'],
): IngestOutcome {
  const base = { source, id, result };
  if (result === 'contradictory') {
    return {
      ...base,
      attribution: wordOf(attribution),
      message:
        'other facts are stored under this source and id; these are kept apart and not used. Send a correction under an id of its own',
    };
  }
  switch (attribution.status) {
    case 'unattributed':
      return {
        ...base,
        attribution: 'unattributed',
        message: explainUnattributed(attribution.reason, {
          source,
          environmentId,
          service,
        }),
      };
    case 'not-understood':
      return {
        ...base,
        attribution: 'not-understood',
        message:
          'no adapter knows this type and version; it is stored and changes no release',
      };
    default:
      return { ...base, attribution: 'attributed' };
  }
}

function wordOf(attribution: Attribution): IngestOutcome['attribution'] {
  return attribution.status === 'unattributed' ||
    attribution.status === 'not-understood'
    ? attribution.status
    : 'attributed';
}
