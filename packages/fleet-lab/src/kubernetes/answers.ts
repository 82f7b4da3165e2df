import type { ResourceQuestion } from './resources';

/** An answer of the API server. */
export interface ApiAnswer {
  code: number;
  headers?: Record<string, string>;
  body: unknown;
}

function failure(
  code: number,
  reason: string,
  message: string,
  details?: Record<string, unknown>,
): ApiAnswer {
  return {
    code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details && { details }),
      code,
    },
  };
}

export const unauthorized = failure(401, 'Unauthorized', 'Unauthorized');

export function forbidden({
  resource,
  namespace,
  name,
}: ResourceQuestion): ApiAnswer {
  const { plural, group } = resource;
  const place = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return failure(
    403,
    'Forbidden',
    `${plural} is forbidden: User "system:serviceaccount:backstage:portal" cannot ${
      name ? 'get' : 'list'
    } resource "${plural}" in API group "${group}" ${place}`,
    { ...(group && { group }), kind: plural },
  );
}

export function notFound({ resource, name }: ResourceQuestion): ApiAnswer {
  const { plural, group } = resource;
  const kind = group ? `${plural}.${group}` : plural;
  return failure(404, 'NotFound', `${kind} "${name}" not found`, {
    name,
    ...(group && { group }),
    kind: plural,
  });
}

export function badRequest(message: string): ApiAnswer {
  return failure(400, 'BadRequest', message);
}

export const methodNotAllowed = failure(
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
);

export const expired = failure(
  410,
  'Expired',
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
);

export function tooManyRequests(retryAfterSeconds: number): ApiAnswer {
  return {
    ...failure(
      429,
      'TooManyRequests',
      'too many requests, please try again later',
      { retryAfterSeconds },
    ),
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

export const internalError = failure(
  500,
  'InternalError',
  'Internal error occurred: etcdserver: request timed out',
);
