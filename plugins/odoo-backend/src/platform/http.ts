import type {
  AuditorServiceEvent,
  BackstageCredentials,
  HttpAuthService,
  AuditorService,
} from '@backstage/backend-plugin-api';
import type {
  Operation,
  OperationParsed,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Authorizer, MachineVerb } from './Authorizer';
import type { AuditEvent } from './audit';
import { readBody, type OnUnreadBody } from './httpBody';
import { parseInput } from './inputParsing';
import type { RateLimits, RateLimitName } from './rateLimits';

/** One request to an operation: everything parsed, the caller known. */
export interface OperationRequest<TParams, TQuery, TBody> {
  params: OperationParsed<TParams>;
  query: OperationParsed<TQuery>;
  body: OperationParsed<TBody>;
  /** The bytes as received (inflated), for operations that parse their body themselves; empty when there was none. */
  rawBody: Buffer;
  headers: IncomingHttpHeaders;
  credentials: BackstageCredentials;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  /** Starts an audit event that carries who asked, from where. */
  audit(event: AuditEvent): Promise<AuditorServiceEvent>;
}

/** What a handler gives back; 200 when it names no status. */
export interface OperationResponse<TResponse extends z.ZodType> {
  status?: number;
  body: z.input<TResponse>;
}

/** Behaviour of one operation. */
export type OperationHandler<
  TParams extends z.ZodType | undefined,
  TQuery extends z.ZodType | undefined,
  TBody extends z.ZodType | undefined,
  TResponse extends z.ZodType,
> = (
  request: OperationRequest<TParams, TQuery, TBody>,
) => Promise<OperationResponse<TResponse>>;

export interface OperationAccess {
  /** Verb that a machine needs; absent: no machine may ever use this operation. */
  verb?: MachineVerb;
  /** Which of the configured rate limits counts the requests; absent: none. */
  rateLimit?: RateLimitName;
  /** Largest JSON body that is taken, when it is another than of most operations. */
  maxBodyBytes?: number;
  /** Learns of bodies that are too large, or not what their headers say. */
  onUnreadBody?: OnUnreadBody;
}

/** Where capabilities mount their operations. The order is fixed: who asks, may this machine, how often, then the body is read. */
export interface OperationRouter {
  handle<
    TParams extends z.ZodType | undefined,
    TQuery extends z.ZodType | undefined,
    TBody extends z.ZodType | undefined,
    TResponse extends z.ZodType,
  >(
    operation: Operation<TParams, TQuery, TBody, TResponse>,
    access: OperationAccess,
    handler: OperationHandler<TParams, TQuery, TBody, TResponse>,
  ): void;
}

export interface ExpressOperationRouterOptions {
  httpAuth: HttpAuthService;
  authorizer: Authorizer;
  auditor: AuditorService;
  rateLimits: RateLimits;
  /** Holds each answer against its schema: for tests and development, where a wrong answer must be loud. */
  validateResponses: boolean;
}

/** Registers operations on an Express router. */
export class ExpressOperationRouter implements OperationRouter {
  readonly #options: ExpressOperationRouterOptions;
  readonly #router: express.Router;

  static create(
    options: ExpressOperationRouterOptions,
  ): ExpressOperationRouter {
    return new ExpressOperationRouter(options);
  }

  private constructor(options: ExpressOperationRouterOptions) {
    this.#options = options;
    this.#router = PromiseRouter();
  }

  /** The router to mount under the plugin's base path. */
  get router(): express.Router {
    return this.#router;
  }

  handle<
    TParams extends z.ZodType | undefined,
    TQuery extends z.ZodType | undefined,
    TBody extends z.ZodType | undefined,
    TResponse extends z.ZodType,
  >(
    operation: Operation<TParams, TQuery, TBody, TResponse>,
    access: OperationAccess,
    handler: OperationHandler<TParams, TQuery, TBody, TResponse>,
  ): void {
    const { auditor, validateResponses } = this.#options;
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');

    const gatekeepers: express.RequestHandler[] = [this.#admit(access.verb)];
    if (access.rateLimit) {
      gatekeepers.push(this.#options.rateLimits[access.rateLimit]);
    }
    gatekeepers.push(readBody(operation, access));

    this.#router[operation.method](path, ...gatekeepers, async (req, res) => {
      const abort = new AbortController();
      res.once('close', () => {
        if (!res.writableFinished) {
          abort.abort();
        }
      });
      const { status = 200, body } = await handler({
        params: parseInput(operation.params, 'path', req.params),
        query: parseInput(operation.query, 'query', req.query),
        body: parseInput(operation.body, 'body', req.body),
        rawBody: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
        headers: req.headers,
        credentials: res.locals.credentials,
        signal: abort.signal,
        audit: event => auditor.createEvent({ ...event, request: req }),
      });
      if (validateResponses) {
        ensureDescribed(operation, status, body);
      }
      res.status(status).json(body);
    });
  }

  #admit(verb: MachineVerb | undefined): express.RequestHandler {
    const { httpAuth, authorizer } = this.#options;
    return async (req, res) => {
      const credentials = await httpAuth.credentials(req, {
        allow: verb ? ['user', 'service'] : ['user'],
      });
      if (verb) {
        authorizer.ensureKnownMachine(credentials, verb);
      }
      res.locals.credentials = credentials;
      res.locals.principal = authorizer.principalName(credentials);
      return 'next';
    };
  }
}

/** Throws when an answer is not what the operation says it is: then the document that clients are made from lies. */
function ensureDescribed(
  operation: Operation,
  status: number,
  body: unknown,
): void {
  const statuses = operation.statuses ?? { 200: 'OK' };
  if (!(status in statuses)) {
    throw new Error(
      `${operation.method} ${operation.path} answered ${status}, which its description does not know`,
    );
  }
  const result = operation.response.safeParse(body);
  if (!result.success) {
    throw new Error(
      `${operation.method} ${operation.path} answered what its description does not allow: ${result.error.message}`,
    );
  }
}
