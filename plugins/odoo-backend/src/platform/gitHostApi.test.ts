import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createGitHostApi } from './gitHostApi';

const apiOf = createGitHostApi(
  ScmIntegrations.fromConfig(
    mockServices.rootConfig({
      data: {
        integrations: {
          github: [
            {
              host: 'ghe.example',
              apiBaseUrl: 'https://ghe.example/api/v3',
              token: 'github-token',
            },
            {
              host: 'apps.example',
              apiBaseUrl: 'https://apps.example/api/v3',
              apps: [
                {
                  appId: 1,
                  privateKey: 'none',
                  webhookSecret: 'w',
                  clientId: 'c',
                  clientSecret: 's',
                },
              ],
            },
          ],
          gitlab: [
            {
              host: 'gitlab.example',
              apiBaseUrl: 'https://gitlab.example/api/v4',
              token: 'gitlab-token',
            },
          ],
        },
      },
    }),
  ),
);

describe('createGitHostApi', () => {
  it('gives the API of the host that an address is of, with the portal’s own token for it', async () => {
    await expect(
      apiOf('https://ghe.example/platform/fleet/tree/main'),
    ).resolves.toEqual({
      type: 'github',
      baseUrl: 'https://ghe.example/api/v3',
      headers: { Authorization: 'Bearer github-token' },
    });
    const gitlab = await apiOf('https://gitlab.example/a/b/-/tree/main');
    expect(gitlab).toMatchObject({
      type: 'gitlab',
      baseUrl: 'https://gitlab.example/api/v4',
    });
    expect(JSON.stringify(gitlab?.headers)).toContain('gitlab-token');
  });

  it('gives none for other hosts, nor when there are no credentials to be had', async () => {
    await expect(
      apiOf('https://git.example/a/b/tree/main'),
    ).resolves.toBeUndefined();
    await expect(
      apiOf('https://apps.example/a/b/tree/main'),
    ).resolves.toBeUndefined();
    await expect(apiOf('no address')).resolves.toBeUndefined();
  });
});
