import { CustomErrorBase, isError } from '@backstage/errors';

/** The body is not what its headers say: 400. */
export class UnreadableBodyError extends CustomErrorBase {
  name = 'InputError' as const;
  readonly statusCode = 400;
}

/** The body is larger than the operation takes: 413. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  readonly statusCode = 413;
}

/** The body is in a form that the operation doesn't read: 415. */
export class UnsupportedMediaTypeError extends CustomErrorBase {
  name = 'UnsupportedMediaTypeError' as const;
  readonly statusCode = 415;
}

/** The caller asks more often than the config lets one caller ask: 429. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
}

/**
 * What body-parser says, in our words. Its own errors carry the body as a property, and an error is serialised into the answer
 * with all its properties.
 */
export function bodyError(
  error: unknown,
): UnreadableBodyError | PayloadTooLargeError | UnsupportedMediaTypeError {
  if (!isError(error)) {
    return new UnreadableBodyError('body: could not be read');
  }
  switch (error.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(
        `body: larger than the ${error.limit} bytes that are taken; send it in smaller batches`,
      );
    case 'entity.parse.failed':
      return new UnreadableBodyError(`body: is not JSON`);
    case 'encoding.unsupported':
      return new UnsupportedMediaTypeError(
        'content-encoding: send the body as it is, or with gzip or deflate',
      );
    case 'charset.unsupported':
      return new UnsupportedMediaTypeError('content-type: send UTF-8');
    default:
      return new UnreadableBodyError(
        'body: could not be read as its headers say',
      );
  }
}
