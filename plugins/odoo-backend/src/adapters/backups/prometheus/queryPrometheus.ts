import type { UnreadableSource } from '@odoo-fleet/backstage-plugin-odoo-node';
import { answerSchema, refusalSchema, type Series } from './schema';

/** Most bytes of one answer: 1,000 servers scraped each 15 s are 2 MB. */
const MAX_BYTES = 16 * 1024 * 1024;

/** An answer that gives no facts. Its text is ours. */
export class QueryFailure extends Error {
  constructor(readonly status: UnreadableSource['status'], message: string) {
    super(message);
  }
}

const NO_API =
  'see that settings.url leads to a Prometheus server and not to a login page or another service.';

async function readText({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    size += value.length;
    if (size > MAX_BYTES) {
      // Not waited for: whoever else holds the body may keep it open
      reader.cancel().catch(() => {});
      throw new QueryFailure(
        'malformed',
        `Prometheus answered more than ${
          MAX_BYTES / 1024 / 1024
        } MiB at once: scrape less often, or share the ids among several sources.`,
      );
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By the error's type where Prometheus itself speaks, else by the status, which may be a proxy's. */
function failureOf(status: number, document: unknown): QueryFailure {
  if (status === 401 || status === 403) {
    return new QueryFailure(
      'unauthorised',
      `Prometheus, or a proxy before it, does not let the portal read (${status}): correct the credentials in settings.headers.`,
    );
  }
  const type = refusalSchema.safeParse(document).data?.errorType;
  if (type === 'bad_data' || type === 'execution') {
    return new QueryFailure(
      'malformed',
      'Prometheus refuses the question: see that settings.url leads to a server of a version that the README of the adapter names, and that settings.label is right.',
    );
  }
  if (type !== undefined || status === 410 || status === 429 || status >= 500) {
    return new QueryFailure(
      'unreachable',
      `Prometheus did not answer the question (${status}): look at its load and its log.`,
    );
  }
  return new QueryFailure(
    'malformed',
    `The answer (${status}) is none of Prometheus: ${NO_API}`,
  );
}

/**
 * Asks `/api/v1/query`, by POST since the question holds all ids. Gives the series that were found.
 *
 * @throws QueryFailure, or what the signal was aborted with.
 */
export async function queryPrometheus(options: {
  url: string;
  headers?: Readonly<Record<string, string>>;
  query: string;
  /** Epoch milliseconds. */
  time: number;
  signal: AbortSignal;
}): Promise<readonly Series[]> {
  const { url, headers, query, time, signal } = options;
  let status: number;
  let document: unknown;
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query`, {
      method: 'POST',
      // It could lead anywhere, with the credentials
      redirect: 'manual',
      headers: { accept: 'application/json', ...headers },
      body: new URLSearchParams({ query, time: String(time / 1000) }),
      signal,
    });
    ({ status } = response);
    document = parsed(await readText(response));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof QueryFailure
      ? error
      : new QueryFailure(
          'unreachable',
          'Prometheus can’t be reached: look at it, at settings.url, and at the network between.',
        );
  }
  const answer = answerSchema.safeParse(document);
  if (status !== 200 || refusalSchema.safeParse(document).success) {
    throw failureOf(status, document);
  }
  if (!answer.success) {
    throw new QueryFailure(
      'malformed',
      `The answer is none of Prometheus: ${NO_API}`,
    );
  }
  const { data, warnings } = answer.data;
  // What a part of the stores did not say may be there
  if (warnings?.length) {
    throw new QueryFailure(
      'unreachable',
      'Prometheus warns that its answer may lack something: look at the stores that it asks.',
    );
  }
  return data.result;
}
