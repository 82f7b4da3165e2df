import {
  decisionOperations,
  gateOperations,
  type Operation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { z } from 'zod';

/** Operations that a state of things can stand against. */
const conflicting: readonly Operation[] = [
  gateOperations.askGate,
  gateOperations.enforceGate,
  ...Object.values(decisionOperations).filter(
    ({ method }) => method === 'post',
  ),
];

const rateLimited = ['/backup-reports', '/events', '/gate', '/gate/enforce'];

export const errorTexts: Readonly<Record<number, string>> = {
  400: 'Something in the request is wrong; the message begins with its path',
  401: 'No credentials, or none that the portal knows',
  403: 'The caller may not do this; the message names the permission or the config key',
  404: 'There is no such thing, or none that the caller may see',
  409: 'It stands against how things are; the message says what and what to do',
  413: 'The body is larger than 1 MiB',
  415: 'The body is of a media type, encoding or character set that is not read',
  429: 'Too many requests of one caller; the header retry-after says how long to wait',
};

/** Statuses that an operation may refuse with. */
export function errorsOf(operation: Operation): number[] {
  const errors = [400, 401, 403];
  if (conflicting.includes(operation)) {
    errors.push(409);
  }
  if (operation.params || operation.path.startsWith('/gate')) {
    errors.push(404);
  }
  if (
    operation.query &&
    'entityRef' in (operation.query as z.ZodObject).shape
  ) {
    errors.push(404);
  }
  if (operation.rawBody) {
    errors.push(413, 415);
  }
  if (rateLimited.includes(operation.path)) {
    errors.push(429);
  }
  return errors;
}
