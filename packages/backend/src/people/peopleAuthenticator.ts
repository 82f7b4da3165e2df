import { createHash, timingSafeEqual } from 'node:crypto';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  AuthenticationError,
  InputError,
  NotAllowedError,
} from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Header that names the chosen person: the reference of a catalog User. */
export const PERSON_HEADER = 'x-odoo-fleet-person';

/** Header that carries the secret of this start. */
export const SECRET_HEADER = 'x-odoo-fleet-person-secret';

/** Accepts a person of the configured list from a caller who knows the secret of this start. */
export const peopleAuthenticator = createProxyAuthenticator({
  async defaultProfileTransform() {
    return { profile: {} };
  },
  initialize({ config }) {
    return {
      secret: config.getString('secret'),
      refs: new Set(
        config
          .getConfigArray('users')
          .map(user => normaliseUserRef(user.getString('ref'))),
      ),
    };
  },
  async authenticate({ req }, { secret, refs }) {
    const given = req.header(SECRET_HEADER);
    if (given === undefined || !isSame(given, secret)) {
      throw new AuthenticationError(
        'The secret of this portal is missing or out of date; open the address that ./portal start printed last',
      );
    }
    const chosen = req.header(PERSON_HEADER);
    if (!chosen) {
      throw new InputError(`Choose a person: header ${PERSON_HEADER}`);
    }
    const entityRef = normaliseUserRef(chosen);
    if (!refs.has(entityRef)) {
      throw new NotAllowedError(
        `${entityRef} is not one of auth.providers.people.users`,
      );
    }
    return { result: { entityRef } };
  },
});

/** Digests first, so that neither the time nor the length tells anything about the secret. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function normaliseUserRef(ref: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind: 'user', defaultNamespace: 'default' }),
    );
  } catch {
    throw new InputError(
      'A person is named by the reference of a catalog User',
    );
  }
}
