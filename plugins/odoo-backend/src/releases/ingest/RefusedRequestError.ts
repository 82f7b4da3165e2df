import { CustomErrorBase } from '@backstage/errors';

const names = {
  400: 'InputError',
  413: 'PayloadTooLargeError',
  415: 'UnsupportedMediaTypeError',
} as const;

/** A request whose body can't be taken, with the JSON path of the reason. The text never repeats a value of the body. */
export class RefusedRequestError extends CustomErrorBase {
  readonly statusCode: keyof typeof names;
  readonly path: string;

  constructor(statusCode: keyof typeof names, path: string, message: string) {
    super(`${path}: ${message}`);
    this.statusCode = statusCode;
    this.path = path;
    this.name = names[statusCode];
  }
}
