import { ResponseError } from '@backstage/errors';
import { OdooClient } from './OdooClient';

const digest = `sha256:${'a'.repeat(64)}`;
const question = {
  environment: 'odooenvironment:default/acme-production',
  digest,
};
const answer = {
  decisionId: 'd1',
  decision: 'hold',
  judged: 'hold',
  passes: false,
  environmentRef: question.environment,
  artifact: digest,
  digest,
  personDecisions: [],
  releaseId: 'rel-1',
  askedAt: '2026-11-22T12:00:00.000Z',
  verdict: {
    capability: 'release-risk',
    status: 'critical',
    decision: 'hold',
    score: {
      inherent: 0,
      readiness: 0,
      total: 0,
      unknownWeight: 0,
      applicableWeight: 0,
      thresholds: { caution: 30, hold: 60 },
    },
    reasons: [],
    factors: [],
    holds: [],
    ruleSetVersion: 'release-risk-1-x',
  },
  links: { release: 'https://portal.example.org/x' },
};
const json = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

function clientAnswering(response: Response) {
  const fetch = jest.fn<Promise<Response>, [string, RequestInit]>(
    async () => response,
  );
  const client = new OdooClient({
    discoveryApi: {
      getBaseUrl: async id => `https://portal.example.org/api/${id}`,
    },
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { client, fetch };
}

const notAllowed = {
  error: { name: 'NotAllowedError', message: 'this environment is not yours' },
  response: { statusCode: 403 },
};

describe('OdooClient', () => {
  it('writes queries and paths so that a reference can not break out of them', async () => {
    const list = clientAnswering(json(200, { items: [] }));
    await list.client.listReleases({
      entityRef: 'component:a/b&limit=9',
      limit: 5,
    });
    expect(list.fetch.mock.calls[0][0]).toBe(
      'https://portal.example.org/api/odoo/releases?entityRef=component%3Aa%2Fb%26limit%3D9&limit=5',
    );
    const one = clientAnswering(json(404, { error: { message: 'none' } }));
    await expect(one.client.getRelease('../gate?x')).rejects.toThrow();
    expect(one.fetch.mock.calls[0][0]).toBe(
      'https://portal.example.org/api/odoo/releases/..%2Fgate%3Fx',
    );
  });

  it('leaves out what a query does not say, and asks with GET and without a body', async () => {
    const { client, fetch } = clientAnswering(json(200, { items: [] }));
    await client.listEnvironments({ stage: 'production', tenant: undefined });
    await client.listUnattributedEvents.call(client).catch(() => undefined);
    const [url, init] = fetch.mock.calls[0];
    expect(url).toMatch(/\/environments\?stage=production$/);
    expect(init).toEqual({
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    expect(fetch.mock.calls[1][0]).toMatch(/\/unattributed-events$/);
  });

  it('takes a refusal of the gate as an answer', async () => {
    const { client, fetch } = clientAnswering(json(403, answer));
    await expect(client.enforceGate(question)).resolves.toMatchObject({
      passed: false,
      answer: { decision: 'hold' },
    });
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('https://portal.example.org/api/odoo/gate/enforce');
    expect(JSON.parse(String(init.body))).toEqual(question);
    const passing = clientAnswering(json(200, answer));
    await expect(passing.client.enforceGate(question)).resolves.toMatchObject({
      passed: true,
    });
  });

  it('tells a refusal of the gate from not being allowed to ask it', async () => {
    const { client } = clientAnswering(json(403, notAllowed));
    await expect(client.enforceGate(question)).rejects.toMatchObject({
      name: 'ResponseError',
      cause: { message: 'this environment is not yours' },
    });
  });

  it('does not take a 403 for an answer where the operation has none', async () => {
    const { client } = clientAnswering(json(403, answer));
    const error = await client.askGate(question).catch(e => e);
    expect(error).toBeInstanceOf(ResponseError);
  });

  it('says that the versions do not fit when the answer has another shape', async () => {
    const { client } = clientAnswering(json(200, { items: [{ id: 1 }] }));
    await expect(client.listDeadLetters()).rejects.toThrow(
      /GET \/dead-letters .* another shape .*items\.0\..*same version/,
    );
    const html = clientAnswering(json(200, '<html>proxy</html>'));
    await expect(html.client.getReleaseRisk('component:a/b')).rejects.toThrow(
      /another shape/,
    );
  });

  it('posts one event structured and several as a batch, and returns contradictions', async () => {
    const outcome = {
      source: 's',
      id: '1',
      result: 'contradictory',
      attribution: 'attributed',
    };
    const one = clientAnswering(json(409, { items: [outcome] }));
    await expect(one.client.postEvents({ id: '1' })).resolves.toEqual({
      items: [outcome],
    });
    expect(one.fetch.mock.calls[0][1].headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
    });
    const many = clientAnswering(json(202, { items: [] }));
    await many.client.postEvents([{ id: '1' }, { id: '2' }]);
    expect(many.fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: '[{"id":"1"},{"id":"2"}]',
    });
  });

  it('posts a report of backups as it was made, and gives back what of it was taken', async () => {
    const taken = { status: 'observed', targets: ['acme'], refused: [] };
    const { client, fetch } = clientAnswering(json(200, taken));
    const report = {
      source: 'pgbackrest',
      format: 'pgbackrest-info',
      takenAt: '2026-11-22T12:00:00+01:00',
      output: '[{"name": "acme"}]\n',
      exitCode: 0,
    };
    await expect(client.reportBackups(report)).resolves.toEqual(taken);
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe('https://portal.example.org/api/odoo/backup-reports');
    expect(init.method).toBe('POST');
    expect(JSON.parse(String(init.body))).toEqual(report);
    const refused = clientAnswering(json(403, notAllowed));
    await expect(refused.client.reportBackups(report)).rejects.toThrow();
  });

  it('hands the signal on', async () => {
    const { client, fetch } = clientAnswering(json(200, { items: [] }));
    const { signal } = new AbortController();
    await client.listReleases({ entityRef: 'a:b/c' }, { signal });
    expect(fetch.mock.calls[0][1].signal).toBe(signal);
  });
});
