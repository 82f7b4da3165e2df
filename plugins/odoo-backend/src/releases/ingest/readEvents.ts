import type { IncomingHttpHeaders } from 'node:http';
import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  CloudEvent,
  ReleaseEventAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { parseCloudEvents } from './cloudEvents';
import { bodyHash, eventKey } from './eventIdentity';
import { GATE_SOURCE } from '../gate/gateSource';
import { RefusedRequestError } from './RefusedRequestError';

/** One event of a request, read and translated, with no word yet on whom it concerns. */
export interface ReadEvent {
  event: ReleaseEvent;
  key: string;
  bodyHash: string;
  raw: string;
}

/** The adapters, asked in their order. */
export class EventTranslator {
  readonly #adapters: readonly ReleaseEventAdapter[];

  /** @throws when two adapters have one id. */
  constructor(adapters: readonly ReleaseEventAdapter[]) {
    const ids = new Set<string>();
    for (const { id } of adapters) {
      if (ids.has(id)) {
        throw new Error(
          `Two release event adapters have the id '${id}'; rename one`,
        );
      }
      ids.add(id);
    }
    this.#adapters = adapters;
  }

  /** @throws RefusedRequestError with the JSON path when the event's own format is not kept. */
  translate(
    cloudEvent: CloudEvent,
    root: string,
    receivedAt: number,
  ): ReleaseEvent {
    const adapter = this.#adapters.find(({ accepts }) =>
      accepts(cloudEvent.type),
    );
    if (!adapter) {
      return {
        source: cloudEvent.source,
        id: cloudEvent.id,
        type: cloudEvent.type,
        kind: 'not-understood',
        // No claim about when it happened: nothing is folded from an event that nobody understands
        occurredAt: new Date(cloudEvent.time ?? receivedAt).toISOString(),
        facts: {},
      };
    }
    const translation = adapter.translate(cloudEvent);
    if (translation.status === 'malformed') {
      throw new RefusedRequestError(
        400,
        translation.path.replace(/^\$/, root),
        translation.message,
      );
    }
    return translation.event;
  }
}

/** Reads the events of one request. All or nothing: one malformed event refuses the request. */
export function readEvents(
  translator: EventTranslator,
  headers: IncomingHttpHeaders,
  body: Buffer,
  receivedAt: number,
): ReadEvent[] {
  const { events, batch } = parseCloudEvents(headers, body);
  return translateEvents(translator, events, receivedAt, index =>
    batch ? `$[${index}]` : '$',
  );
}

/** The same for events that came otherwise than by our own route. `rootOf` says where each stands in what was sent. */
export function translateEvents(
  translator: EventTranslator,
  events: readonly CloudEvent[],
  receivedAt: number,
  rootOf: (index: number) => string,
): ReadEvent[] {
  return events.map((cloudEvent, index) => {
    const root = rootOf(index);
    if (cloudEvent.source === GATE_SOURCE) {
      throw new RefusedRequestError(
        400,
        `${root}.source`,
        'is the name of the gate itself; use a name of your own',
      );
    }
    return {
      event: translator.translate(cloudEvent, root, receivedAt),
      key: eventKey(cloudEvent.source, cloudEvent.id),
      bodyHash: bodyHash(cloudEvent),
      raw: JSON.stringify(cloudEvent),
    };
  });
}
