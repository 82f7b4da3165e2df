import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { operation } from '@odoo-fleet/backstage-plugin-odoo-common';
import express from 'express';
import request from 'supertest';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Authorizer } from './Authorizer';
import { ExpressOperationRouter, type OperationRequest } from './http';
import { MAX_HEAD_BYTES } from './httpBody';
import { createRateLimits } from './rateLimits';

const response = z.object({ ok: z.boolean() }).strict();
const read = operation({
  method: 'get',
  path: '/things/{thingId}',
  summary: 'Read',
  params: z.object({ thingId: z.string().max(5) }).strict(),
  query: z
    .object({ limit: z.coerce.number().int().max(10).default(3) })
    .strict(),
  response,
});
const write = operation({
  method: 'post',
  path: '/things',
  summary: 'Write',
  body: z
    .object({ name: z.string(), tags: z.array(z.string()).optional() })
    .strict(),
  response,
  statuses: { 200: 'Done', 403: 'Held' },
});
const upload = operation({
  method: 'post',
  path: '/raw',
  summary: 'Upload',
  rawBody: ['text/plain'],
  response,
});

type AnyRequest = OperationRequest<undefined, undefined, undefined>;

function setUp(answer: object = { body: { ok: true } }) {
  const authorizer = {
    principalName: () => 'caller',
    ensureKnownMachine(_, verb) {
      if (verb === 'events.write') {
        throw new NotAllowedError('not this machine');
      }
    },
  } as Partial<Authorizer> as Authorizer;
  const seen = jest.fn();
  const auditor = mockServices.auditor.mock();
  const http = ExpressOperationRouter.create({
    httpAuth: mockServices.httpAuth(),
    authorizer,
    auditor,
    rateLimits: createRateLimits({
      ingest: { perMinute: 2 },
      gate: { perMinute: 2 },
      reports: { perMinute: 2 },
    }),
    validateResponses: true,
  });
  const handler = async (given: unknown) => {
    await (given as AnyRequest).audit({ eventId: 'thing-read' });
    seen(given);
    return answer as { body: { ok: boolean } };
  };
  http.handle(read, { verb: 'releases.read' }, handler);
  http.handle(write, {}, handler);
  const unread = jest.fn();
  http.handle(
    upload,
    { verb: 'gate.ask', rateLimit: 'gate', onUnreadBody: unread },
    handler,
  );
  const refused = operation({ ...upload, path: '/refused' });
  http.handle(refused, { verb: 'events.write', onUnreadBody: unread }, handler);
  const app = express().use(http.router).use(mockErrorHandler());
  return { app: request(app), seen, unread, auditor };
}

