import type { AddressInfo } from 'node:net';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import type {
  BackupAttemptItem,
  Binding,
  Finding,
  Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import catalogModuleOdoo from '@odoo-fleet/backstage-plugin-catalog-backend-module-odoo';
import request from 'supertest';
import { stringify } from 'yaml';
import odooPlugin from '..';
import {
  deployed,
  environment,
  infoOf,
  kubernetes,
  listedPrefixes,
  permissions,
  store,
  tenant,
} from './__testUtils__/neighbours';
import { closingDatabases } from '../platform/__testUtils__/testDatabases';

jest.setTimeout(120_000);

/** What Acme has, and Spy tries to read. */
const acme = {
  kubernetes: { cluster: 'shared-eu', namespace: 'acme-production' },
  bindings: [
    { source: 'https://ci.example/acme', environmentId: 'acme-production' },
  ],
  backupSources: [
    { source: 'pgbackrest', area: 'postgresql', id: 'acme-production' },
    { source: 'jobs', area: 'attachments', id: 'acme-production/filestore' },
  ],
  objectStorage: { bucket: 'attachments', prefix: 'acme-production/' },
  gitops: { repository: 'https://git.example/fleet', path: 'acme-production' },
  database: { name: 'acme' },
};

/** The same in Spy's own name, which the config grants. */
const own = {
  kubernetes: { cluster: 'shared-eu', namespace: 'spy-production' },
  bindings: [
    { source: 'https://ci.example/spy', environmentId: 'spy-production' },
  ],
  database: { name: 'spy' },
};

const directory = createMockDirectory();
const forged = `file:${directory.resolve('acme/production.yaml')}`;

/** One environment of Spy for each way in; all but what it tries is its own. */
const attempts: Record<string, { spec: object; metadata?: object }> = {
  namespace: { spec: { ...own, kubernetes: acme.kubernetes } },
  pipeline: { spec: { ...own, bindings: acme.bindings } },
  stanza: { spec: { ...own, backupSources: [acme.backupSources[0]] } },
  'cron-job': { spec: { ...own, backupSources: [acme.backupSources[1]] } },
  bucket: { spec: { ...own, objectStorage: acme.objectStorage } },
  'whole-bucket': {
    spec: { ...own, objectStorage: { bucket: 'attachments' } },
  },
  'bucket-as-stanza': {
    spec: {
      ...own,
      backupSources: [
        {
          source: 'store',
          area: 'attachments',
          id: 'attachments/acme-production/',
        },
      ],
    },
  },
  // Written otherwise, and the same
  repository: {
    spec: {
      ...own,
      gitops: {
        repository: 'https://git.example/fleet.git/',
        path: './acme-production/',
      },
    },
  },
  metrics: { spec: { ...own, database: acme.database } },
  'forged-location': {
    spec: acme,
    metadata: {
      annotations: {
        'backstage.io/managed-by-location': forged,
        'backstage.io/managed-by-origin-location': forged,
      },
    },
  },
  'two-names': {
    spec: {
      ...own,
      kubernetes: { cluster: 'shared-eu', namespace: 'two-names' },
    },
  },
};

/** Claims that are Spy's by right, so that a test which confirms nothing at all can't pass. */
const rightful = ['spy-production', 'spy'];

const claimsOf = (team: string) => ({
  locations: [`file:${directory.resolve(team)}/*`],
  clusters: ['shared-eu'],
  // Acme's namespace confirms itself
  namespaces: [team === 'spy' ? 'spy-*' : 'nothing'],
  stanzas: [
    { source: 'pgbackrest', ids: [`${team}-*`] },
    { source: 'jobs', ids: [`${team}-*`] },
  ],
  buckets: [{ bucket: 'attachments', prefixes: [`${team}-*`] }],
  repositories: [
    { repository: 'https://git.example/fleet', paths: [`${team}-*`] },
  ],
  pipelines: [
    { source: `https://ci.example/${team}`, environmentIds: [`${team}-*`] },
  ],
  metricLabels: [{ label: 'datname', values: [team] }],
});

const scheduler = mockServices.scheduler();
/** One for all plugins; by itself the test backend gives each its own. */
const events = mockServices.events();

describe('a neighbour’s facts', () => {
  let backend: TestBackend;

  const ask = async <T>(path: string, user = 'platform'): Promise<T[]> => {
    const { body } = await request(backend.server)
      .get(`/api/odoo${path}`)
      .set('authorization', mockCredentials.user.header(`user:default/${user}`))
      .expect(200);
    return body.items;
  };
  const refOf = (name: string) => `odooenvironment:default/${name}`;
  const spyRefs = Object.keys(attempts).map(name => refOf(`spy-${name}`));

  /** The catalog works in the background: looks until all of it is there, or the time is over. */
  const eventually = async (isThere: () => Promise<boolean>) => {
    const end = Date.now() + 90_000;
    while (Date.now() < end) {
      await scheduler.triggerTask('odoo-catalog-projection');
      await scheduler.triggerTask('odoo-clusters');
      if (await isThere()) {
        return;
      }
      await new Promise(done => setTimeout(done, 300));
    }
    throw new Error('the catalog has not taken the fleet');
  };

  const post = (environmentId: string, source: string) =>
    request(backend.server)
      .post('/api/odoo/events')
      .set(
        'authorization',
        mockCredentials.user.header('user:default/platform'),
      )
      .type('application/cloudevents+json')
      .send(deployed(environmentId, source));

  beforeAll(async () => {
    await new Promise<void>(done => {
      store.listen(0, '127.0.0.1', done);
    });
    directory.setContent({
      'info.json': infoOf('acme-production'),
      'acme/tenant.yaml': stringify(tenant('acme')),
      'acme/production.yaml': stringify(
        environment('acme-production', 'acme', acme),
      ),
      'spy/tenant.yaml': stringify(tenant('spy')),
      'spy/part.yaml': stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'spy-part',
          annotations: {
            'odoofleet.io/environment': refOf('acme-production'),
            'odoofleet.io/role': 'web',
          },
        },
        spec: {
          type: 'service',
          lifecycle: 'production',
          owner: 'group:default/spy',
        },
      }),
      ...Object.fromEntries(
        Object.entries(attempts).map(([name, { spec, metadata }]) => [
          `spy/${name}.yaml`,
          stringify(environment(`spy-${name}`, 'spy', spec, metadata)),
        ]),
      ),
    });
    backend = await startTestBackend({
      features: [
        odooPlugin,
        closingDatabases,
        catalogPlugin,
        catalogModuleOdoo,
        kubernetes,
        permissions,
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => events,
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            catalog: {
              rules: [
                {
                  allow: [
                    'Component',
                    'Resource',
                    'OdooTenant',
                    'OdooEnvironment',
                  ],
                },
              ],
              locations: [
                { type: 'file', target: directory.resolve('**/*.yaml') },
              ],
              processingInterval: { seconds: 1 },
            },
            odoo: {
              claims: [claimsOf('acme'), claimsOf('spy')],
              backups: {
                sources: [
                  {
                    name: 'pgbackrest',
                    adapter: 'pgbackrest',
                    every: { hours: 1 },
                    settings: {
                      reads: [
                        {
                          format: 'pgbackrest-info',
                          target: `file://${directory.resolve('info.json')}`,
                        },
                      ],
                    },
                  },
                  {
                    name: 'jobs',
                    adapter: 'kubernetes-jobs',
                    every: { hours: 1 },
                    settings: { cluster: 'shared-eu', makes: 'snapshot' },
                  },
                  {
                    name: 'store',
                    adapter: 'object-storage',
                    every: { hours: 1 },
                    covers: { buckets: ['attachments'] },
                    settings: {
                      endpoint: `http://127.0.0.1:${
                        (store.address() as AddressInfo).port
                      }`,
                      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
                    },
                  },
                ],
              },
            },
          },
        }),
      ],
    });
    await eventually(async () => {
      const found = await ask('/environments');
      const parts = await ask('/findings?kind=foreign-part');
      return found.length === 1 + spyRefs.length && parts.length === 1;
    });
  });

  afterAll(async () => {
    store.closeAllConnections();
    await new Promise(done => {
      store.close(done);
    });
  });

  it('are Acme’s to read, whoever else says that they are theirs', async () => {
    const bindings = await ask<Binding>(
      `/bindings?entityRef=${refOf('acme-production')}`,
      'acme',
    );
    expect(bindings.map(({ kind, state }) => [kind, state])).toEqual(
      [
        'namespace',
        'pipeline',
        'stanza',
        'stanza',
        'bucket',
        'repository',
        'metrics',
        'metrics',
      ].map(kind => [kind, 'confirmed']),
    );
    const [workload] = await ask<Workload>(
      `/workloads?entityRef=${refOf('acme-production')}`,
      'acme',
    );
    expect([workload.message, workload]).toMatchObject([
      '1 of 1 replicas ready',
      {
        status: 'ok',
        images: ['secret-acme-production'],
      },
    ]);
  });

  it.each(Object.keys(attempts))('by %s: are not given', async name => {
    const ref = refOf(`spy-${name}`);
    const bindings = await ask<Binding>(`/bindings?entityRef=${ref}`, 'spy');
    const taken = bindings.filter(
      ({ id, scope }) =>
        !rightful.includes(id) && scope !== 'https://ci.example/spy',
    );
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.map(({ state }) => state)).toEqual(
      taken.map(() => 'unconfirmed'),
    );

    const findings = await ask<Finding>(`/findings?entityRef=${ref}`, 'spy');
    expect(findings.map(({ kind }) => kind)).toContain('unconfirmed-binding');
    const workloads = await ask<Workload>(`/workloads?entityRef=${ref}`, 'spy');
    const told = JSON.stringify([bindings, findings, workloads]);
    expect(told).not.toMatch(
      /secret-(acme|two)|odooenvironment:default\/acme|group:default\/acme/,
    );
  });

  it('what Spy has by right is confirmed, or contested among its own', async () => {
    const states = new Set<string>();
    for (const ref of spyRefs) {
      const bindings = await ask<Binding>(`/bindings?entityRef=${ref}`, 'spy');
      bindings
        .filter(({ kind, id }) => kind === 'metrics' && id === 'spy')
        .forEach(({ state }) => states.add(state));
    }
    expect([...states]).toEqual(['contested']);
  });

  it('an event of Acme’s pipeline reaches Acme alone, and one of Spy’s reaches nobody that shares the claim', async () => {
    const { body } = await post('acme-production', 'https://ci.example/acme');
    expect(body.items[0].attribution).toBe('attributed');
    const releases = await ask(
      `/releases?entityRef=${refOf('acme-production')}`,
      'acme',
    );
    expect(releases).toHaveLength(1);
    for (const ref of spyRefs) {
      await expect(
        ask(`/releases?entityRef=${ref}`, 'spy'),
      ).resolves.toHaveLength(0);
      const { body: risk } = await request(backend.server)
        .get(`/api/odoo/release-risk?entityRef=${ref}`)
        .set('authorization', mockCredentials.user.header('user:default/spy'))
        .expect(200);
      expect(risk.status).toBe('unknown');
    }

    const shared = await post('spy-production', 'https://ci.example/spy');
    expect(shared.body.items[0].attribution).toBe('unattributed');
    const foreign = await post('spy-production', 'https://ci.example/acme');
    expect(foreign.body.items[0].attribution).toBe('unattributed');
    const unattributed = await ask<{ source: string; reason: string }>(
      '/unattributed-events',
    );
    expect(
      unattributed.find(({ source }) => source === 'https://ci.example/spy')
        ?.reason,
    ).toContain('binding contested');
  });

  const attemptsOf = (ref: string, user: string) =>
    ask<BackupAttemptItem>(`/backup-attempts?entityRef=${ref}`, user);
  const tell = async (path: string, user: string) => {
    const { status, body } = await request(backend.server)
      .get(`/api/odoo${path}`)
      .set(
        'authorization',
        mockCredentials.user.header(`user:default/${user}`),
      );
    return { status, told: JSON.stringify(body) };
  };

  it('what backup sources say of Acme is Acme’s, and nothing is asked of them for Spy', async () => {
    const acmeRef = refOf('acme-production');
    for (const source of ['pgbackrest', 'jobs', 'store']) {
      await scheduler.triggerTask(`odoo-backups-${source}`);
    }
    const attempted = await attemptsOf(acmeRef, 'acme');
    expect(
      attempted
        .map(({ source, target, status }) => [source, target, status])
        .sort(),
    ).toEqual([
      ['jobs', 'acme-production/filestore', 'observed'],
      ['pgbackrest', 'acme-production', 'observed'],
      ['store', 'attachments/acme-production/', 'observed'],
    ]);
    expect([...new Set(listedPrefixes)]).toEqual([
      expect.stringMatching(/^acme-production\//),
    ]);
    const timeline = await tell(
      `/backup-timeline?days=400&entityRef=${acmeRef}`,
      'acme',
    );
    expect(timeline.told).toMatch(/secret-acme-production/);

    for (const ref of spyRefs) {
      await expect(attemptsOf(ref, 'spy')).resolves.toEqual([]);
      await expect(attemptsOf(ref, 'platform')).resolves.toEqual([]);
      for (const path of ['backup-status', 'backup-timeline']) {
        const { status, told } = await tell(`/${path}?entityRef=${ref}`, 'spy');
        expect(status).toBe(200);
        expect(told).not.toMatch(
          /secret-|2026-11-20T01|odooenvironment:default\/acme|group:default\/acme/,
        );
      }
      const { told } = await tell(`/backup-status?entityRef=${ref}`, 'spy');
      expect(JSON.parse(told).status).toBe('unknown');
    }
    for (const path of [
      'backup-status',
      'backup-timeline',
      'backup-attempts',
      'restore-drills',
    ]) {
      const { status, told } = await tell(
        `/${path}?entityRef=${acmeRef}`,
        'spy',
      );
      // As for one that nobody ever declared
      const nobody = await tell(`/${path}?entityRef=${refOf('nobody')}`, 'spy');
      expect([status, told.replaceAll('acme-production', 'nobody')]).toEqual([
        404,
        nobody.told.replaceAll(/acme-production/g, 'nobody'),
      ]);
    }
  });

  it('a report of Spy’s changes nothing of Acme, and does not say whether Acme has such a stanza', async () => {
    const before = await attemptsOf(refOf('acme-production'), 'acme');
    const report = async (stanza: string) => {
      const { status, body } = await request(backend.server)
        .post('/api/odoo/backup-reports')
        .set('authorization', mockCredentials.user.header('user:default/spy'))
        .send({
          source: 'pgbackrest',
          format: 'pgbackrest-info',
          takenAt: new Date().toISOString(),
          output: infoOf(stanza),
        });
      return [status, body.error.message];
    };
    const refused = await report('acme-production');
    expect(refused).toEqual([403, expect.stringContaining('is taken')]);
    expect(await report('nobody-production')).toEqual(refused);
    await expect(attemptsOf(refOf('acme-production'), 'acme')).resolves.toEqual(
      before,
    );
  });

  it('a Component that says it is Acme’s shows Spy nothing of Acme, and Acme a finding', async () => {
    const part = 'component:default/spy-part';
    for (const path of [
      'releases',
      'bindings',
      'workloads',
      'findings',
      'backup-attempts',
      'restore-drills',
    ]) {
      await expect(
        ask(`/${path}?entityRef=${part}`, 'spy'),
      ).resolves.toHaveLength(0);
    }
    const findings = await ask<Finding>(
      `/findings?entityRef=${refOf('acme-production')}`,
      'acme',
    );
    expect(
      findings
        .filter(({ kind }) => kind !== 'dangling-reference')
        .map(({ kind, subject }) => [kind, subject]),
    ).toEqual([['foreign-part', part]]);
  });

  it('claims of what is Acme’s are told to whoever sees the fleet', async () => {
    const findings = await ask<Finding>(
      '/findings?kind=claimed-twice&limit=500',
    );
    expect(
      [...new Set(findings.map(({ environmentRef }) => environmentRef))].sort(),
    ).toEqual(
      [
        'spy-namespace',
        'spy-pipeline',
        'spy-stanza',
        'spy-cron-job',
        'spy-bucket',
        'spy-repository',
        'spy-metrics',
        'spy-forged-location',
      ]
        .map(refOf)
        .sort(),
    );
    const undeclared = await ask<Finding>('/findings?kind=not-in-git');
    expect(undeclared.map(({ subject }) => subject)).toEqual([
      'shared-eu/two-names',
    ]);
    await expect(ask('/findings?kind=not-in-git', 'spy')).resolves.toEqual([]);
  });

  it('the catalog says where a descriptor was read, whatever the descriptor says', async () => {
    const bindings = await ask<Binding>(
      `/bindings?entityRef=${refOf('spy-forged-location')}`,
      'spy',
    );
    expect(bindings.map(({ state }) => state)).toEqual(
      bindings.map(() => 'unconfirmed'),
    );
  });

  it('an environment that comes later is brought in alone, and judged with those that claim the same', async () => {
    directory.addContent({
      'spy/late.yaml': stringify(
        environment('spy-late', 'spy', {
          ...acme,
          kubernetes: { cluster: 'shared-eu', namespace: 'spy-late' },
          database: { name: 'spy' },
        }),
      ),
    });
    // Nobody refreshes the whole here
    const end = Date.now() + 60_000;
    let bindings: Binding[] = [];
    while (bindings.length === 0 && Date.now() < end) {
      await new Promise(done => setTimeout(done, 300));
      const found = await ask<{ environmentRef: string }>('/environments');
      if (found.some(e => e.environmentRef === refOf('spy-late'))) {
        bindings = await ask(`/bindings?entityRef=${refOf('spy-late')}`);
      }
    }
    expect(bindings.map(({ kind, id, state }) => [kind, id, state])).toEqual([
      ['namespace', 'spy-late', 'confirmed'],
      ['pipeline', 'acme-production', 'unconfirmed'],
      ['stanza', 'acme-production', 'unconfirmed'],
      ['stanza', 'acme-production/filestore', 'unconfirmed'],
      ['bucket', 'acme-production/', 'unconfirmed'],
      ['repository', 'acme-production', 'unconfirmed'],
      ['metrics', 'spy-late', 'confirmed'],
      ['metrics', 'spy', 'contested'],
    ]);
  });
});
