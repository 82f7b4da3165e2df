import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  eventsServiceRef,
  type EventsService,
} from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import request from 'supertest';
import {
  closingDatabases,
  storeDatabases,
} from './platform/__testUtils__/testDatabases';
import odooPlugin from '.';

const environment: Entity = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: 'acme-production',
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': 'file:/acme.yaml' },
  },
  spec: {
    tenant: 'acme',
    owner: 'fashion',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [{ source: 'ci.example', environmentId: 'acme' }],
    kubernetes: { cluster: 'shared-eu', namespace: 'acme-production' },
    services: [{ role: 'web' }],
    database: { name: 'acme' },
  },
};

const claims = [
  {
    locations: ['file:/acme.yaml'],
    pipelines: [{ source: 'ci.example', environmentIds: ['acme'] }],
  },
];

const context = {
  specversion: '0.5.1',
  id: 'e1',
  source: 'ci.example',
  type: 'dev.cdevents.service.deployed.0.3.0',
  timestamp: '2026-11-20T10:00:00Z',
};
const deployed = {
  context,
  subject: {
    id: 'web',
    content: {
      environment: { id: 'acme' },
      artifactId: `pkg:oci/odoo@sha256:${'a'.repeat(64)}`,
    },
  },
};

function features(
  odoo: object = {},
  database: BackendFeature = closingDatabases,
) {
  return [
    odooPlugin,
    database,
    mockServices.scheduler.factory({
      includeInitialDelayedTasksOnStartup: true,
    }),
    catalogServiceMock.factory({ entities: [environment] }),
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost:3000' },
        odoo: { claims, ...odoo },
      },
    }),
  ];
}

/** An events bus that hands an event over at once. */
function createBus(): EventsService {
  const subscriptions: Parameters<EventsService['subscribe']>[0][] = [];
  return {
    async publish(params) {
      for (const { topics, onEvent } of subscriptions) {
        if (topics.includes(params.topic)) {
          await onEvent(params);
        }
      }
    },
    async subscribe(options) {
      subscriptions.push(options);
    },
  };
}

// Whole backends start and stop here; on a busy machine that takes a while
jest.setTimeout(30_000);

describe('odooPlugin', () => {
  const databases = storeDatabases();

  it.each(databases.each())(
    'tells open pages on %s after an event, with a number and nothing else',
    async id => {
      const knex = await databases.empty(id);
      const events = createBus();
      const publish = jest.fn();
      const { server } = await startTestBackend({
        features: [
          ...features({}, mockServices.database.factory({ knex })),
          createServiceFactory({
            service: eventsServiceRef,
            deps: {},
            factory: () => events,
          }),
          createServiceFactory({
            service: signalsServiceRef,
            deps: {},
            factory: () => ({ publish }),
          }),
        ],
      });

      await request(server)
        .post('/api/odoo/events')
        .type('application/json')
        .set('ce-specversion', '1.0')
        .set('ce-id', context.id)
        .set('ce-source', context.source)
        .set('ce-type', context.type)
        .set('ce-time', context.timestamp)
        .send(deployed)
        .expect(200);
      while (publish.mock.calls.length === 0) {
        await new Promise(done => setTimeout(done, 10));
      }

      expect(publish).toHaveBeenCalledWith({
        recipients: { type: 'broadcast' },
        channel: 'odoo',
        message: { sequence: expect.any(Number) },
      });
    },
  );

  it('registers its permissions and rules, and judges conditions on the projection', async () => {
    const { server } = await startTestBackend({ features: features() });
    const base = '/api/odoo/.well-known/backstage/permissions';

    const { body } = await request(server).get(`${base}/metadata`).expect(200);
    expect(
      body.permissions.map((p: { name: string }) => p.name).sort(),
    ).toEqual([
      'odoo.backup.read',
      'odoo.backup.report',
      'odoo.dead-letter.read',
      'odoo.environment.read',
      'odoo.gate.ask',
      'odoo.platform-finding.read',
      'odoo.release-event.create',
      'odoo.release.override',
      'odoo.release.sign-off',
      'odoo.unattributed-event.read',
    ]);
    expect(
      body.rules.map((r: { name: string; paramsSchema: object }) => [
        r.name,
        Object.keys((r.paramsSchema as { properties: object }).properties),
      ]),
    ).toEqual([
      ['IS_OWNER', ['claims']],
      ['IN_TENANT', ['tenants']],
      ['HAS_STAGE', ['stages']],
      ['HAS_HOSTING', ['hostings']],
    ]);

    const judge = async (rule: string, params: object, ref: string) => {
      const answer = await request(server)
        .post(`${base}/apply-conditions`)
        .set('authorization', mockCredentials.service.header())
        .send({
          items: [
            {
              id: '1',
              resourceRef: ref,
              resourceType: 'odoo-environment',
              conditions: {
                rule,
                resourceType: 'odoo-environment',
                params,
              },
            },
          ],
        })
        .expect(200);
      return answer.body.items[0].result;
    };
    const acme = 'odooenvironment:default/acme-production';
    const own = { claims: ['group:default/fashion'] };

    await expect(judge('IS_OWNER', own, acme)).resolves.toBe('ALLOW');
    await expect(
      judge('IS_OWNER', { claims: ['group:default/diy'] }, acme),
    ).resolves.toBe('DENY');
    await expect(judge('IS_OWNER', own, `${acme}-x`)).resolves.toBe('DENY');
  });

  it('does not start with a wrong config', async () => {
    await expect(
      startTestBackend({ features: features({ machines: [{}] }) }),
    ).rejects.toThrow('odoo.machines[0].subject');
  });
});