describe('ExpressOperationRouter', () => {
  it('hands over what the schemas made of the request, and who asks', async () => {
    const { app, seen, auditor } = setUp();
    await app.get('/things/a?limit=7').expect(200, { ok: true });
    await app.post('/things').send({ name: 'x' }).expect(200);

    expect(seen.mock.calls[0][0]).toMatchObject({
      params: { thingId: 'a' },
      query: { limit: 7 },
      credentials: mockCredentials.user(),
    });
    expect(seen.mock.calls[1][0]).toMatchObject({ body: { name: 'x' } });
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'thing-read',
      request: expect.objectContaining({ method: 'GET' }),
    });
  });

  it.each([
    ['/things/a?limit=99', 'query.limit: '],
    ['/things/a?limit=1&limit=2', 'query.limit: '],
    ['/things/a?limit[x]=1', 'query.limit: '],
    ['/things/a?other=1', 'query: '],
    ['/things/toolong', 'path.thingId: '],
    ['/things/a%00', 'path.thingId: holds the character U+0000'],
    ['/things/%E0%A4%A', ''],
  ])('answers 400 to GET %s', async (url, message) => {
    const { app } = setUp();
    const { body } = await app.get(url).expect(400);

    expect(body.error.message).toContain(message);
  });

  it.each([
    ['not JSON', '{"secret":', 'body: is not JSON'],
    ['another shape', '{"name":1}', 'body.name: '],
    ['a list', '[]', 'body: '],
    ['a NUL', '{"name":"x","tags":["a","\\u0000"]}', 'body.tags[1]: holds'],
    ['a prototype', '{"name":"x","__proto__":{"a":1}}', 'body: '],
  ])('answers 400 to a body that is %s', async (_, body, message) => {
    const { app, seen } = setUp();
    const answer = await app
      .post('/things')
      .set('content-type', 'application/json')
      .send(body)
      .expect(400);

    expect(answer.body.error.message).toContain(message);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(seen).not.toHaveBeenCalled();
  });

  it('answers 400 to a form, 413 to too much and 415 to another encoding', async () => {
    const { app } = setUp();
    await app.post('/things').type('form').send('name=x').expect(400);
    await app.post('/things').expect(400);
    await app
      .post('/things')
      .send({ name: 'x'.repeat(70_000) })
      .expect(413);
    await app
      .post('/raw')
      .set('content-encoding', 'secret')
      .send('x')
      .expect(415);
    const bomb = gzipSync(Buffer.alloc(1024 * 1024 + 1));
    await app
      .post('/raw')
      .set('content-encoding', 'gzip')
      .serialize(body => body)
      .send(bomb)
      .expect(413);
  });

  it('hands over raw bytes of any media type', async () => {
    const { app, seen } = setUp();
    await app.post('/raw').type('application/x-odd').send('bytes').expect(200);
    await app.post('/raw').expect(200);

    expect(seen.mock.calls[0][0].rawBody).toEqual(Buffer.from('bytes'));
    expect(seen.mock.calls[1][0].rawBody).toHaveLength(0);
  });

  it('stops a caller that asks too often, and says how long to wait', async () => {
    const { app } = setUp();
    await app.post('/raw').send('1').expect(200);
    await app.post('/raw').send('2').expect(200);
    const answer = await app.post('/raw').send('3').expect(429);

    expect(answer.body.error.message).toContain('more than 2 requests');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('shows the head of a body that it does not take, in bounded memory', async () => {
    const { app, unread } = setUp();
    const huge = `head ${'x'.repeat(5 * 1024 * 1024)}`;
    await app.post('/raw').send(huge).expect(413);
    await app
      .post('/raw')
      .set('content-encoding', 'gzip')
      .serialize(body => body)
      .send(gzipSync(huge))
      .expect(413);

    const [[plain], [zipped]] = unread.mock.calls;
    expect(plain).toMatchObject({
      credentials: mockCredentials.user(),
      status: 413,
      message: expect.stringContaining('larger than'),
      bytes: huge.length,
      isWhole: true,
    });
    // Nobody inflates the rest only to know how much it is
    expect(zipped).toMatchObject({ status: 413, isWhole: false });
    expect(zipped.bytes).toBeGreaterThan(1024 * 1024);
    for (const { head } of [plain, zipped]) {
      expect(head.toString().slice(0, 8)).toBe('head xxx');
      expect(head.length).toBeLessThanOrEqual(MAX_HEAD_BYTES);
    }
  });

  it('shows the head of a body that is not what its headers say', async () => {
    const { app, unread } = setUp();
    const broken = Buffer.concat([
      gzipSync('head').subarray(0, -8),
      Buffer.from('rubbish'),
    ]);
    await app
      .post('/raw')
      .set('content-encoding', 'gzip')
      .serialize(body => body)
      .send(broken)
      .expect(400);
    await app.post('/raw').set('content-encoding', 'br').send('x').expect(415);

    expect(unread.mock.calls).toMatchObject([
      [{ status: 400, bytes: broken.length }],
      [{ status: 415, head: Buffer.alloc(0), bytes: 1 }],
    ]);
  });

  it('asks who it is, and whether this machine may, before it reads the body', async () => {
    const { app, seen, unread } = setUp();
    const none = mockCredentials.none.header();
    const huge = 'x'.repeat(2 * 1024 * 1024);

    await app.post('/raw').set('authorization', none).send(huge).expect(401);
    await app.post('/refused').send(huge).expect(403);
    expect(seen).not.toHaveBeenCalled();
    expect(unread).not.toHaveBeenCalled();
  });

  it('lets no machine use an operation without a verb', async () => {
    const { app } = setUp();
    const machine = mockCredentials.service.header();

    await app
      .post('/things')
      .set('authorization', machine)
      .send({ name: 'x' })
      .expect(403);
    await app.get('/things/a').set('authorization', machine).expect(200);
  });

  it('answers other statuses that the operation knows, and no others', async () => {
    const held = { status: 403, body: { ok: false } };
    await setUp(held).app.post('/things').send({ name: 'x' }).expect(403, {
      ok: false,
    });
    await setUp({ status: 201, body: { ok: true } })
      .app.post('/things')
      .send({ name: 'x' })
      .expect(500);
    await setUp({ body: { ok: 'yes' } })
      .app.get('/things/a')
      .expect(500);
  });
});
