import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { OidcProvider } from '../src/oidc/OidcProvider';
import { SignInBrowser } from '../src/oidc/SignInBrowser';
import { freePort } from './freePort';
import { PortalProcess } from './PortalProcess';
import { postgresId, PostgresServer } from './PostgresServer';
import { RunLog } from './RunLog';

const IMAGE = resolve(__dirname, '../../backend/image');
const PUBLIC_URL = 'https://portal.example';
const PROJECTION = 'odoo-catalog-projection';
/** Often, and with a short timeout, so that a lost run comes back while a test waits. */
const REFRESH = {
  frequency: { seconds: 5 },
  timeout: { seconds: 15 },
  initialDelay: { seconds: 3 },
};
/** The scheduler looks for runs that timed out once a minute. */
const JANITOR_SECONDS = 60;
const OIDC_CLIENT = { id: 'portal', secret: 'secret of the portal' };
const PIPELINE_TOKEN = randomBytes(24).toString('hex');
const MINUTE = 60_000;

jest.setTimeout(MINUTE);

/** Figures for docs/production.md; jest says nothing of a test that passes. */
function report(figure: string): void {
  process.stdout.write(`${figure}\n`);
}

const apiVersion = 'odoofleet.io/v1alpha1';
const FLEET = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'platform-engineers' },
    spec: { type: 'role', children: [] },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'ada' },
    spec: {
      profile: { email: 'ada@retail.example' },
      memberOf: ['platform-engineers'],
    },
  },
  {
    apiVersion,
    kind: 'OdooTenant',
    metadata: { name: 'acme' },
    spec: {
      owner: 'group:default/platform-engineers',
      criticality: 'standard',
      timeZone: 'Europe/Paris',
      calendars: [{ name: 'trading', windows: [] }],
    },
  },
  {
    apiVersion,
    kind: 'OdooEnvironment',
    metadata: { name: 'acme-staging' },
    spec: {
      tenant: 'odootenant:default/acme',
      owner: 'group:default/platform-engineers',
      stage: 'staging',
      hosting: 'dedicated',
      odoo: { series: '18.0', edition: 'community' },
      kubernetes: { cluster: 'production', namespace: 'acme-staging' },
      services: [{ role: 'web' }],
      database: { name: 'acme' },
    },
  },
];

