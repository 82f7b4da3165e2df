import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { GithubGateAnswers } from './GithubGateAnswers';
import { readGithubSettings } from './settings';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const route =
  'https://github.example.org/api/v3/repos/acme/odoo/actions/runs/1589/deployment_protection_rule';

const question = {
  source: 'https://github.example.org/acme/odoo',
  repository: 'acme/odoo',
  environment: 'production',
  run: 1589,
  commit: 'a1'.repeat(20),
};

function setUp(passes = true) {
  const logger = mockServices.logger.mock();
  const ask = jest.fn(async () => ({
    passes,
    comment: 'Hold.\nNo   checkpoint\u202e is known.',
  }));
  const answers = new GithubGateAnswers({
    integrations: ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          github: [
            {
              host: 'github.example.org',
              apiBaseUrl: 'https://github.example.org/api/v3',
              token: 'portal-token',
            },
          ],
        },
      }),
    ),
    ask,
    logger,
  });
  return { answers, ask, logger };
}

describe('GithubGateAnswers', () => {
  it.each([
    [true, 'approved'],
    [false, 'rejected'],
  ])('answers %s with %s, as the portal', async (passes, state) => {
    const requests: Request[] = [];
    server.use(
      http.post(route, ({ request }) => {
        requests.push(request.clone());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { answers } = setUp(passes);
    await answers.answer({ payload: question, attempts: 0 });
    expect(requests).toHaveLength(1);
    expect(requests[0].headers.get('authorization')).toBe(
      'Bearer portal-token',
    );
    await expect(requests[0].json()).resolves.toEqual({
      environment_name: 'production',
      state,
      comment: 'Hold. No checkpoint is known.',
    });
  });

  it.each([500, 502, 401, 403])('is tried again after %s', async status => {
    server.use(http.post(route, () => new HttpResponse(null, { status })));
    const { answers } = setUp();
    await expect(
      answers.answer({ payload: question, attempts: 0 }),
    ).rejects.toThrow(String(status));
  });

  it.each([404, 410, 422])(
    'is not tried again after %s: nobody waits any more',
    async status => {
      server.use(http.post(route, () => new HttpResponse(null, { status })));
      const { answers, logger } = setUp();
      await answers.answer({ payload: question, attempts: 0 });
      expect(logger.warn).toHaveBeenCalled();
    },
  );

  it('follows no redirect with its token', async () => {
    server.use(
      http.post(route, () =>
        HttpResponse.json(null, {
          status: 307,
          headers: { location: 'https://elsewhere.example.org/' },
        }),
      ),
    );
    await expect(
      setUp().answers.answer({ payload: question, attempts: 0 }),
    ).rejects.toThrow();
  });

  it('goes to no host that the portal has no integration for', async () => {
    const { answers, ask, logger } = setUp();
    await answers.answer({
      payload: { ...question, source: 'https://evil.example.org/acme/odoo' },
      attempts: 0,
    });
    expect(ask).not.toHaveBeenCalled();
    expect(logger.error).toHaveBeenCalled();
  });

  it('gives up some day', async () => {
    const { answers, ask, logger } = setUp();
    await answers.answer({ payload: question, attempts: 60 });
    expect(ask).not.toHaveBeenCalled();
    expect(logger.error).toHaveBeenCalled();
  });
});

describe('odoo.github', () => {
  const settingsOf = (config: object) =>
    readGithubSettings(new ConfigReader(config as {}), [{ subject: 'github' }]);
  const odoo = { github: { machine: 'github' } };
  const events = { modules: { github: { webhookSecret: 's' } } };

  it('is left out by default', () => {
    expect(settingsOf({})).toBeUndefined();
  });

  it.each([
    [{ odoo, events }],
    [
      {
        odoo,
        integrations: {
          github: [
            {
              host: 'github.com',
              apps: [
                {
                  appId: 1,
                  clientId: 'c',
                  clientSecret: 's',
                  webhookSecret: 'w',
                  privateKey: 'k',
                },
              ],
            },
          ],
        },
      },
    ],
  ])('goes by the secret of the portal, or of its app', config => {
    expect(settingsOf(config)).toEqual({ machine: 'github' });
  });

  it.each([
    ['odoo.github: ', { odoo }],
    ['odoo.github: ', { odoo, events: { modules: { github: {} } } }],
    [
      'odoo.github.machine: ',
      { odoo: { github: { machine: 'nobody' } }, events },
    ],
    [
      'events.http.topics: ',
      { odoo, events: { ...events, http: { topics: ['github'] } } },
    ],
  ])('does not let a portal start with what is wrong at %s', (path, config) => {
    expect(() => settingsOf(config)).toThrow(path);
  });
});
