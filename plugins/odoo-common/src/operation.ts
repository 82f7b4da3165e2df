import { z } from 'zod';

/**
 * One REST operation under `/api/odoo`, described once for the server, the client and the OpenAPI document.
 *
 * @public
 */
export interface Operation<
  TParams extends z.ZodType | undefined = z.ZodType | undefined,
  TQuery extends z.ZodType | undefined = z.ZodType | undefined,
  TBody extends z.ZodType | undefined = z.ZodType | undefined,
  TResponse extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post';
  /** Path below `/api/odoo`, parameters in braces. */
  path: string;
  summary: string;
  params?: TParams;
  query?: TQuery;
  body?: TBody;
  /** Media types of a body that the handler parses itself. */
  rawBody?: readonly string[];
  response: TResponse;
  /** Meaning of each status that carries `response`; 200 alone when absent. */
  statuses?: Readonly<Record<number, string>>;
}

/**
 * Keeps the precise types of an operation's schemas.
 *
 * @public
 */
export function operation<
  TResponse extends z.ZodType,
  TParams extends z.ZodType | undefined = undefined,
  TQuery extends z.ZodType | undefined = undefined,
  TBody extends z.ZodType | undefined = undefined,
>(
  definition: Operation<TParams, TQuery, TBody, TResponse>,
): Operation<TParams, TQuery, TBody, TResponse> {
  return definition;
}

/** What an operation takes, as the caller writes it. @public */
export type OperationInput<T> = T extends z.ZodType ? z.input<T> : undefined;

/** What an operation takes, after defaults. @public */
export type OperationParsed<T> = T extends z.ZodType ? z.output<T> : undefined;
