import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import type { Database } from '../platform/database';
import {
  fuzzedRequests,
  type FuzzedRequest,
} from '../releases/__testUtils__/ingestFuzz';
import { sign, startSignedPortal } from './signedPortal';

const AT_ONCE = 16;

/** What came of a number of requests. */
export interface FuzzResult {
  /** How often each status was answered, by path. */
  statuses: Record<string, number>;
  /** Requests that were answered with 5xx, and what the backend logged as an error. */
  failures: string[];
}

/** A portal that is sent whatever there is, over HTTP. */
export async function startFuzzedPortal(knex: Database) {
  const errors: string[] = [];
  const silent = () => {};
  const logger: LoggerService = {
    error: (message, meta) =>
      void errors.push(`${message} ${JSON.stringify(meta)}`),
    warn: silent,
    info: silent,
    debug: silent,
    child: () => logger,
  };
  const { server } = await startSignedPortal(knex, {
    features: [
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => logger,
      }),
    ],
  });
  // While requests are made up nothing is sent for seconds; a connection that the server closes just then is nobody's failure
  server.keepAliveTimeout = 0;
  const base = `http://127.0.0.1:${server.port()}`;
  const authorization = mockCredentials.service.header();

  async function send({ path, headers, body }: FuzzedRequest) {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: {
        ...headers,
        ...(path === '/api/odoo/events'
          ? { authorization }
          : { 'x-hub-signature-256': sign(body) }),
      },
      body: new Uint8Array(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  return {
    /** Sends as many requests as are asked for; another seed gives others. */
    async fuzz(count: number, seed: number): Promise<FuzzResult> {
      const result: FuzzResult = { statuses: {}, failures: [] };
      const requests = fc.sample(fuzzedRequests, { numRuns: count, seed });
      for (let start = 0; start < requests.length; start += AT_ONCE) {
        await Promise.all(
          requests.slice(start, start + AT_ONCE).map(async request => {
            const status = await send(request);
            const key = `${request.path} ${status}`;
            result.statuses[key] = (result.statuses[key] ?? 0) + 1;
            if (status >= 500) {
              result.failures.push(
                `${status} ${JSON.stringify(request.headers)} ${request.body}`,
              );
            }
          }),
        );
      }
      result.failures.push(...errors.splice(0));
      return result;
    },
  };
}
