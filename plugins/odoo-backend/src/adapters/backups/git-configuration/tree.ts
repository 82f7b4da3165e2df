import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { UnreadableSource } from '@odoo-fleet/backstage-plugin-odoo-node';

type Failure = Pick<UnreadableSource, 'status' | 'message'>;

export class TreeFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/**
 * What an error of a URL reader means. Its text holds the address and what the other side wrote, so only the status is looked for in
 * it, after the address was taken out.
 */
function describe(error: unknown, url: string): Failure {
  const {
    name = '',
    message = '',
    code = '',
    type = '',
  } = (error ?? {}) as Partial<
    Record<'name' | 'message' | 'code' | 'type', string>
  >;
  const [, status] = /, ([45]\d\d)\b/.exec(message.split(url).join('')) ?? [];
  if (
    name === 'AuthenticationError' ||
    name === 'NotAllowedError' ||
    status === '401' ||
    status === '403' ||
    /is not allowed/.test(message)
  ) {
    return {
      status: 'unauthorised',
      message:
        'The Git host does not let the portal read the repository: give its integration (`integrations` in the config) a token that may.',
    };
  }
  if (name === 'NotFoundError') {
    return {
      status: 'unreachable',
      message:
        'There is no such repository or branch, or none that the portal may see: correct settings.tree of the source, or grant it.',
    };
  }
  if (
    name === 'SyntaxError' ||
    name === 'TypeError' ||
    type === 'invalid-json' ||
    code.startsWith('TAR_') ||
    code.startsWith('Z_')
  ) {
    return {
      status: 'malformed',
      message:
        'The Git host answered something that is no repository: see where settings.tree of the source leads.',
    };
  }
  return {
    status: 'unreachable',
    message: `The Git host did not give the repository${
      status === undefined ? '' : ` (it answered ${status})`
    }: look at it, and at the network between.`,
  };
}

/**
 * Which of these paths there are, as files or as folders, in one reading of the tree, and what tells this state of it from others. No
 * content is kept.
 *
 * @throws TreeFailure, or the signal's reason.
 */
export async function existingPaths(
  options: {
    urlReader: UrlReaderService;
    tree: string;
    timeoutSeconds: number;
    signal: AbortSignal;
  },
  paths: ReadonlySet<string>,
): Promise<{ existing: ReadonlySet<string>; commit: string }> {
  const { urlReader, tree, timeoutSeconds, signal } = options;
  const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
  const within = AbortSignal.any([signal, deadline]);
  const found = new Set<string>();
  const look = async () => {
    const response = await urlReader.readTree(tree, {
      signal: within,
      filter(path) {
        const parts = path.split('/');
        for (let length = 1; length <= parts.length; length++) {
          const name = parts.slice(0, length).join('/');
          if (paths.has(name)) {
            found.add(name);
          }
        }
        return false;
      },
    });
    await response.files();
    return response.etag;
  };
  try {
    return { existing: found, commit: await orAborted(look(), within) };
  } catch (error) {
    signal.throwIfAborted();
    throw new TreeFailure(
      deadline.aborted
        ? {
            status: 'unreachable',
            message: `The repository did not come whole within ${timeoutSeconds} s: look at its host, or give the source more time (settings.timeoutSeconds).`,
          }
        : describe(error, tree),
    );
  }
}

/** Not every URL reader looks at the signal. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
