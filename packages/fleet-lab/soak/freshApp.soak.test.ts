import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { FreshApp, packPlugins, run } from './FreshApp';
import { freePort } from './freePort';
import { PortalProcess } from './PortalProcess';

const MINUTE = 60_000;
const apiVersion = 'odoofleet.io/v1alpha1';
const ENVIRONMENT = [
  {
    apiVersion,
    kind: 'OdooTenant',
    metadata: { name: 'acme' },
    spec: {
      owner: 'group:default/guests',
      criticality: 'standard',
      timeZone: 'Europe/Paris',
    },
  },
  {
    apiVersion,
    kind: 'OdooEnvironment',
    metadata: { name: 'acme-staging' },
    spec: {
      tenant: 'odootenant:default/acme',
      owner: 'group:default/guests',
      stage: 'staging',
      hosting: 'dedicated',
      odoo: { series: '18.0', edition: 'community' },
      kubernetes: { cluster: 'main', namespace: 'acme-staging' },
      services: [{ role: 'web' }],
      database: { name: 'acme' },
    },
  },
];

/** All programs that the app sends to a browser. */
function builtApp(app: FreshApp): string {
  const folder = join(app.folder, 'packages/app/dist/static');
  return readdirSync(folder)
    .filter(file => file.endsWith('.js'))
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Boots the backend of the app from its sources, as `yarn start` does, with what one would add to try the plugin. */
async function boot(app: FreshApp): Promise<PortalProcess> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  writeFileSync(
    join(app.folder, 'fleet.yaml'),
    ENVIRONMENT.map(entity => stringify(entity)).join('---\n'),
  );
  writeFileSync(
    join(app.folder, 'app-config.smoke.yaml'),
    stringify({
      app: { baseUrl: address },
      backend: { baseUrl: address, listen: { host: '127.0.0.1', port } },
      catalog: {
        locations: [
          {
            type: 'file',
            target: '../../examples/org.yaml',
            rules: [{ allow: ['User', 'Group'] }],
          },
          { type: 'file', target: '../../fleet.yaml' },
        ],
      },
    }),
  );
  return new PortalProcess({
    name: 'fresh app',
    port,
    command: process.execPath,
    args: [
      '--require',
      join(app.folder, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...['', '.odoo', '.smoke'].flatMap(kind => [
        '--config',
        join(app.folder, `app-config${kind}.yaml`),
      ]),
    ],
    cwd: join(app.folder, 'packages/backend'),
    env: { PATH: process.env.PATH, HOME: app.folder, NODE_ENV: 'development' },
  });
}

describe('the packed plugins in a new app of create-app', () => {
  let folder: string;
  let archives: Map<string, string>;
  let portal: PortalProcess | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'odoo-fleet-fresh-'));
    archives = packPlugins(folder);
  }, 20 * MINUTE);

  afterEach(async () => {
    await portal?.end('SIGKILL');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  }, 5 * MINUTE);

  it('are six', () => {
    expect([...archives.keys()].sort()).toEqual([
      '@odoo-fleet/backstage-plugin-catalog-backend-module-odoo',
      '@odoo-fleet/backstage-plugin-odoo',
      '@odoo-fleet/backstage-plugin-odoo-backend',
      '@odoo-fleet/backstage-plugin-odoo-common',
      '@odoo-fleet/backstage-plugin-odoo-node',
      '@odoo-fleet/backstage-plugin-scaffolder-backend-module-odoo',
    ]);
  });

  it.each([
    ['new', false],
    ['legacy', true],
  ])(
    'compile, bundle and serve on the %s frontend system, wired up as the READMEs say',
    async (_, legacy) => {
      const app = FreshApp.create({
        folder: join(folder, legacy ? 'legacy-app' : 'new-app'),
        legacy,
        archives,
      });
      // What runs is what was packed: compiled, and no link into this repository
      const installed = join(
        app.folder,
        'node_modules/@odoo-fleet/backstage-plugin-odoo-backend',
      );
      expect(readdirSync(installed)).toEqual(
        expect.arrayContaining(['dist', 'migrations', 'package.json']),
      );
      expect(readdirSync(installed)).not.toContain('src');

      run(app.folder, 'yarn', 'tsc');
      run(app.folder, 'yarn', 'workspace', 'app', 'build');
      const programs = builtApp(app);
      expect(programs).toContain('plugin.odoo');
      expect(programs).toContain('Release risk');
      // The new system finds the plugin by itself, by this name; in the legacy one the app imports what it uses
      expect(programs.includes('@odoo-fleet/backstage-plugin-odoo')).toBe(
        !legacy,
      );

      portal = await boot(app);
      await portal.until(200, 180);
      const anonymous = await portal.get('/api/odoo/environments');
      expect(anonymous.status).toBe(401);

      const guest = await portal.get('/api/auth/guest/refresh');
      const { backstageIdentity } = await guest.json();
      const authorization = `Bearer ${backstageIdentity.token}`;
      let listed: string[] = [];
      for (let tries = 0; tries < 90 && listed.length === 0; tries += 1) {
        await new Promise(done => setTimeout(done, 1000));
        const answer = await portal.get('/api/odoo/environments', {
          authorization,
        });
        expect(answer.status).toBe(200);
        listed = (await answer.json()).items.map(
          (item: { environmentRef: string }) => item.environmentRef,
        );
      }
      expect(listed).toEqual(['odooenvironment:default/acme-staging']);
      const derived = await portal.get(
        '/api/catalog/entities/by-name/component/default/acme-staging-web',
        { authorization },
      );
      expect(derived.status).toBe(200);
      // One changed environment can be there before the whole catalog was read
      let probe: Response;
      do {
        await new Promise(done => setTimeout(done, 500));
        probe = await portal.get('/api/odoo/health/readiness');
      } while (probe.status === 503 && portal.age < 300);
      expect(await probe.json()).toEqual({ status: 'ok' });
      const page = await (await portal.get('/')).text();
      expect(page).toContain('<div id="root">');
    },
    20 * MINUTE,
  );
});
