import { ResponseError } from '@backstage/errors';
import type { z } from 'zod';
import type { Operation } from '../operation';

/**
 * Finds the backend; the portal's discovery API and the backend's discovery service both fit.
 *
 * @public
 */
export interface OdooDiscoveryApi {
  getBaseUrl(pluginId: string): Promise<string>;
}

/**
 * Fetches as the caller; the portal's fetch API fits, and so does `{ fetch }` with a token added.
 *
 * @public
 */
export interface OdooFetchApi {
  fetch: typeof fetch;
}

/**
 * Options of one request.
 *
 * @public
 */
export interface OdooRequestOptions {
  /** Ends the request; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What one request sends. */
export interface RequestParts {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: string;
  mediaType?: string;
}

function pathOf(path: string, params: RequestParts['params']): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(params?.[name] ?? ''),
  );
}

function queryOf(query: RequestParts['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) {
      search.append(name, String(value));
    }
  }
  const text = search.toString();
  return text && `?${text}`;
}

/** The JSON of a body; undefined, which no schema takes, for anything else. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Sends one request, and gives every answer that the operation describes.
 *
 * @throws ResponseError for any other status; Error when the answer has another shape than described.
 */
export async function exchange<T extends Operation>(
  apis: { discoveryApi: OdooDiscoveryApi; fetchApi: OdooFetchApi },
  operation: T,
  parts: RequestParts,
  options: OdooRequestOptions | undefined,
): Promise<{ status: number; answer: z.output<T['response']> }> {
  const baseUrl = await apis.discoveryApi.getBaseUrl('odoo');
  const url =
    baseUrl + pathOf(operation.path, parts.params) + queryOf(parts.query);
  const response = await apis.fetchApi.fetch(url, {
    method: operation.method.toUpperCase(),
    headers: {
      accept: 'application/json',
      ...(parts.body !== undefined && {
        'content-type': parts.mediaType ?? 'application/json',
      }),
    },
    ...(parts.body !== undefined && { body: parts.body }),
    ...(options?.signal && { signal: options.signal }),
  });
  const carriesAnswer =
    response.ok || operation.statuses?.[response.status] !== undefined;
  if (!carriesAnswer) {
    throw await ResponseError.fromResponse(response);
  }
  // A status can mean both: 403 is the gate's refusal, or that the caller may not ask. Only the body tells.
  const copy = response.clone();
  const parsed = operation.response.safeParse(readJson(await response.text()));
  if (parsed.success) {
    return {
      status: response.status,
      answer: parsed.data as z.output<T['response']>,
    };
  }
  if (!response.ok) {
    throw await ResponseError.fromResponse(copy);
  }
  const [issue] = parsed.error.issues;
  throw new Error(
    `${operation.method.toUpperCase()} ${
      operation.path
    } of the odoo backend answered in another shape than this client knows (${
      issue.path.join('.') || 'body'
    }: ${issue.message}); bring both packages to the same version`,
  );
}
