import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Express } from 'express';
import request from 'supertest';

import { closingDatabases } from '../platform/__testUtils__/testDatabases';
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
    metadata: {
      name: `${tenantName}-${stage}`,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': 'file:/fleet.yaml' },
    },
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

/** Everybody may do everything: who may what is the matter of the authorisation test. Machines are held against their entry. */
async function startBackend(): Promise<{
  server: Express;
  stop(): Promise<void>;
}> {
  const backend = await startTestBackend({
    features: [
      odooPlugin,
      closingDatabases,
      mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
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
            claims: [
              {
                locations: ['file:/fleet.yaml'],
                pipelines: [{ source: '*', environmentIds: ['*'] }],
              },
            ],
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
  return {
    server: backend.server as unknown as Express,
    stop: () => backend.stop(),
  };
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

  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend.stop());

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

  it('says what became of each event by its status', async () => {
    const { server } = backend;
    const event = deployed('production', digestOf('b'), { id: 'once' });
    expect((await post(server, event)).status).toBe(200);

    const again = await post(server, event);
    expect([again.status, again.body.items[0].result]).toEqual([
      200,
      'duplicate',
    ]);

    const other = await post(
      server,
      deployed('production', digestOf('c'), { id: 'once' }),
    );
    expect([other.status, other.body.items[0].result]).toEqual([
      409,
      'contradictory',
    ]);

    const nobody = await post(server, deployed('nowhere', digestOf('b')));
    expect([nobody.status, nobody.body.items[0].attribution]).toEqual([
      202,
      'unattributed',
    ]);
    const unattributed = await read(server, '/unattributed-events');
    expect(unattributed.body.items).toMatchObject([
      { environmentId: 'nowhere', reason: expect.stringContaining('binding') },
    ]);

    const unknown = await post(
      server,
      cdevent({ type: 'dev.cdevents.service.deployed.9.0.0' }),
    );
    expect([unknown.status, unknown.body.items[0].attribution]).toEqual([
      202,
      'not-understood',
    ]);
  });

  it('refuses with the JSON path, and stores nothing of the batch', async () => {
    const { server } = backend;
    const good = deployed('production', digestOf('d'), { id: 'good' });
    const bad = deployed('production', digestOf('d'), { id: 'bad' });
    bad.data.subject.content = { artifactId: 'x' };
    const answer = await post(server, [good, bad]);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(
      '$[1].data.subject.content.environment',
    );
    const later = await post(server, good);
    expect(later.body.items[0].result).toBe('stored');

    const letters = await read(server, '/dead-letters');
    expect(letters.body.items[0]).toMatchObject({ subject: 'ci', status: 400 });
  });

  it('lets nobody write facts of another tenant', async () => {
    const { server } = backend;
    const own = await post(
      server,
      deployed('production', digestOf('e'), { id: 'acme-own' }),
      acmeCi,
    );
    expect(own.status).toBe(200);
    const neighbour = await post(
      server,
      deployed('production', digestOf('e'), {
        id: 'bravo-foreign',
        source: 'https://ci.example.org/bravo',
      }),
      acmeCi,
    );
    expect(neighbour.status).toBe(403);
    // A fact about an artifact reaches every environment that binds its source
    const signed = {
      source: 'https://shared.example.org',
      type: 'dev.cdevents.artifact.signed.0.3.0',
      subjectId: `pkg:oci/odoo@${digestOf('e')}`,
      id: 'signed',
    };
    expect((await post(server, cdevent(signed), acmeCi)).status).toBe(403);
    expect((await post(server, cdevent(signed), stranger)).status).toBe(403);
    const allowed = await post(server, cdevent(signed), ci);
    expect(allowed.body.items[0].result).toBe('stored');

    const letters = await read(server, '/dead-letters');
    expect(
      letters.body.items.map(({ subject }: { subject: string }) => subject),
    ).not.toContain('stranger');
    // Of what a known machine may not write, the newest: the fact about the artifact
    expect(letters.body.items[0]).toMatchObject({
      subject: 'acme-ci',
      status: 403,
      body: expect.stringContaining('"signed"'),
    });
    expect(letters.body.items[1]).toMatchObject({
      subject: 'acme-ci',
      body: expect.stringContaining('"bravo-foreign"'),
    });
  });

  it('keeps the head of what is larger than it takes, of known machines only', async () => {
    const { server } = backend;
    const event = deployed('production', digestOf('e'), { id: 'too-large' });
    Object.assign(event.data, { token: 's3cret-value' });
    const body = JSON.stringify({ ...event, pad: 'x'.repeat(3_000_000) });
    expect((await post(server, body, stranger)).status).toBe(403);
    expect((await post(server, body, person)).status).toBe(413);
    expect((await post(server, body, acmeCi)).status).toBe(413);

    const letters = await read(server, '/dead-letters');
    const kept = letters.body.items.filter(
      ({ status }: { status: number }) => status === 413,
    );
    expect(kept).toMatchObject([
      {
        subject: 'acme-ci',
        bytes: body.length,
        error: expect.stringContaining('larger than'),
        body: expect.stringContaining('"too-large"'),
      },
    ]);
    expect(kept[0].body).not.toContain('s3cret');
    expect(kept[0].body).toMatch(
      new RegExp(`\\[cut: ${body.length} bytes in all\\]$`),
    );
  });

  it('answers at the gate, keeps the answer, and shows it as decision of record', async () => {
    const { server } = backend;
    const ask = (path: string, body: object, token = ci) =>
      request(server)
        .post(`/api/odoo${path}`)
        .set('authorization', token)
        .send(body);
    const question = { environment: bravo, digest: digestOf('f') };

    const answer = await ask('/gate', question);
    expect(answer.status).toBe(200);
    // A production release of which nothing is known
    expect(answer.body).toMatchObject({
      decision: 'hold',
      environmentRef: bravo,
      digest: digestOf('f'),
      links: {
        release: `https://portal.example.org/odoo/releases/${answer.body.releaseId}`,
      },
    });
    expect((await ask('/gate/enforce', question)).status).toBe(403);
    expect((await ask('/gate', question, acmeCi)).status).toBe(403);
    const nowhere = { ...question, environment: 'bravo-nowhere' };
    expect((await ask('/gate', nowhere)).status).toBe(404);

    const { body } = await read(server, riskOf(bravo));
    const [{ current }] = body.environments;
    expect(current).toMatchObject({
      state: 'gated',
      decisionOfRecord: { decision: 'hold', askedBy: 'ci' },
    });
    expect(current.release.id).toBe(answer.body.releaseId);
  });

  it('pages releases without gap or repetition', async () => {
    const { server } = backend;
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await read(
        server,
        `/releases?entityRef=${acme}&limit=2${cursor}`,
      );
      // The whole verdict is what one release is asked for
      expect(JSON.stringify(body.items)).not.toMatch(/"(factors|questions)":/);
      expect(body.items[0].verdict).toMatchObject({
        decision: 'hold',
        reasons: expect.arrayContaining([
          expect.objectContaining({ message: expect.any(String) }),
        ]),
      });
      seen.push(
        ...body.items.map(
          (item: { release: { id: string } }) => item.release.id,
        ),
      );
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
