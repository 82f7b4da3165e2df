import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Express } from 'express';
import request from 'supertest';
import { closingDatabases } from '../../platform/__testUtils__/testDatabases';
import { odooPlugin } from '../../plugin';
import { cdevent, digestOf } from '../__testUtils__/cdevents';

jest.setTimeout(60_000);

const acme = 'odooenvironment:default/acme-production';
const digest = digestOf('a');
const person = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { memberOf: [] },
});
const environment = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: 'acme-production',
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': 'file:/fleet.yaml' },
  },
  spec: {
    tenant: 'acme',
    owner: 'acme',
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [{ source: 'ci.example', environmentId: 'acme' }],
    kubernetes: { cluster: 'one', namespace: 'acme-production' },
    services: [{ role: 'web' }],
    database: { name: 'acme' },
  },
};

describe('the routes of decisions', () => {
  const send = jest.fn(async () => {});
  const success = jest.fn(async () => {});
  const fail = jest.fn(async () => {});
  const createEvent = jest.fn(async () => ({ success, fail }));
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let releaseId: string;

  const post = (path: string, body: object, user = 'kim') =>
    request(backend.server as unknown as Express)
      .post(`/api/odoo${path}`)
      .set('authorization', mockCredentials.user.header(`user:default/${user}`))
      .send(body);

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        odooPlugin,
        closingDatabases,
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({ send }),
        }),
        mockServices.auditor.mock({ createEvent }).factory,
        mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
        mockServices.scheduler.factory({
          includeInitialDelayedTasksOnStartup: true,
        }),
        catalogServiceMock.factory({
          entities: [environment, ...['jo', 'kim', 'ada'].map(person)],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example.org/' },
            odoo: {
              claims: [
                {
                  locations: ['file:/fleet.yaml'],
                  pipelines: [{ source: '*', environmentIds: ['*'] }],
                },
              ],
              releases: {
                decisions: {
                  longestHours: 2,
                  signOffRecipients: ['group:default/executives'],
                },
              },
            },
          },
        }),
      ],
    });
    await request(backend.server as unknown as Express)
      .post('/api/odoo/events')
      .set('authorization', mockCredentials.user.header())
      .type('application/cloudevents+json')
      .send(
        JSON.stringify(
          cdevent({
            source: 'ci.example',
            type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
            content: { environment: { id: 'acme' }, artifactId: digest },
            odoo: {
              author: 'user:default/jo',
              approvers: ['user:default/ada'],
            },
          }),
        ),
      )
      .expect(200);
    const { body } = await post('/gate', { environment: acme, digest });
    releaseId = body.releaseId;
  });
  beforeEach(() => jest.clearAllMocks());
  afterAll(() => backend.stop());

  const decision = {
    digest,
    reason: 'The shops would lose more by waiting',
    validMinutes: 60,
  };

  it('audit what was decided, with its reason, and what was tried in vain', async () => {
    const { body } = await post(
      `/releases/${releaseId}/overrides`,
      decision,
    ).expect(201);
    const meta = { releaseId, ...decision };
    const about = (eventId: string, more: object) =>
      expect.objectContaining({ eventId, severityLevel: 'high', meta: more });
    expect(createEvent).toHaveBeenLastCalledWith(
      about('release-override', meta),
    );
    expect(success).toHaveBeenLastCalledWith({
      meta: { decisionId: body.id, expiresAt: body.expiresAt },
    });

    await post(`/releases/${releaseId}/sign-offs`, decision, 'jo').expect(409);
    expect(createEvent).toHaveBeenLastCalledWith(
      about('release-sign-off', meta),
    );
    expect(fail).toHaveBeenLastCalledWith({
      error: expect.objectContaining({ name: 'ConflictError' }),
    });

    await post(`/releases/${releaseId}/decisions/${body.id}/revoke`, {}).expect(
      200,
    );
    expect(createEvent).toHaveBeenLastCalledWith(
      about('release-decision-revoke', { releaseId, decisionId: body.id }),
    );
    expect(success).toHaveBeenLastCalledWith({ meta: { kind: 'override' } });
  });

  it.each([
    ['no reason', { reason: undefined }, 'body.reason'],
    ['a reason of one word', { reason: 'urgent' }, 'body.reason: say why'],
    [
      'a reason of nothing to read',
      { reason: '\u200b'.repeat(40) },
      'body.reason: say why',
    ],
    ['a reason too long to read', { reason: 'x'.repeat(201) }, 'body.reason'],
    ['more than a day', { validMinutes: 1441 }, 'body.validMinutes'],
    [
      'more than the config allows',
      { validMinutes: 121 },
      'body.validMinutes: a decision counts for 120 minutes at most here',
    ],
    ['no digest', { digest: undefined }, 'body.digest'],
  ])('refuse %s', async (_, more, message) => {
    const { body } = await post(`/releases/${releaseId}/overrides`, {
      ...decision,
      ...more,
    }).expect(400);
    expect(body.error.message).toContain(message);
  });

  it('write a reason as one plain line', async () => {
    const { body } = await post(`/releases/${releaseId}/overrides`, {
      ...decision,
      reason: '  The shops \u202e would   lose more by waiting\t',
    }).expect(201);
    expect(body.reason).toBe('The shops would lose more by waiting');
  });

  it('carry a request for a sign-off to the notifications, by way of the outbox', async () => {
    await post(`/releases/${releaseId}/sign-off-requests`, {
      note: 'Prices must change tonight',
    }).expect(201);
    for (let n = 0; n < 100 && send.mock.calls.length === 0; n++) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(send.mock.calls).toEqual([
      [
        expect.objectContaining({
          recipients: {
            type: 'entity',
            entityRef: ['group:default/executives'],
            excludeEntityRef: 'user:default/kim',
          },
          payload: expect.objectContaining({
            link: `https://portal.example.org/odoo/releases/${releaseId}`,
          }),
        }),
      ],
    ]);
  });
});
