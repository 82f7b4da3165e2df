import type { Readable } from 'node:stream';
import type {
  UrlReaderService,
  UrlReaderServiceReadUrlResponse,
} from '@backstage/backend-plugin-api';
import { MAX_ICALENDAR_LENGTH } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  outcomeOfCalendarText,
  type SourceOutcome,
  type UnreadableSource,
} from '@odoo-fleet/backstage-plugin-odoo-node';

export interface PortalUrlsOptions {
  urlReader: UrlReaderService;
  clock: { now(): number };
  /** Longest time that a reading may take. */
  timeoutMs?: number;
}

type Failure = Pick<UnreadableSource, 'status' | 'message'>;

const TIMEOUT_MS = 15_000;

/** Up to so many bytes; a character of UTF-8 has at most four, but calendars are nearly all ASCII. */
const MAX_BYTES = MAX_ICALENDAR_LENGTH;

const TOO_LARGE: Failure = {
  status: 'malformed',
  message: `The calendar is larger than ${MAX_BYTES} bytes; split it, or leave out what is over.`,
};

class TooLargeError extends Error {}

async function readStream(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early destroys the stream, and with it the connection
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new TooLargeError();
    }
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

async function readBody(
  response: UrlReaderServiceReadUrlResponse,
  signal: AbortSignal,
): Promise<string> {
  const stream = response.stream?.();
  let body: Buffer;
  if (stream) {
    const destroy = () => stream.destroy(new Error('aborted'));
    signal.addEventListener('abort', destroy, { once: true });
    try {
      body = await readStream(stream);
    } finally {
      signal.removeEventListener('abort', destroy);
    }
  } else {
    body = await response.buffer();
    if (body.length > MAX_BYTES) {
      throw new TooLargeError();
    }
  }
  return body.toString('utf8');
}

/** Rejects with the signal's reason as soon as it is aborted: not every URL reader looks at the signal. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * What an error of a URL reader means. Its text holds the address and what the other side wrote, so only what it is about is
 * looked for in it, after the address was taken out.
 */
function describe(error: unknown, url: string): Failure {
  const { name, message } = error instanceof Error ? error : new Error();
  const text = message.split(url).join('');
  const [, code] = /\b(?:status |, |: )?([45]\d\d)\b/.exec(text) ?? [];
  if (name === 'NotFoundError' || code === '404' || /\b404\b/.test(text)) {
    return {
      status: 'unreachable',
      message:
        'There is no calendar at its address, or none that the portal may see: correct the address, or put the file there.',
    };
  }
  if (
    name === 'AuthenticationError' ||
    name === 'NotAllowedError' ||
    code === '401' ||
    code === '403'
  ) {
    return {
      status: 'unauthorised',
      message:
        'The host does not let the portal read the calendar: give its integration (`integrations` in the config) a token that may.',
    };
  }
  if (
    /not allowed/i.test(text) ||
    /^Reading from '.*' is not allowed/.test(message)
  ) {
    return {
      status: 'unauthorised',
      message:
        'The portal does not read from this host: name it in backend.reading.allow, or take another address.',
    };
  }
  return {
    status: 'unreachable',
    message: `The host did not give the calendar${
      code === undefined ? '' : ` (it answered ${code})`
    }: look at it, and at the network between.`,
  };
}

/**
 * Reads calendars through the portal's URL reader: only hosts of `integrations` and of `backend.reading.allow`, redirects included.
 */
export class PortalUrls {
  readonly #urlReader: UrlReaderService;
  readonly #clock: PortalUrlsOptions['clock'];
  readonly #timeoutMs: number;

  constructor({ urlReader, clock, timeoutMs = TIMEOUT_MS }: PortalUrlsOptions) {
    this.#urlReader = urlReader;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws the signal's reason, and nothing else. */
  async read(url: string, signal: AbortSignal): Promise<SourceOutcome<string>> {
    signal.throwIfAborted();
    const failed = (failure: Failure) => ({
      ...failure,
      observedAt: this.#clock.now(),
    });
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      return failed({
        status: 'malformed',
        message: 'The address of the calendar is none: write an http(s) URL.',
      });
    }
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const either = AbortSignal.any([signal, timeout]);
    try {
      // From before the question: what is known is never younger than that
      const observedAt = this.#clock.now();
      const text = await orAborted(
        (async () =>
          readBody(
            await this.#urlReader.readUrl(url, { signal: either }),
            either,
          ))(),
        either,
      );
      return outcomeOfCalendarText(text, observedAt);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) {
        return failed({
          status: 'unreachable',
          message: `The calendar did not come within ${
            this.#timeoutMs / 1000
          } s: look at its host, and at the network between.`,
        });
      }
      return failed(
        error instanceof TooLargeError ? TOO_LARGE : describe(error, url),
      );
    }
  }
}
