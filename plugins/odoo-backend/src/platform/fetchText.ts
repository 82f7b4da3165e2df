import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type {
  FetchTextOptions,
  SourceOutcome,
  UnreadableSource,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Clock } from './clock';

type Failure = Pick<UnreadableSource, 'status' | 'message'>;

class TooLargeError extends Error {}

interface Opened {
  chunks: AsyncIterable<Uint8Array>;
  /** From when it is, epoch milliseconds, as far as the other side says. */
  modifiedAt?: number;
}

async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const read: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the stream, and with it the connection
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new TooLargeError();
    }
    read.push(chunk);
  }
  return Buffer.concat(read).toString('utf8');
}

async function openFile(url: string): Promise<Opened | Failure> {
  try {
    const path = fileURLToPath(url);
    const { mtimeMs } = await stat(path);
    return { chunks: createReadStream(path), modifiedAt: mtimeMs };
  } catch {
    return {
      status: 'unreachable',
      message:
        'There is no file at its address: have the job write it there, and mount it beside the backend.',
    };
  }
}

function failureOf(status: number): Failure {
  if (status === 401 || status === 403) {
    return {
      status: 'unauthorised',
      message: `The host does not let the portal read it (it answered ${status}): correct the credentials in the settings of the source.`,
    };
  }
  if (status === 404 || status === 410) {
    return {
      status: 'unreachable',
      message: `There is nothing at its address (the host answered ${status}): correct the address, or have the job put the file there.`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      status: 'unreachable',
      message: `The host leads elsewhere (it answered ${status}), and the portal does not follow: write the last address.`,
    };
  }
  return {
    status: 'unreachable',
    message: `The host did not give it (it answered ${status}): look at it, and at the network between.`,
  };
}

async function openUrl(
  url: string,
  { signal, headers }: FetchTextOptions,
): Promise<Opened | Failure> {
  const response = await fetch(url, {
    signal,
    redirect: 'manual',
    ...(headers && { headers }),
  });
  if (!response.ok) {
    await response.body?.cancel();
    return failureOf(response.status);
  }
  const modifiedAt = Date.parse(response.headers.get('last-modified') ?? '');
  return {
    chunks: response.body ?? emptyBody(),
    ...(!Number.isNaN(modifiedAt) && { modifiedAt }),
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // Nothing came
}

/** Makes what `BackupReaderDeps.fetchText` wants, for addresses that the platform's config names. */
export function createFetchText(
  clock: Clock,
): (url: string, options: FetchTextOptions) => Promise<SourceOutcome<string>> {
  return async (url, options) => {
    const { signal, maxBytes } = options;
    signal.throwIfAborted();
    const askedAt = clock.now();
    const failed = (failure: Failure) => ({ ...failure, observedAt: askedAt });
    const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: '' };
    if (!['http:', 'https:', 'file:'].includes(protocol)) {
      return failed({
        status: 'malformed',
        message: 'Its address is none: write an http(s) or a file URL.',
      });
    }
    try {
      const opened =
        protocol === 'file:'
          ? await openFile(url)
          : await openUrl(url, options);
      if ('status' in opened) {
        return failed(opened);
      }
      const value = await readAll(opened.chunks, maxBytes);
      signal.throwIfAborted();
      const observedAt = Math.min(askedAt, opened.modifiedAt ?? askedAt);
      return value === ''
        ? { status: 'empty', observedAt }
        : { status: 'observed', value, observedAt };
    } catch (error) {
      signal.throwIfAborted();
      return failed(
        error instanceof TooLargeError
          ? {
              status: 'malformed',
              message: `It is larger than the ${maxBytes} bytes that are taken.`,
            }
          : {
              status: 'unreachable',
              message:
                'Its host can’t be reached: look at it, and at the network between.',
            },
      );
    }
  };
}
