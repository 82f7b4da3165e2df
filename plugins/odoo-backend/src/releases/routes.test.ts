import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type AuthorizePermissionRequest,
} from '@backstage/plugin-permission-common';
import type { Express } from 'express';
import request from 'supertest';

import { odooPlugin } from '../plugin';
import { cdevent, deployed, digestOf } from './__testUtils__/cdevents';

jest.setTimeout(60_000);

const acme = 'odooenvironment:default/acme-production';
const bravo = 'odooenvironment:default/bravo-production';

function tenant(name: string) {
  return {
    apiVersion: 'odoofleet.io/v1alpha1',
    kind: 'OdooTenant',
    metadata: { name, namespace: 'default' },
    spec: {
      owner: `group:default/${name}`,
      criticality: 'standard',
      timeZone: 'Europe/Paris',
      calendars: [{ name: 'trading', windows: [] }],
    },
  };
}

function environment(tenantName: string, stage: string) {
  return {
    apiVersion: 'odoofleet.io/v1alpha1',
    kind: 'OdooEnvironment',
    metadata: { name: `${tenantName}-${stage}`, namespace: 'default' },
    spec: {
      tenant: `odootenant:default/${tenantName}`,
      owner: `group:default/${tenantName}`,
      stage,
      hosting: 'dedicated',
      odoo: { series: '18.0', edition: 'community' },
      kubernetes: { cluster: 'one', namespace: `${tenantName}-${stage}` },
      services: [{ role: 'web' }],
      database: { name: tenantName },
      bindings: [
        {
          source: `https://ci.example.org/${tenantName}`,
          environmentId: stage,
        },
        { source: 'https://shared.example.org', environmentId: tenantName },
      ],
    },
  };
}

const machine = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'odoo',
  });

const ci = machine('ci');
const acmeCi = machine('acme-ci');
const stranger = machine('stranger');
const person = mockCredentials.user.header();

async function startBackend(
  decide: (question: AuthorizePermissionRequest) => AuthorizeResult = () =>
    AuthorizeResult.ALLOW,
): Promise<{ server: Express; stop(): Promise<void> }> {
  const permissions = mockServices.permissions.mock({
    authorize: async questions =>
      questions.map(question => ({
        result: decide(question) as AuthorizeResult.ALLOW,
      })),
    authorizeConditional: async questions =>
      questions.map(question => ({
        result: decide(
          question as AuthorizePermissionRequest,
        ) as AuthorizeResult.ALLOW,
      })),
  });
  const backend = await startTestBackend({
    features: [
      odooPlugin,
      permissions.factory,
      catalogServiceMock.factory({
        entities: [
          tenant('acme'),
          tenant('bravo'),
          environment('acme', 'production'),
          environment('acme', 'staging'),
          environment('bravo', 'production'),
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example.org' },
          backend: { baseUrl: 'http://localhost' },
          odoo: {
            machines: [
              {
                subject: 'ci',
                environments: ['*'],
                verbs: ['events.write', 'gate.ask', 'releases.read'],
              },
              {
                subject: 'acme-ci',
                environments: ['odooenvironment:default/acme-*'],
                verbs: ['events.write', 'gate.ask', 'releases.read'],
              },
            ],
          },
        },
      }),
    ],
  });
  const server = backend.server as unknown as Express;
  for (let waited = 0; waited < 100; waited++) {
    const { body } = await request(server)
      .get('/api/odoo/environments')
      .set('authorization', person);
    if (body.items?.length === 3) {
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return { server, stop: () => backend.stop() };
}

const post = (server: Express, body: unknown, token = ci) =>
  request(server)
    .post('/api/odoo/events')
    .set('authorization', token)
    .set(
      'content-type',
      Array.isArray(body)
        ? 'application/cloudevents-batch+json'
        : 'application/cloudevents+json',
    )
    .send(typeof body === 'string' ? body : JSON.stringify(body));

const read = (server: Express, path: string, token = person) =>
  request(server).get(`/api/odoo${path}`).set('authorization', token);

const riskOf = (entityRef: string) =>
  `/release-risk?entityRef=${encodeURIComponent(entityRef)}`;

describe('the routes of releases', () => {
  let backend: Awaited<ReturnType<typeof startBackend>>;

  beforeEach(async () => {
    backend = await startBackend();
  });
  afterEach(() => backend.stop());

  it('takes a deployment and shows its release with a verdict', async () => {
    const { server } = backend;
    const answer = await post(
      server,
      deployed('production', digestOf('a'), { id: 'first' }),
    );
    expect(answer.body).toEqual({
      items: [
        {
          source: 'https://ci.example.org/acme',
          id: 'first',
          result: 'stored',
          attribution: 'attributed',
        },
      ],
    });
    expect(answer.status).toBe(200);

    const risk = await read(server, riskOf(acme));
    expect(risk.status).toBe(200);
    const [{ current }] = risk.body.environments;
    expect(current.release).toMatchObject({
      environmentRef: acme,
      digest: digestOf('a'),
      attempt: 1,
    });
    expect(current.verdict.reasons.length).toBeGreaterThan(0);

    const detail = await read(server, `/releases/${current.release.id}`);
    expect(detail.body.events).toMatchObject([
      { id: 'first', kind: 'deployed', contradictions: 0 },
    ]);
  });
});
