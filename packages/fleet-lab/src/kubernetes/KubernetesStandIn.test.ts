import { ClusterContents } from './ClusterContents';
import { KubernetesStandIn } from './KubernetesStandIn';
import { ObjectFactory } from './ObjectFactory';

const factory = new ObjectFactory('eu', new Date('2026-11-22T08:00:00Z'));

function pod(name: string, namespace: string, labels: Record<string, string>) {
  return factory.make('Pod', {
    name,
    namespace,
    labels,
    ageHours: 1,
    status: { phase: name.endsWith('9') ? 'Pending' : 'Running' },
  });
}

const web = pod('web-1', 'shop', { app: 'odoo', tier: 'web' });
const cron = pod('cron-9', 'shop', { app: 'odoo', tier: 'cron' });
const other = pod('other-1', 'neighbour', { app: 'other' });

describe('KubernetesStandIn', () => {
  let contents: ClusterContents;
  let standIn: KubernetesStandIn;

  beforeEach(async () => {
    contents = new ClusterContents().put(web, cron, other);
    standIn = await KubernetesStandIn.start({
      token: 'right',
      calendars: new Map([['nodes', 'BEGIN:VCALENDAR']]),
      clusters: [
        { name: 'eu', contents },
        { name: 'na', contents: new ClusterContents() },
      ],
    });
  });

  afterEach(() => standIn.stop());

  async function ask(path: string, { cluster = 'eu', token = 'right' } = {}) {
    const response = await fetch(`${standIn.urlOf(cluster)}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    const json = response.headers.get('content-type') === 'application/json';
    return {
      code: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : text,
    };
  }

  async function names(query: string, path = '/api/v1/pods') {
    const { code, body } = await ask(`${path}?${query}`);
    expect(code).toBe(200);
    return body.items.map(
      ({ metadata }: { metadata: { name: string } }) => metadata.name,
    );
  }

  it('lists as the API server does: by namespace and name, items without a kind of their own', async () => {
    const { code, body } = await ask('/api/v1/pods');
    expect(code).toBe(200);
    expect(body).toMatchObject({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '1003' },
    });
    expect(body.items.map((i: typeof web) => i.metadata.name)).toEqual([
      'other-1',
      'cron-9',
      'web-1',
    ]);
    expect(Object.keys(body.items[0])).toEqual(['metadata', 'status']);
    await expect(names('', '/api/v1/namespaces/shop/pods')).resolves.toEqual([
      'cron-9',
      'web-1',
    ]);
    await expect(
      names('', '/apis/apps/v1/namespaces/shop/deployments'),
    ).resolves.toEqual([]);
  });

  it.each([
    ['app=odoo', ['cron-9', 'web-1']],
    ['app==odoo,tier!=cron', ['web-1']],
    ['tier in (web, cron)', ['cron-9', 'web-1']],
    ['tier in (web),app=odoo', ['web-1']],
    ['tier notin (web)', ['other-1', 'cron-9']],
    ['tier', ['cron-9', 'web-1']],
    ['!tier', ['other-1']],
    ['app=nobody', []],
  ])('selects by the labels %s', async (selector, expected) => {
    await expect(
      names(`labelSelector=${encodeURIComponent(selector)}`),
    ).resolves.toEqual(expected);
  });

  it.each([
    ['metadata.name=web-1', ['web-1']],
    ['metadata.namespace!=shop', ['other-1']],
    ['status.phase=Pending,metadata.namespace=shop', ['cron-9']],
  ])('selects by the fields %s', async (selector, expected) => {
    await expect(
      names(`fieldSelector=${encodeURIComponent(selector)}`),
    ).resolves.toEqual(expected);
  });

  it.each([
    'labelSelector=a%20b',
    'labelSelector=a%3D%3D%3Db',
    'fieldSelector=spec.nodeName%3Da',
    'continue=nonsense',
  ])('refuses the query %s', async query => {
    await expect(ask(`/api/v1/pods?${query}`)).resolves.toMatchObject({
      code: 400,
      body: { kind: 'Status', reason: 'BadRequest' },
    });
  });

  it('shows the cluster as of the first page on all pages', async () => {
    const first = await ask('/api/v1/pods?limit=2');
    expect(first.body.items).toHaveLength(2);
    expect(first.body.metadata.remainingItemCount).toBe(1);
    contents.remove(web).put(pod('added-1', 'zoo', {}));

    const token = first.body.metadata.continue;
    const second = await ask(`/api/v1/pods?limit=2&continue=${token}`);
    expect(second.body.items).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'web-1' }),
      }),
    ]);
    expect(second.body.metadata).toEqual({
      resourceVersion: first.body.metadata.resourceVersion,
    });
    await expect(names('limit=500')).resolves.toEqual([
      'other-1',
      'cron-9',
      'added-1',
    ]);
  });

  it('refuses the token of another list, and one that has expired', async () => {
    const { body } = await ask('/api/v1/pods?limit=1');
    const token = body.metadata.continue;
    await expect(
      ask(`/api/v1/namespaces/shop/pods?limit=1&continue=${token}`),
    ).resolves.toMatchObject({ code: 400 });
    standIn.setFault('eu', { manner: 'expired' });
    await expect(
      ask(`/api/v1/pods?limit=1&continue=${token}`),
    ).resolves.toMatchObject({
      code: 410,
      body: { kind: 'Status', reason: 'Expired', code: 410 },
    });
    await expect(names('limit=1')).resolves.toEqual(['other-1']);
  });

  it('gets one object, and says which one is missing', async () => {
    const { body } = await ask('/api/v1/namespaces/shop/pods/web-1');
    expect(body).toMatchObject({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'shop' },
    });
    await expect(
      ask('/api/v1/namespaces/neighbour/pods/web-1'),
    ).resolves.toMatchObject({
      code: 404,
      body: {
        kind: 'Status',
        reason: 'NotFound',
        details: { name: 'web-1', kind: 'pods' },
      },
    });
  });

  it.each([
    '/apis/metrics.k8s.io/v1beta1/pods',
    '/api/v1/namespaces/shop/pods/web-1/log',
    '/api/v1/namespaces/shop/nodes',
    '/api/v1/pods/web-1',
    '/version',
    '/',
  ])('does not serve %s', async path => {
    await expect(ask(path)).resolves.toMatchObject({
      code: 404,
      body: '404 page not found\n',
    });
  });

  it('keeps clusters apart, and knows no others', async () => {
    const { body } = await ask('/api/v1/pods', { cluster: 'na' });
    expect(body.items).toEqual([]);
    await expect(
      ask('/api/v1/pods', { cluster: 'nowhere' }),
    ).resolves.toMatchObject({ code: 404 });
  });

  it('wants its token, only reads, and shows no secret', async () => {
    await expect(
      ask('/api/v1/pods', { token: 'wrong' }),
    ).resolves.toMatchObject({ code: 401, body: { kind: 'Status' } });
    await expect(ask('/api/v1/secrets')).resolves.toMatchObject({
      code: 403,
      body: { kind: 'Status', reason: 'Forbidden' },
    });
    const response = await fetch(
      `${standIn.urlOf('eu')}/api/v1/namespaces/shop/pods/web-1`,
      { method: 'DELETE', headers: { authorization: 'Bearer right' } },
    );
    expect(response.status).toBe(405);
    await expect(names('')).resolves.toHaveLength(3);
  });

  it('gives calendars to anybody, and no others than it has', async () => {
    const { origin } = new URL(standIn.urlOf('eu'));
    const answer = await fetch(`${origin}/calendars/nodes.ics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/calendar/);
    await expect(answer.text()).resolves.toBe('BEGIN:VCALENDAR');
    const none = await fetch(`${origin}/calendars/other.ics`);
    expect(none.status).toBe(404);
  });

  it('misbehaves on demand, one cluster and not the others', async () => {
    standIn.setFault('eu', {
      manner: 'too-many-requests',
      retryAfterSeconds: 7,
    });
    const busy = await ask('/api/v1/pods');
    expect(busy.code).toBe(429);
    expect(busy.headers.get('retry-after')).toBe('7');
    await expect(ask('/api/v1/pods', { cluster: 'na' })).resolves.toMatchObject(
      { code: 200 },
    );

    standIn.setFault('eu', { manner: 'unauthorized' });
    await expect(ask('/api/v1/pods')).resolves.toMatchObject({ code: 401 });
    standIn.setFault('eu', { manner: 'forbidden', resources: ['pods'] });
    await expect(ask('/api/v1/pods')).resolves.toMatchObject({ code: 403 });
    await expect(ask('/api/v1/services')).resolves.toMatchObject({ code: 200 });
    standIn.setFault('eu', { manner: 'internal-error' });
    await expect(ask('/api/v1/pods')).resolves.toMatchObject({ code: 500 });
    standIn.setFault('eu', { manner: 'silent' });
    await expect(
      fetch(`${standIn.urlOf('eu')}/api/v1/pods`, {
        signal: AbortSignal.timeout(300),
      }),
    ).rejects.toThrow('timeout');
    standIn.setFault('eu', undefined);
    await expect(names('')).resolves.toHaveLength(3);
    expect(() => standIn.setFault('nowhere', undefined)).toThrow('nowhere');
  });
});
