import { Config } from '@backstage/config';

/** Shortest secret that is accepted, in characters: long enough that nobody guesses it over HTTP. */
export const SHORTEST_SECRET = 16;

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/**
 * Says why the choice of a person must not be offered, or nothing when it may be. Choosing a person is signing in
 * without proof, so every condition has to hold: development, a base URL and a listener that only this machine reaches,
 * and a secret that was made for this start.
 */
export function refusalOfPeople(
  config: Config,
  nodeEnv: string | undefined,
): string | undefined {
  // Not only production: a process that nobody told what it is may stand anywhere
  if (nodeEnv !== 'development') {
    return `NODE_ENV is ${
      nodeEnv || 'not set'
    }; people can be chosen in development only`;
  }
  const baseUrl = config.getString('backend.baseUrl');
  if (!isLoopbackUrl(baseUrl)) {
    return `backend.baseUrl is ${baseUrl}; it must be on localhost`;
  }
  const host = listenHost(config);
  if (!LOOPBACK_HOSTS.has(host)) {
    return `the portal listens on ${
      host || 'every interface'
    }; backend.listen.host must be 127.0.0.1`;
  }
  // Not getOptionalString: it throws on an empty string, and that would stop the whole portal
  const secret = config.getOptional('auth.providers.people.secret');
  if (typeof secret !== 'string' || secret.length < SHORTEST_SECRET) {
    return `auth.providers.people.secret must have at least ${SHORTEST_SECRET} characters; ./portal start makes one and sets ODOO_FLEET_PERSONA_SECRET`;
  }
  return undefined;
}

function isLoopbackUrl(url: string): boolean {
  try {
    return LOOPBACK_HOSTS.has(new URL(url).hostname);
  } catch {
    return false;
  }
}

/** Same reading of `backend.listen` as the backend's own: `<port>`, `<host>:<port>` or an object; no host is every interface. */
function listenHost(config: Config): string {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string') {
    const end = listen.lastIndexOf(':');
    return end < 0 ? '' : listen.slice(0, end);
  }
  return config.getOptionalString('backend.listen.host') ?? '';
}
