import { mockServices } from '@backstage/backend-test-utils';
import {
  describeClusterReaderContract,
  type ContractCluster,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ProxyClusterReader, type ProxyClusterReaderOptions } from '.';
import { startPortal } from './__testUtils__/startPortal';

const clock = { now: () => Date.now() };
const signal = new AbortController().signal;

function serviceAccount({ name, url, token }: ContractCluster) {
  return {
    name,
    url,
    authProvider: 'serviceAccount',
    serviceAccountToken: token,
  };
}

const byPerson = [
  { authProvider: 'google', name: 'by-google' },
  { authProvider: 'oidc', name: 'by-company', oidcTokenProvider: 'okta' },
  { authProvider: 'aks', name: 'by-azure' },
].map(cluster => ({ ...cluster, url: 'http://127.0.0.1:9' }));

let portal: ReturnType<typeof startPortal> | undefined;

/** One portal for all tests, since it takes its time to start. */
function sharedPortal(clusters: readonly object[] = []) {
  portal ??= startPortal([...clusters, ...byPerson]);
  return portal;
}

afterAll(async () => (await portal)?.stop());

describeClusterReaderContract('kubernetes-proxy', async (clusters, limits) => {
  const { auth, discovery } = await sharedPortal(clusters.map(serviceAccount));
  return {
    reader: ProxyClusterReader.create({ auth, discovery, clock, limits }),
    close: async () => undefined,
  };
});

describe('ProxyClusterReader, where clusters want to know the person', () => {
  let reader: ProxyClusterReader;

  beforeAll(async () => {
    reader = ProxyClusterReader.create({ ...(await sharedPortal()), clock });
  }, 240_000);

  it.each(['by-google', 'by-company', 'by-azure'])(
    'says that %s can not be read, and why',
    async name => {
      const clusters = await reader.listClusters({ signal });
      const known =
        clusters.status === 'observed'
          ? clusters.value.find(cluster => cluster.name === name)
          : undefined;
      expect(known).toMatchObject({
        readable: false,
        reason: expect.stringContaining('account of its own'),
      });
      await expect(reader.list(name, 'pods', { signal })).resolves.toEqual({
        status: 'unauthorised',
        message: known?.reason,
        observedAt: expect.any(Number),
      });
    },
  );
});

describe('ProxyClusterReader, where the portal itself is in the way', () => {
  const servers: { close(): void }[] = [];

  /** A reader in a portal that answers like this. */
  async function readerOf(
    answer: RequestListener,
    limits?: ProxyClusterReaderOptions['limits'],
  ) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return ProxyClusterReader.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
      clock,
      limits,
    });
  }

  afterEach(() => servers.splice(0).forEach(server => server.close()));

  it('calls a portal without clusters empty', async () => {
    const reader = await readerOf((_, response) =>
      response.end('{"items":[]}'),
    );
    await expect(reader.listClusters({ signal })).resolves.toEqual({
      status: 'empty',
      observedAt: expect.any(Number),
    });
  });

  it.each<[string, number, string, string]>([
    ['has no Kubernetes plugin', 404, '', 'unreachable'],
    [
      'refuses our token',
      401,
      '{"error":{"name":"AuthenticationError","message":"no"}}',
      'unauthorised',
    ],
    [
      'refuses services',
      403,
      '{"error":{"name":"NotAllowedError","message":"no"}}',
      'unauthorised',
    ],
    ['answers something else', 200, '{"clusters":[]}', 'malformed'],
    ['answers HTML', 200, '<html>', 'malformed'],
    ['fails', 500, '{"error":{"name":"Error","message":"x"}}', 'unreachable'],
  ])('has an outcome when the portal %s', async (_, code, body, status) => {
    const reader = await readerOf((_request, response) => {
      response.writeHead(code).end(body);
    });
    for (const outcome of [
      await reader.listClusters({ signal }),
      await reader.list('eu', 'pods', { signal }),
      await reader.get('eu', 'nodes', { name: 'a', signal }),
    ]) {
      expect(outcome).toEqual({
        status,
        message: expect.stringMatching(/^(The portal|Cluster 'eu').*: .*\.$/),
        observedAt: expect.any(Number),
      });
    }
  });

  it('has an outcome when there is no token', async () => {
    const reader = ProxyClusterReader.create({
      auth: mockServices.auth.mock({
        getOwnServiceCredentials: () => Promise.reject(new Error('no key')),
      }),
      discovery: mockServices.discovery(),
      clock,
    });
    await expect(reader.list('eu', 'pods', { signal })).resolves.toMatchObject({
      status: 'unreachable',
    });
  });

  it('gives up when the whole call takes too long', async () => {
    let page = 0;
    const reader = await readerOf(
      (_, response) =>
        setTimeout(() => {
          page++;
          response.end(
            JSON.stringify({
              kind: 'PodList',
              apiVersion: 'v1',
              metadata: { continue: String(page) },
              items: [],
            }),
          );
        }, 100),
      { callTimeoutMs: 500 },
    );
    await expect(reader.list('eu', 'pods', { signal })).resolves.toEqual({
      status: 'unreachable',
      message: expect.stringContaining('0.5 s'),
      observedAt: expect.any(Number),
    });
    expect(page).toBeLessThan(10);
  });
});
