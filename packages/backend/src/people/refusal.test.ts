import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { refusalOfPeople } from './refusal';

const SECRET = 'sixteen-or-more-characters';

function config(backend: JsonObject, secret: string | undefined = SECRET) {
  return new ConfigReader({
    backend,
    auth: { providers: { people: { secret, users: [] } } },
  });
}

const LOCAL = {
  baseUrl: 'http://localhost:7007',
  listen: { host: '127.0.0.1', port: 7007 },
};

describe('refusalOfPeople', () => {
  it.each([
    ['development on loopback', LOCAL],
    [
      'an address instead of a name',
      { ...LOCAL, baseUrl: 'http://127.0.0.1:1' },
    ],
    ['a host and port in one string', { ...LOCAL, listen: 'localhost:7007' }],
  ])('has nothing against %s', (_, backend) => {
    expect(refusalOfPeople(config(backend), 'development')).toBeUndefined();
  });

  it.each([
    ['production', /NODE_ENV is production/],
    ['staging', /NODE_ENV is staging/],
    ['', /NODE_ENV is not set/],
    [undefined, /NODE_ENV is not set/],
  ])('refuses NODE_ENV %p', (nodeEnv, why) => {
    expect(refusalOfPeople(config(LOCAL), nodeEnv)).toMatch(why);
  });

  it.each([
    'https://portal.example.com',
    'http://localhost.example.com:7007',
    'http://192.168.1.4:7007',
    'http://0.0.0.0:7007',
  ])('refuses the base URL %s', baseUrl => {
    expect(
      refusalOfPeople(config({ ...LOCAL, baseUrl }), 'development'),
    ).toMatch(/must be on localhost/);
  });

  it.each([
    ['no host', { port: 7007 }],
    ['all interfaces', { host: '0.0.0.0', port: 7007 }],
    ['an address of the network', { host: '10.0.0.5' }],
    ['a port only', ':7007'],
    ['a bare port', '7007'],
    ['nothing at all', undefined],
  ])('refuses to listen on %s', (_, listen) => {
    expect(
      refusalOfPeople(
        config({ baseUrl: LOCAL.baseUrl, ...(listen && { listen }) }),
        'development',
      ),
    ).toMatch(/backend\.listen\.host must be 127\.0\.0\.1/);
  });

  it.each([
    ['', 'an empty secret'],
    ['short', 'a short secret'],
  ])('refuses %p: %s', secret => {
    expect(refusalOfPeople(config(LOCAL, secret), 'development')).toMatch(
      /at least 16 characters/,
    );
  });

  it('refuses a missing secret without printing one', () => {
    const withoutSecret = new ConfigReader({
      backend: LOCAL,
      auth: { providers: { people: { users: [] } } },
    });
    const refusal = refusalOfPeople(withoutSecret, 'development');
    expect(refusal).toMatch(/at least 16 characters/);
    expect(
      refusalOfPeople(config(LOCAL, 'too-short'), 'development'),
    ).not.toContain('too-short');
  });
});
