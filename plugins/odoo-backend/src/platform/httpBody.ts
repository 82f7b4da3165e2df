import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, isError } from '@backstage/errors';
import type { Operation } from '@odoo-fleet/backstage-plugin-odoo-common';
import express from 'express';
import { constants, createGunzip, createInflate } from 'node:zlib';
import { bodyError } from './bodyErrors';

/** Largest body of an event or a batch; larger ones are refused with 413. */
const MAX_RAW_BODY_BYTES = 1024 * 1024;

/** Largest JSON body of any other operation, unless it says otherwise. */
const MAX_JSON_BODY_BYTES = 64 * 1024;

/** Most of a body that is not taken which is remembered. */
export const MAX_HEAD_BYTES = 32 * 1024;

/** A body that was not taken, of a caller who was let in. */
export interface UnreadBody {
  credentials: BackstageCredentials;
  /** Its first bytes, inflated; empty when they can't be. */
  head: Buffer;
  /** How large it is; when `isWhole` is false, as far as is known. */
  bytes: number;
  /** It came to its end, and was not compressed. */
  isWhole: boolean;
  /** Status and sentence that the caller gets. */
  status: number;
  message: string;
}

/** Told before the caller is answered. */
export type OnUnreadBody = (body: UnreadBody) => Promise<void>;

/** Never more than {@link MAX_HEAD_BYTES}, however much the bytes would make. */
async function inflateHead(encoding: string, bytes: Buffer): Promise<Buffer> {
  // The end is missing: give what there is
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  let inflater;
  if (encoding === 'gzip') {
    inflater = createGunzip(options);
  } else if (encoding === 'deflate') {
    inflater = createInflate(options);
  } else {
    return Buffer.alloc(0);
  }
  inflater.end(bytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of inflater) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_HEAD_BYTES) {
        break;
      }
    }
  } catch {
    // Damaged: what came before the damage stays
  }
  return Buffer.concat(chunks).subarray(0, MAX_HEAD_BYTES);
}

/** What passes of a request while somebody else reads it: the parser forgets everything when it finds too much. */
class SeenBytes {
  readonly #request: express.Request;
  readonly #head: Buffer[] = [];
  #bytes = 0;

  constructor(request: express.Request) {
    this.#request = request;
    request.on('data', (chunk: Buffer) => {
      const room = MAX_HEAD_BYTES - this.#bytes;
      if (room > 0) {
        // A copy: a part would keep the whole chunk in memory
        this.#head.push(Buffer.from(chunk.subarray(0, room)));
      }
      this.#bytes += chunk.length;
    });
  }

  /** The parser has mostly read the request to its end by now, and thrown it away. */
  async describe(
    error: Error & { received?: unknown },
  ): Promise<Pick<UnreadBody, 'head' | 'bytes' | 'isWhole'>> {
    const head = Buffer.concat(this.#head);
    const { headers, complete } = this.#request;
    const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase();
    if (encoding === 'identity' && complete) {
      return { head, bytes: this.#bytes, isWhole: true };
    }
    const declared = Number(headers['content-length'] ?? 0);
    const inflated = typeof error.received === 'number' ? error.received : 0;
    return {
      head: encoding === 'identity' ? head : await inflateHead(encoding, head),
      bytes: Math.max(this.#bytes, declared, inflated),
      isWhole: false,
    };
  }
}

/** Reads the body as the operation wants it, and says what is wrong with it without repeating it. */
export function readBody(
  operation: Operation,
  {
    onUnreadBody,
    maxBodyBytes = MAX_JSON_BODY_BYTES,
  }: { onUnreadBody?: OnUnreadBody; maxBodyBytes?: number } = {},
): express.RequestHandler {
  let parse: express.RequestHandler | undefined;
  if (operation.rawBody) {
    parse = express.raw({ type: () => true, limit: MAX_RAW_BODY_BYTES });
  } else if (operation.body) {
    parse = express.json({ limit: maxBodyBytes });
  }
  return (req, res, next) => {
    if (!parse) {
      next();
      return;
    }
    if (operation.body && !req.is('application/json')) {
      next(
        new InputError(
          'body: send JSON with the header content-type: application/json',
        ),
      );
      return;
    }
    const seen = onUnreadBody && new SeenBytes(req);
    parse(req, res, error => {
      if (!error) {
        next();
        return;
      }
      const refusal = bodyError(error);
      if (!seen || !isError(error) || error.type === 'request.aborted') {
        next(refusal);
        return;
      }
      seen
        .describe(error)
        .then(body =>
          onUnreadBody({
            ...body,
            credentials: res.locals.credentials,
            status: refusal.statusCode,
            message: refusal.message,
          }),
        )
        .then(() => next(refusal), next);
    });
  };
}
