/** What came back from one GET. */
export type GetResult =
  | {
      status: 'answered';
      code: number;
      text: string;
      /** The header Retry-After in milliseconds; undefined when it is missing or no number of seconds. */
      retryAfterMs?: number;
    }
  | { status: 'too-large' }
  | { status: 'too-late' }
  | { status: 'broken'; error: unknown };

export interface BoundedGetOptions {
  headers: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  /** Ends the request early; the result is then `broken`. */
  signal: AbortSignal;
}

/** Reads up to `maxBytes`, or nothing at all. */
async function readText(
  response: Response,
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the body, and with it the connection
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A GET that ends in time and takes in no more than it may, body included. Redirects are answers, not followed: they could lead
 * anywhere, with our token.
 */
export async function boundedGet(
  url: string,
  { headers, timeoutMs, maxBytes, signal }: BoundedGetOptions,
): Promise<GetResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await readText(response, maxBytes);
    if (text === undefined) {
      return { status: 'too-large' };
    }
    const retryAfter = response.headers.get('retry-after') ?? '';
    return {
      status: 'answered',
      code: response.status,
      text,
      ...(/^\d{1,9}$/.test(retryAfter) && {
        retryAfterMs: Number(retryAfter) * 1000,
      }),
    };
  } catch (error) {
    return timeout.aborted
      ? { status: 'too-late' }
      : { status: 'broken', error };
  }
}
