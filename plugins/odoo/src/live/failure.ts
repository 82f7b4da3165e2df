/** What went wrong, in the classes that a page has different words and next steps for. */
export type Failure =
  | { kind: 'denied'; message: string }
  | { kind: 'signed-out'; message: string }
  | { kind: 'not-found'; message: string }
  | { kind: 'busy'; message: string }
  | { kind: 'error'; message: string };

const kindByStatus: Record<number, Failure['kind']> = {
  401: 'signed-out',
  403: 'denied',
  404: 'not-found',
  429: 'busy',
};

const statusByName: Record<string, number> = {
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
};

function messageOf(error: unknown): string {
  const message =
    typeof error === 'object' && error !== null && 'message' in error
      ? error.message
      : error;
  return typeof message === 'string' ? message : String(message);
}

/**
 * Sorts an error of the API by its HTTP status, or by its name when it never was a response. The backend's own sentence is
 * kept where there is one, since it says what to do.
 */
export function failureOf(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) {
    return { kind: 'error', message: messageOf(error) };
  }
  const cause = 'cause' in error ? error.cause : undefined;
  const name = 'name' in error ? String(error.name) : '';
  const status =
    'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : statusByName[name];
  return {
    kind: kindByStatus[status] ?? 'error',
    message: messageOf(cause ?? error),
  };
}
