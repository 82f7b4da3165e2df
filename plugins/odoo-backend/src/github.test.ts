import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import request from 'supertest';
import { sign, startSignedPortal } from './__testUtils__/signedPortal';
import { githubBodies as webhooks } from './releases/__testUtils__/githubBodies';
import { storeDatabases } from './platform/__testUtils__/testDatabases';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'bypass' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

// Whole backends start and stop here; on a busy machine that takes a while
jest.setTimeout(60_000);

const databases = storeDatabases();

describe.each(databases.each())('GitHub on %s', id => {
  it('takes in what is signed, once, and nothing else', async () => {
    const knex = await databases.empty(id);
    const { server: portal } = await startSignedPortal(knex);
    const deliver = (body: object, signature?: string) => {
      const text = JSON.stringify(body);
      return request(portal)
        .post('/api/events/http/github')
        .type('application/json')
        .set('x-github-event', 'star')
        .set('x-github-delivery', String(Math.random()))
        .set('x-hub-signature-256', signature ?? sign(text))
        .send(text);
    };
    const stored = () =>
      knex('release_events').orderBy('seq').select('kind', 'attribution');

    await deliver(webhooks.deployed, sign('another body')).expect(403);
    await deliver(
      webhooks.deployed,
      sign(JSON.stringify(webhooks.deployed), 'another secret'),
    ).expect(403);
    await request(portal)
      .post('/api/events/http/github')
      .send(webhooks.deployed)
      .expect(403);
    expect(await stored()).toEqual([]);

    await deliver(webhooks.merged).expect(202);
    await deliver(webhooks.deployed).expect(202);
    await deliver(webhooks.deployed).expect(202);
    await deliver({ action: 'started' }).expect(202);
    expect(await stored()).toEqual([
      { kind: 'change-merged', attribution: 'artifact' },
      { kind: 'deployed', attribution: 'environment' },
    ]);
    const [release] = await knex('releases').select('release');
    expect(JSON.parse(release.release)).toMatchObject({
      environmentRef: 'odooenvironment:default/acme-production',
      lifecycle: { deployedAt: '2026-11-20T09:10:00.000Z' },
      facts: { author: { value: 'jo' }, changedLines: { value: 320 } },
    });
    expect(await knex('contradictory_events')).toEqual([]);
  });

  it('answers a deployment protection rule by the gate, once for a rule', async () => {
    const answers: unknown[] = [];
    let attempts = 0;
    server.use(
      http.post(
        'https://api.github.com/repos/acme/odoo/actions/runs/1589/deployment_protection_rule',
        async ({ request: asked }) => {
          attempts += 1;
          answers.push(await asked.json());
          return new HttpResponse(null, { status: 204 });
        },
      ),
      http.all('http://localhost*', () => passthrough()),
    );
    const knex = await databases.empty(id);
    const { server: portal } = await startSignedPortal(knex);
    const text = JSON.stringify(webhooks['protection-rule']);
    const deliver = () =>
      request(portal)
        .post('/api/events/http/github')
        .type('application/json')
        .set('x-hub-signature-256', sign(text))
        .send(text)
        .expect(202);
    await deliver();
    await deliver();
    for (let tries = 0; answers.length === 0 && tries < 200; tries++) {
      await new Promise(done => setTimeout(done, 50));
    }
    await deliver();
    await new Promise(done => setTimeout(done, 500));
    expect(attempts).toBe(1);
    expect(answers).toEqual([
      {
        environment_name: 'production',
        state: 'rejected',
        comment: expect.stringMatching(
          /^Hold\. .*http:\/\/localhost:3000\/odoo\/releases\/rel-[a-f0-9]+$/,
        ),
      },
    ]);
    expect(
      await knex('gate_decisions').select('asked_by', 'environment_ref'),
    ).toEqual([
      {
        asked_by: 'github',
        environment_ref: 'odooenvironment:default/acme-production',
      },
    ]);
  });

  it('may do no more than the machine that it is named after', async () => {
    const knex = await databases.empty(id);
    const { server: portal } = await startSignedPortal(knex, {
      verbs: ['releases.read'],
    });
    const text = JSON.stringify(webhooks.deployed);
    await request(portal)
      .post('/api/events/http/github')
      .type('application/json')
      .set('x-hub-signature-256', sign(text))
      .send(text)
      .expect(202);
    expect(await knex('release_events')).toEqual([]);
    expect(await knex('dead_letters').select('status', 'subject')).toEqual([
      { status: 403, subject: 'github' },
    ]);
  });
});

it('does not start where signatures would not be checked', async () => {
  const [[id]] = databases.each();
  const knex = await databases.empty(id);
  await expect(startSignedPortal(knex, { signed: false })).rejects.toThrow(
    'odoo.github: the portal has no secret',
  );
});
