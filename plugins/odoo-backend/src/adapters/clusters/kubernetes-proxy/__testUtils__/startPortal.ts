import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a portal with these clusters (as `kubernetes.clusterLocatorMethods` names them), and hands out what one of its plugins
 * would be given: the way to the other plugins, and real tokens for them.
 */
export async function startPortal(clusters: readonly object[]): Promise<{
  auth: AuthService;
  discovery: DiscoveryService;
  stop(): Promise<void>;
}> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const portal = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      require.resolve('./portal'),
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
        PORTAL_CONFIG: JSON.stringify({
          app: { baseUrl },
          backend: {
            baseUrl,
            listen: { host: '127.0.0.1', port },
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          kubernetes: {
            serviceLocatorMethod: { type: 'multiTenant' },
            clusterLocatorMethods: [{ type: 'config', clusters }],
          },
        }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = once(portal, 'exit');
  const stop = async () => {
    portal.kill('SIGKILL');
    await exited;
  };
  let output = '';
  const ready = new Promise<boolean>(done => {
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-4000);
      if (/^ready$/m.test(output)) {
        done(true);
      }
    };
    portal.stdout.on('data', keep);
    portal.stderr.on('data', keep);
    exited.then(() => done(false));
  });
  if (!(await ready)) {
    throw new Error(`The portal did not start: ${output}`);
  }
  return {
    auth: mockServices.auth.mock({
      async getPluginRequestToken() {
        const response = await fetch(`${baseUrl}/api/odoo/token`);
        return (await response.json()) as { token: string };
      },
    }),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async id => `${baseUrl}/api/${id}`,
    }),
    stop,
  };
}
