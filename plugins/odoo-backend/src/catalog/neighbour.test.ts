import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type BackstageCredentials,
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
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  Binding,
  Finding,
  Workload,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import catalogModuleOdoo from '@odoo-fleet/backstage-plugin-catalog-backend-module-odoo';
import express from 'express';
import request from 'supertest';
import { stringify } from 'yaml';
import odooPlugin, {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
} from '..';
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
  ],
  objectStorage: { bucket: 'attachments', prefix: 'acme-production/' },
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

const environment = (name: string, team: string, spec: object, more = {}) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name, ...more },
  spec: {
    tenant: team,
    owner: `group:default/${team}`,
    stage: 'staging',
    hosting: 'multi-tenant',
    odoo: { series: '18.0', edition: 'community' },
    services: [{ role: 'web' }],
    ...spec,
  },
});

const tenant = (name: string) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name },
  spec: {
    owner: `group:default/${name}`,
    criticality: 'standard',
    timeZone: 'Europe/Paris',
  },
});

const directory = createMockDirectory();
const forged = `file:${directory.resolve('acme/production.yaml')}`;

/** One environment of Spy for each way in; all but what it tries is its own. */
const attempts: Record<string, { spec: object; metadata?: object }> = {
  namespace: { spec: { ...own, kubernetes: acme.kubernetes } },
  pipeline: { spec: { ...own, bindings: acme.bindings } },
  stanza: { spec: { ...own, backupSources: acme.backupSources } },
  bucket: { spec: { ...own, objectStorage: acme.objectStorage } },
  'whole-bucket': {
    spec: { ...own, objectStorage: { bucket: 'attachments' } },
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

const namespaces = {
  'acme-production': 'default/acme-production',
  'spy-production': undefined,
  'two-names': 'default/acme-production,default/spy-two-names',
};

/** What the portal's Kubernetes plugin says, as far as the reader asks. */
const kubernetes = createBackendPlugin({
  pluginId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = express.Router();
        const list = (kind: string, items: object[]) => ({
          apiVersion: kind === 'NamespaceList' ? 'v1' : 'apps/v1',
          kind,
          metadata: { resourceVersion: '1' },
          items,
        });
        router.get('/clusters', (_, res) => {
          res.json({
            items: [{ name: 'shared-eu', authProvider: 'serviceAccount' }],
          });
        });
        router.get('/proxy/api/v1/namespaces', (_, res) => {
          res.json(
            list(
              'NamespaceList',
              Object.entries(namespaces).map(([name, annotation]) => ({
                metadata: {
                  name,
                  uid: name,
                  resourceVersion: '1',
                  annotations: annotation && {
                    'odoofleet.io/environment': annotation,
                  },
                },
              })),
            ),
          );
        });
        router.get('/proxy/apis/apps/v1/deployments', (_, res) => {
          res.json(
            list(
              'DeploymentList',
              Object.keys(namespaces).map(namespace => ({
                metadata: {
                  name: 'odoo',
                  namespace,
                  uid: namespace,
                  resourceVersion: '1',
                },
                spec: {
                  template: {
                    metadata: {
                      labels: { 'app.kubernetes.io/component': 'web' },
                    },
                    spec: { containers: [{ image: `secret-${namespace}` }] },
                  },
                },
                status: { readyReplicas: 1 },
              })),
            ),
          );
        });
        router.get('/proxy/apis/apps/v1/statefulsets', (_, res) => {
          res.json(list('StatefulSetList', []));
        });
        httpRouter.use(router);
      },
    });
  },
});

/** People see what their team owns, in the catalog as here; `user:default/platform` sees everything. */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const decide = (
      permission: { name: string; resourceType?: string },
      credentials: BackstageCredentials,
    ): PolicyDecision => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef?: string;
      };
      if (!userEntityRef || userEntityRef.endsWith('/platform')) {
        return { result: AuthorizeResult.ALLOW };
      }
      const claims = [`group:default/${userEntityRef.split('/')[1]}`];
      switch (permission.resourceType) {
        case 'odoo-environment':
          return createOdooEnvironmentConditionalDecision(
            permission as Parameters<
              typeof createOdooEnvironmentConditionalDecision
            >[0],
            odooEnvironmentConditions.isOwner({ claims }),
          );
        case 'catalog-entity':
          return {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'catalog',
            resourceType: 'catalog-entity',
            conditions: {
              rule: 'IS_ENTITY_OWNER',
              resourceType: 'catalog-entity',
              params: { claims },
            },
          };
        default:
          return { result: AuthorizeResult.DENY };
      }
    };
    return {
      async authorizeConditional(requests, { credentials }) {
        return requests.map(r => decide(r.permission, credentials));
      },
      async authorize(requests, { credentials }) {
        return requests.map(r => ({
          result:
            decide(r.permission, credentials).result === AuthorizeResult.ALLOW
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        }));
      },
    } as ReturnType<typeof mockServices.permissions>;
  },
});

const claimsOf = (team: string) => ({
  locations: [`file:${directory.resolve(team)}/*`],
  clusters: ['shared-eu'],
  // Acme's namespace confirms itself
  namespaces: [team === 'spy' ? 'spy-*' : 'nothing'],
  stanzas: [{ source: 'pgbackrest', ids: [`${team}-*`] }],
  buckets: [{ bucket: 'attachments', prefixes: [`${team}-*`] }],
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

  const post = (environmentId: string, source: string) => {
    const context = {
      specversion: '0.5.1',
      id: `${source}#${environmentId}`,
      source,
      type: 'dev.cdevents.service.deployed.0.3.0',
      timestamp: '2026-11-20T10:00:00Z',
    };
    return request(backend.server)
      .post('/api/odoo/events')
      .set(
        'authorization',
        mockCredentials.user.header('user:default/platform'),
      )
      .type('application/cloudevents+json')
      .send(
        JSON.stringify({
          specversion: '1.0',
          id: context.id,
          source,
          type: context.type,
          time: context.timestamp,
          datacontenttype: 'application/json',
          data: {
            context,
            subject: {
              id: 'web',
              content: {
                environment: { id: environmentId },
                artifactId: `pkg:oci/odoo@sha256:${'a'.repeat(64)}`,
              },
            },
          },
        }),
      );
  };

  beforeAll(async () => {
    directory.setContent({
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
            odoo: { claims: [claimsOf('acme'), claimsOf('spy')] },
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

  it('are Acme’s to read, whoever else says that they are theirs', async () => {
    const bindings = await ask<Binding>(
      `/bindings?entityRef=${refOf('acme-production')}`,
      'acme',
    );
    expect(bindings.map(({ kind, state }) => [kind, state])).toEqual(
      ['namespace', 'pipeline', 'stanza', 'bucket', 'metrics', 'metrics'].map(
        kind => [kind, 'confirmed'],
      ),
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

  it('a Component that says it is Acme’s shows Spy nothing of Acme, and Acme a finding', async () => {
    const part = 'component:default/spy-part';
    for (const path of ['releases', 'bindings', 'workloads', 'findings']) {
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
        'spy-bucket',
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
      ['bucket', 'acme-production/', 'unconfirmed'],
      ['metrics', 'spy-late', 'confirmed'],
      ['metrics', 'spy', 'contested'],
    ]);
  });
});