describe(`the portal as it is in production, on ${postgresId}`, () => {
  let folder: string;
  let postgres: PostgresServer;
  let provider: OidcProvider;
  let runs: RunLog;
  let replicas: PortalProcess[];

  /** Starts one more replica: the image's command and configs, and a third config of the operator. */
  async function startReplica(name: string): Promise<PortalProcess> {
    const port = await freePort();
    const own = join(folder, 'own', `${name}.yaml`);
    writeFileSync(
      own,
      stringify({
        backend: {
          listen: { host: '127.0.0.1' },
          database: postgres.config(name),
        },
        catalog: {
          processingInterval: { seconds: 10 },
          locations: [
            {
              type: 'file',
              target: join(folder, 'own/fleet.yaml'),
              rules: [
                { allow: ['User', 'Group', 'OdooTenant', 'OdooEnvironment'] },
              ],
            },
          ],
        },
        odoo: { catalog: { refresh: REFRESH } },
      }),
    );
    return new PortalProcess({
      name,
      port,
      command: 'sh',
      args: [join(IMAGE, 'run.sh'), folder, '--config', own],
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        ODOO_FLEET_URL: PUBLIC_URL,
        ODOO_FLEET_REPOSITORY: 'https://github.com/odoo-fleet/none/blob/main',
        GITHUB_TOKEN: 'none',
        ...postgres.environment,
        ODOO_FLEET_SESSION_SECRET: 'the session secret of this test',
        ODOO_FLEET_PIPELINE_TOKEN: PIPELINE_TOKEN,
        OIDC_METADATA_URL: provider.metadataUrl,
        OIDC_CLIENT_ID: OIDC_CLIENT.id,
        OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
        KUBERNETES_CLUSTER: 'production',
        KUBERNETES_URL: 'https://127.0.0.1:9',
        KUBERNETES_TOKEN: 'token',
        KUBERNETES_CA: Buffer.from('none').toString('base64'),
      },
    });
  }

  /** Lets nobody write the projection until the connection ends. */
  async function blockProjection() {
    const client = await postgres.connect('odoo');
    const held = await postgres.connect('odoo');
    await held.query('BEGIN; LOCK TABLE environments IN ACCESS EXCLUSIVE MODE');
    return {
      query: (sql: string) => client.query(sql),
      async end() {
        await held.query('ROLLBACK');
        await Promise.all([held.end(), client.end()]);
      },
    };
  }

  beforeAll(async () => {
    // A folder that is built already spares minutes while these tests are written
    folder =
      process.env.ODOO_FLEET_IMAGE_FOLDER ??
      mkdtempSync(join(tmpdir(), 'odoo-fleet-image-'));
    if (!process.env.ODOO_FLEET_IMAGE_FOLDER) {
      execFileSync('sh', [join(IMAGE, 'by-hand.sh'), folder], {
        stdio: ['ignore', 'ignore', 'inherit'],
        // What jest sets is not what an engine builds with
        env: { ...process.env, NODE_ENV: undefined, CI: undefined },
      });
    }
    const kib = readFileSync(join(folder, 'kib'), 'utf8');
    report(`image: ${Math.round(Number(kib) / 1024)} MiB below /portal`);
    report(
      `stages, seconds: ${readFileSync(join(folder, 'seconds'), 'utf8')
        .trim()
        .replace(/\n/g, ', ')}`,
    );
    mkdirSync(join(folder, 'own'), { recursive: true });
    writeFileSync(
      join(folder, 'own/fleet.yaml'),
      FLEET.map(entity => stringify(entity)).join('---\n'),
    );
    provider = await OidcProvider.start({
      ...OIDC_CLIENT,
      redirectUri: `${PUBLIC_URL}/api/auth/oidc/handler/frame`,
    });
    postgres = await PostgresServer.open();
    replicas = await Promise.all([startReplica('one'), startReplica('two')]);
  }, 40 * MINUTE);

  afterAll(async () => {
    await Promise.all((replicas ?? []).map(replica => replica.end('SIGKILL')));
    await provider?.stop();
    await postgres?.close();
    if (folder && !process.env.ODOO_FLEET_IMAGE_FOLDER) {
      rmSync(folder, { recursive: true, force: true });
    }
  }, MINUTE);

  it(
    'starts as two replicas at once, of which one migrates, and is ready when the plugin can serve',
    async () => {
      const answers = await Promise.all(
        replicas.map(async replica => {
          const seen = await replica.until(200, 420);
          report(
            `${replica.name}: ready after ${replica.age.toFixed(1)} s, ` +
              `${Math.round(replica.residentMiB)} MiB`,
          );
          return seen;
        }),
      );
      // Nobody was ready before the plugin said so
      for (const seen of answers) {
        expect(seen.at(-1)).toEqual({ status: 200, message: undefined });
        expect(seen.slice(0, -1).map(({ status }) => status)).not.toContain(
          200,
        );
      }
      const databases = await postgres.databases();
      expect(databases).toContain(`${postgres.prefix}odoo`);
      for (const database of databases) {
        const tables = await postgres.query<{ name: string }>(
          database,
          `SELECT table_name AS name FROM information_schema.tables
           WHERE table_name LIKE '%knex\\_migrations' AND table_schema = 'public'`,
        );
        for (const { name } of tables) {
          const rows = await postgres.query<{ name: string; times: string }>(
            database,
            `SELECT name, count(*) AS times FROM "${name}" GROUP BY name HAVING count(*) > 1`,
          );
          expect([database, name, rows]).toEqual([database, name, []]);
          const [lock] = await postgres.query<{ is_locked: number }>(
            database,
            `SELECT is_locked FROM "${name}_lock"`,
          );
          expect([database, lock.is_locked]).toEqual([database, 0]);
        }
      }
      // In one batch: the second replica found nothing to migrate
      await expect(
        postgres.query('odoo', 'SELECT DISTINCT batch FROM knex_migrations'),
      ).resolves.toEqual([{ batch: 1 }]);
      runs = await RunLog.begin(postgres);
    },
    8 * MINUTE,
  );

  it('runs as an ordinary user who can write nothing', () => {
    const asRoot = process.getuid?.() === 0;
    for (const { pid } of replicas) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
        .split('\n')
        .map(line => line.split(' '));
      const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
      const root = mounts.find(fields => fields[4] === '/');
      expect({
        root: uid === 0,
        privileges: /^CapEff:\s+(\w+)/m.exec(status)?.[1],
        // Only root can take away what lies outside the folder as well, and only then the folder is somebody else's
        readOnly: root?.[5].split(',').includes('ro') || !asRoot,
        owner: statSync(join(folder, 'portal')).uid === uid && asRoot,
      }).toEqual({
        root: false,
        privileges: '0000000000000000',
        readOnly: true,
        owner: false,
      });
    }
    expect(
      execFileSync('find', [
        join(folder, 'portal'),
        '!',
        '-type',
        'l',
        '-perm',
        '/222',
      ]).toString(),
    ).toBe('');
    for (const { output } of replicas) {
      expect(output).not.toMatch(/EROFS|EACCES|read-only file system/i);
    }
  });

  it('holds no sources, no maps, no compiler and no package manager', () => {
    const found = execFileSync('find', [
      join(folder, 'portal'),
      '(',
      '-path',
      '*/plugins/*/src',
      '-o',
      '-path',
      '*/packages/*/src',
      '-o',
      '-name',
      '*.js.map',
      '-o',
      '-name',
      '.yarnrc.yml',
      '-o',
      '-name',
      '.toolchain',
      ')',
      '-not',
      '-path',
      '*/node_modules/*',
    ]).toString();
    expect(found).toBe('');
  });

  it('serves the app with the config of this portal, and no secret', async () => {
    const page = await (await replicas[0].get('/')).text();
    expect(page).toContain(PUBLIC_URL);
    expect(page).toContain('<div id="root">');
    for (const secret of [
      PIPELINE_TOKEN,
      OIDC_CLIENT.secret,
      'the session secret of this test',
      'user:default/ines-carvalho',
    ]) {
      expect(page).not.toContain(secret);
    }
  });

  it('signs people of the catalog in with the company’s account, on whichever replica they land, and nobody else', async () => {
    const adas = {
      sub: '1',
      name: 'Ada',
      email: 'ada@retail.example',
      email_verified: true,
    };
    provider.person = adas;
    for (const { address } of replicas) {
      const browser = new SignInBrowser({ publicUrl: PUBLIC_URL, address });
      const { response, error } = await browser.signIn('oidc');
      expect(error).toBeUndefined();
      const token = response?.backstageIdentity?.token ?? '';
      for (const replica of replicas) {
        const answer = await replica.get('/api/odoo/environments', {
          authorization: `Bearer ${token}`,
        });
        expect(answer.status).toBe(200);
        expect(
          (await answer.json()).items.map(
            (item: { environmentRef: string }) => item.environmentRef,
          ),
        ).toEqual(['odooenvironment:default/acme-staging']);
      }
    }
    provider.person = { ...adas, email: 'eve@retail.example' };
    const [{ address }] = replicas;
    const { response, error } = await new SignInBrowser({
      publicUrl: PUBLIC_URL,
      address,
    }).signIn('oidc');
    expect(response).toBeUndefined();
    expect(error?.message).toMatch(/sign-in/i);
  });

  it('refuses anonymous callers, and the choice of a demonstration person', async () => {
    const [replica] = replicas;
    const anonymous = await replica.get('/api/odoo/environments');
    expect(anonymous.status).toBe(401);
    for (const providerId of ['people', 'guest']) {
      const answer = await replica.get(`/api/auth/${providerId}/refresh`, {
        'x-odoo-fleet-person': 'user:default/ada',
        'x-odoo-fleet-person-secret': '',
      });
      expect([providerId, answer.status]).toEqual([providerId, 404]);
    }
  });

  it(
    'runs each task once a tick, whichever replica does it',
    async () => {
      const windowSeconds = 60;
      const before = (await runs.entries()).length;
      await new Promise(done => setTimeout(done, windowSeconds * 1000));
      const seen = (await runs.entries()).slice(before);

      const byReplica = new Map<string, number>();
      for (const { task, seconds } of await runs.tasks()) {
        const ofTask = seen.filter(entry => entry.task === task);
        const claims = ofTask.filter(({ what }) => what === 'claimed');
        // Ticks that a window of this length can hold; a run may lie on either edge
        expect([
          task,
          claims.length <= Math.floor(windowSeconds / seconds) + 1,
          claims.length,
        ]).toEqual([task, true, claims.length]);
        // Never two at once
        const turns = ofTask.filter(({ what }) => what !== 'worked');
        turns.slice(1).forEach((entry, index) => {
          expect([task, entry.what]).not.toEqual([task, turns[index].what]);
        });
        for (const { who } of claims) {
          byReplica.set(who, (byReplica.get(who) ?? 0) + 1);
        }
      }
      const projection = seen.filter(({ task }) => task === PROJECTION);
      const worked = projection.filter(({ what }) => what === 'worked');
      const claimed = projection.filter(({ what }) => what === 'claimed');
      expect(claimed.length).toBeGreaterThanOrEqual(windowSeconds / 5 / 2);
      // What was claimed was done, once; the last may still be under way
      expect(Math.abs(worked.length - claimed.length)).toBeLessThanOrEqual(1);
      report(
        `runs in ${windowSeconds} s: ${[...byReplica]
          .map(entry => entry.join(' '))
          .join(', ')}`,
      );
    },
    2 * MINUTE,
  );

  it(
    'is not ready until tenants and environments have been read once, by any replica',
    async () => {
      const lock = await blockProjection();
      await lock.query('DELETE FROM task_successes');
      for (const replica of replicas) {
        const seen = await replica.until(503, 10);
        expect(seen.at(-1)?.message).toBe(
          'odoo: Tenants and environments have not been read yet.',
        );
      }
      await lock.end();
      await Promise.all(replicas.map(replica => replica.until(200, 60)));
    },
    2 * MINUTE,
  );

  it(
    'is not ready while the database is away, stays alive, and comes back with it',
    async () => {
      postgres.cut();
      for (const replica of replicas) {
        const seen = await replica.until(503, 20);
        expect(seen.at(-1)?.message).toMatch(
          /^odoo: The database does not answer/,
        );
        const alive = await replica.get('/.backstage/health/v1/liveness');
        expect(alive.status).toBe(200);
      }
      postgres.mend();
      for (const replica of replicas) {
        await replica.until(200, 90);
        expect(replica.running).toBe(true);
      }
    },
    3 * MINUTE,
  );

  it(
    'goes on when a replica is killed in the middle of a task, and does that task again when it has timed out',
    async () => {
      // Whoever takes the next run gets stuck in it
      const lock = await blockProjection();
      let victim: PortalProcess | undefined;
      while (!victim) {
        await new Promise(done => setTimeout(done, 200));
        const holder = await runs.holder(PROJECTION);
        victim = replicas.find(({ name }) => name === holder);
      }
      await victim.end('SIGKILL');
      const killedAt = Date.now();
      await lock.end();

      const survivor = replicas.find(replica => replica !== victim);
      const before = (await runs.entries()).length;
      let recovered: number | undefined;
      const patience = REFRESH.timeout.seconds + JANITOR_SECONDS + 15;
      while (recovered === undefined) {
        expect((await survivor?.readiness())?.status).toBe(200);
        const since = (await runs.entries()).slice(before);
        if (
          since.some(
            ({ task, what, who }) =>
              task === PROJECTION &&
              what === 'worked' &&
              who === survivor?.name,
          )
        ) {
          recovered = (Date.now() - killedAt) / 1000;
        }
        expect((Date.now() - killedAt) / 1000).toBeLessThan(patience);
        await new Promise(done => setTimeout(done, 500));
      }
      report(
        `a run whose replica was killed came back after ${recovered.toFixed(
          1,
        )} s (timeout ${
          REFRESH.timeout.seconds
        } s, looked for every ${JANITOR_SECONDS} s)`,
      );
      const since = (await runs.entries()).slice(before);
      expect(new Set(since.map(({ who }) => who))).toEqual(
        new Set([survivor?.name]),
      );

      // A new replica on the migrated database is ready without waiting for a projection of its own
      const third = await startReplica('three');
      replicas = [survivor as PortalProcess, third];
      const seen = await third.until(200, 240);
      expect(seen.map(({ message }) => message)).not.toContain(
        'odoo: Tenants and environments have not been read yet.',
      );
      report(
        `three: ready after ${third.age.toFixed(1)} s on a filled database`,
      );
    },
    8 * MINUTE,
  );

  it(
    'ends on SIGTERM: first not ready, then gone before it would be killed',
    async () => {
      const [replica] = replicas;
      const ended = replica.end('SIGTERM');
      const began = Date.now();
      const seen = await replica.until(503, 10);
      expect(seen.at(-1)?.message).toBe('Backend is shutting down');
      await expect(ended).resolves.toEqual({ code: 0, signal: null });
      const seconds = (Date.now() - began) / 1000;
      report(`ends ${seconds.toFixed(1)} s after SIGTERM`);
      // What Kubernetes leaves a container, unless told otherwise
      expect(seconds).toBeLessThan(30);
    },
    MINUTE,
  );
});
