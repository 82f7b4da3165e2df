import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GitHostStandIn } from './GitHostStandIn';

const files = new Map([
  ['base/odoo/kustomization.yaml', 'kind: Kustomization\n'],
  ['tenants/shop/production/odoo.conf', `${'x'.repeat(1000)}\n`],
]);

describe('GitHostStandIn', () => {
  let server: Server;
  let api: string;

  beforeAll(async () => {
    const host = new GitHostStandIn({
      under: '/git/api/v3',
      token: 'own',
      repositories: () =>
        new Map([
          [
            'platform/fleet',
            {
              branch: 'main',
              commit: '0123456789012345678901234567890123456789',
              files,
              changedAt: path =>
                path === 'tenants/shop/production'
                  ? new Date('2026-11-20T08:00:00Z')
                  : undefined,
            },
          ],
        ]),
    });
    server = createServer((request, response) => host.serve(request, response));
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    api = `http://127.0.0.1:${port}/git/api/v3`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  const readTree = (branch: string, token = 'own') =>
    UrlReaders.default({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: {
          integrations: {
            github: [{ host: 'git.example', apiBaseUrl: api, token }],
          },
        },
      }),
    }).readTree(`https://git.example/platform/fleet/tree/${branch}`);

  it('gives a tree to the portal’s own URL reader', async () => {
    const tree = await readTree('main');
    expect(tree.etag).toBe('0123456789012345678901234567890123456789');
    const read = new Map<string, string>();
    for (const { path, content } of await tree.files()) {
      read.set(path, (await content()).toString());
    }
    expect(read).toEqual(files);
  });

  it('has no other branch, and nothing for another token', async () => {
    await expect(readTree('gone')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(readTree('main', 'guessed')).rejects.toThrow(/401/);
  });

  it('says when a path was committed last, if it ever was', async () => {
    const commits = async (query: string) => {
      const response = await fetch(
        `${api}/repos/platform/fleet/commits?${query}`,
        { headers: { authorization: 'Bearer own' } },
      );
      return response.json();
    };
    expect(
      await commits('sha=main&path=tenants%2Fshop%2Fproduction&per_page=1'),
    ).toEqual([
      expect.objectContaining({
        commit: { committer: { name: 'ci', date: '2026-11-20T08:00:00Z' } },
      }),
    ]);
    expect(await commits('sha=main&path=nowhere')).toEqual([]);
  });
});
