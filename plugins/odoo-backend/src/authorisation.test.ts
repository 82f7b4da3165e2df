import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import request from 'supertest';
import { parse } from 'yaml';
import { ExpressOperationRouter } from './platform/http';
import { closingDatabases } from './platform/__testUtils__/testDatabases';
import {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  default as odooPlugin,
} from '.';

const acme = 'odooenvironment:default/acme-production';
const bolt = 'odooenvironment:default/bolt-production';
const digest = `sha256:${'a'.repeat(64)}`;
/** Of a release that is proposed, and was authored by somebody else than whoever asks. */
const otherDigest = `sha256:${'b'.repeat(64)}`;

const machine = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'odoo',
  });

/** Who asks. Rows name a status for each of them. */
const callers = {
  anonymous: mockCredentials.none.header(),
  /** A person whom the policy denies everything. */
  deniedUser: mockCredentials.user.header('user:default/denied'),
  allowedUser: mockCredentials.user.header('user:default/allowed'),
  /** A person who may do everything, to Bolt's environments only. */
  otherTenantsUser: mockCredentials.user.header('user:default/bolt-only'),
  /** An entry of odoo.machines with all verbs, for Acme. */
  boundMachine: machine('acme-ci'),
  /** The same for Bolt. */
  otherMachine: machine('bolt-ci'),
  /** Two entries for Acme with one verb each; a row takes the one that lacks its own. */
  eventsMachine: machine('acme-events'),
  readsMachine: machine('acme-reads'),
  /** Tokens that odoo.machines doesn't name; the second as another plugin of the portal has it. */
  unknownMachine: machine('stranger'),
  otherPlugin: machine('plugin:catalog'),
};

type Caller = keyof typeof callers;

interface Row {
  url?(releaseId: string, proposedId: string, decisionId: string): string;
  body?: object;
  /** What the others get is the same for every row. */
  expected: Record<
    | 'deniedUser'
    | 'allowedUser'
    | 'otherTenantsUser'
    | 'boundMachine'
    | 'otherMachine',
    number
  >;
}

const event = (environmentId: string, id: string) => ({
  specversion: '1.0',
  id,
  source: 'ci.example',
  type: 'dev.cdevents.service.deployed.0.3.0',
  time: '2026-11-20T10:00:00Z',
  datacontenttype: 'application/json',
  data: {
    context: {
      specversion: '0.5.1',
      id,
      source: 'ci.example',
      type: 'dev.cdevents.service.deployed.0.3.0',
      timestamp: '2026-11-20T10:00:00Z',
    },
    subject: {
      id: 'web',
      content: {
        environment: { id: environmentId },
        artifactId: `pkg:oci/odoo@${digest}`,
      },
    },
  },
});

const proposal = {
  ...event('acme', 'proposal'),
  type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
  data: {
    context: {
      ...event('acme', 'proposal').data.context,
      type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
    },
    subject: {
      id: 'proposal',
      content: { environment: { id: 'acme' }, artifactId: otherDigest },
    },
    customData: {
      odoo: {
        author: 'user:default/author',
        approvers: ['user:default/bolt-only'],
      },
    },
  },
};

const readOne = {
  deniedUser: 403,
  allowedUser: 200,
  otherTenantsUser: 403,
  boundMachine: 200,
  otherMachine: 404,
};
const askGate = {
  deniedUser: 403,
  allowedUser: 200,
  otherTenantsUser: 403,
  boundMachine: 200,
  otherMachine: 403,
};
const peopleOnly = {
  deniedUser: 403,
  allowedUser: 200,
  otherTenantsUser: 403,
  boundMachine: 403,
  otherMachine: 403,
};

/** No machine decides, bound or not; who may not see the release is not told that there is one. */
const personDecides = {
  deniedUser: 404,
  allowedUser: 201,
  otherTenantsUser: 404,
  boundMachine: 403,
  otherMachine: 403,
};
const decision = {
  digest: otherDigest,
  reason: 'The shops would lose more by waiting',
  validMinutes: 60,
};

/** Every operation of openapi.yaml; what a row asks is about Acme. */
const rows: Record<string, Row> = {
  'get /environments': {
    url: () => '/environments',
    expected: {
      ...readOne,
      // Lists are filtered, see below
      otherTenantsUser: 200,
      otherMachine: 200,
    },
  },
  'get /bindings': {
    url: () => `/bindings?entityRef=${acme}`,
    expected: readOne,
  },
  'get /findings': {
    url: () => `/findings?entityRef=${acme}`,
    expected: readOne,
  },
  'get /workloads': {
    url: () => `/workloads?entityRef=${acme}`,
    expected: readOne,
  },
  'get /series-support': {
    url: () => '/series-support',
    // The same for everybody, and nobody's secret
    expected: {
      deniedUser: 200,
      allowedUser: 200,
      otherTenantsUser: 200,
      boundMachine: 200,
      otherMachine: 200,
    },
  },
  'get /calendar': {
    url: releaseId => `/calendar?entityRef=${acme}&releaseId=${releaseId}`,
    expected: readOne,
  },
  'post /events': {
    body: event('acme', 'first'),
    expected: askGate,
  },
  'get /releases': {
    url: () => `/releases?entityRef=${acme}`,
    expected: readOne,
  },
  'get /releases/{releaseId}': {
    url: releaseId => `/releases/${releaseId}`,
    expected: { ...readOne, deniedUser: 404, otherTenantsUser: 404 },
  },
  'get /release-risk': {
    url: () => `/release-risk?entityRef=${acme}`,
    expected: readOne,
  },
  'get /release-history': {
    url: () => `/release-history?entityRef=${acme}`,
    expected: readOne,
  },
  'post /gate': { body: { environment: acme, digest }, expected: askGate },
  'post /gate/enforce': {
    body: { environment: acme, digest },
    // The gate holds: nothing is known of this release but that it was deployed
    expected: { ...askGate, allowedUser: 403, boundMachine: 403 },
  },
  'get /gate-decisions': {
    url: () => `/gate-decisions?entityRef=${acme}`,
    expected: readOne,
  },
  'get /releases/{releaseId}/decisions': {
    url: releaseId => `/releases/${releaseId}/decisions`,
    expected: { ...readOne, deniedUser: 404, otherTenantsUser: 404 },
  },
  'post /releases/{releaseId}/sign-off-requests': {
    url: (_, proposedId) => `/releases/${proposedId}/sign-off-requests`,
    body: {},
    expected: personDecides,
  },
  'post /releases/{releaseId}/sign-offs': {
    url: (_, proposedId) => `/releases/${proposedId}/sign-offs`,
    body: decision,
    expected: personDecides,
  },
  'post /releases/{releaseId}/overrides': {
    url: (_, proposedId) => `/releases/${proposedId}/overrides`,
    body: decision,
    expected: personDecides,
  },
  'post /releases/{releaseId}/decisions/{decisionId}/revoke': {
    url: (_, proposedId, decisionId) =>
      `/releases/${proposedId}/decisions/${decisionId}/revoke`,
    expected: { ...personDecides, allowedUser: 200 },
  },
  'get /backup-status': {
    url: () => `/backup-status?entityRef=${acme}`,
    expected: readOne,
  },
  'get /backup-timeline': {
    url: () => `/backup-timeline?entityRef=${acme}`,
    expected: readOne,
  },
  'get /backup-attempts': {
    url: () => `/backup-attempts?entityRef=${acme}`,
    expected: readOne,
  },
  'get /restore-drills': {
    url: () => `/restore-drills?entityRef=${acme}`,
    expected: readOne,
  },
  'post /backup-reports': {
    body: {
      source: 'pgbackrest',
      format: 'pgbackrest-info',
      id: 'acme',
      takenAt: '2026-11-20T10:00:00Z',
      output: '[]',
    },
    expected: askGate,
  },
  'get /incidents': {
    url: () => `/incidents?entityRef=${acme}`,
    expected: readOne,
  },
  'get /platform-releases': {
    url: () => `/platform-releases?entityRef=${acme}`,
    expected: readOne,
  },
  'get /unattributed-events': {
    url: () => '/unattributed-events',
    expected: peopleOnly,
  },
  'get /dead-letters': { url: () => '/dead-letters', expected: peopleOnly },
};

function environment(tenant: string, owner: string): Entity {
  return {
    apiVersion: 'odoofleet.io/v1alpha1',
    kind: 'OdooEnvironment',
    metadata: {
      name: `${tenant}-production`,
      namespace: 'default',
      title: tenant === 'acme' ? 'Acme House' : 'Bolt Stores',
      annotations: {
        'backstage.io/managed-by-location': `file:/${tenant}.yaml`,
      },
    },
    spec: {
      tenant,
      owner,
      stage: 'production',
      hosting: 'dedicated',
      odoo: { series: '18.0', edition: 'community' },
      bindings: [{ source: 'ci.example', environmentId: tenant }],
      backupSources: [{ source: 'pgbackrest', area: 'postgresql', id: tenant }],
      kubernetes: { cluster: 'shared-eu', namespace: `${tenant}-production` },
      services: [{ role: 'web' }],
      database: { name: tenant },
    },
  };
}

const person = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { memberOf: [] },
});

/** Decides as the framework does: service principals are allowed everything, people as the policy says. */
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
      if (userEntityRef === undefined || userEntityRef.endsWith('/allowed')) {
        return { result: AuthorizeResult.ALLOW };
      }
      if (userEntityRef.endsWith('/bolt-only') && permission.resourceType) {
        return createOdooEnvironmentConditionalDecision(
          permission as Parameters<
            typeof createOdooEnvironmentConditionalDecision
          >[0],
          odooEnvironmentConditions.isOwner({ claims: ['group:default/diy'] }),
        );
      }
      return { result: AuthorizeResult.DENY };
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

const verbs = [
  'events.write',
  'gate.ask',
  'releases.read',
  'backups.read',
  'backups.report',
];

describe('authorisation', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];
  let releaseId: string;
  let proposedId: string;
  let decisionId: string;
  let mounted: string[];

  const send = (key: string, caller: Caller) => {
    const [method, path] = key.split(' ');
    const url = `/api/odoo${
      rows[key].url?.(releaseId, proposedId, decisionId) ?? path
    }`;
    const agent = request(server);
    const call = (method === 'post' ? agent.post(url) : agent.get(url)).set(
      'authorization',
      callers[caller],
    );
    return rows[key].body === undefined
      ? call
      : call
          .type(
            path === '/events'
              ? 'application/cloudevents+json'
              : 'application/json',
          )
          .send(JSON.stringify(rows[key].body));
  };

  beforeAll(async () => {
    const handle = jest.spyOn(ExpressOperationRouter.prototype, 'handle');
    ({ server } = await startTestBackend({
      features: [
        odooPlugin,
        closingDatabases,
        permissions,
        mockServices.scheduler.factory({
          includeInitialDelayedTasksOnStartup: true,
        }),
        catalogServiceMock.factory({
          entities: [
            environment('acme', 'fashion'),
            environment('bolt', 'diy'),
            ...['author', 'allowed', 'denied', 'bolt-only'].map(person),
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            odoo: {
              claims: [
                {
                  locations: ['file:/*'],
                  pipelines: [{ source: 'ci.example', environmentIds: ['*'] }],
                  stanzas: [{ source: 'pgbackrest', ids: ['*'] }],
                },
              ],
              backups: {
                sources: [
                  {
                    name: 'pgbackrest',
                    adapter: 'pgbackrest',
                    every: { minutes: 5 },
                  },
                ],
              },
              machines: [
                { subject: 'acme-ci', environments: [acme], verbs },
                { subject: 'bolt-ci', environments: [bolt], verbs },
                {
                  subject: 'acme-events',
                  environments: [acme],
                  verbs: ['events.write'],
                },
                {
                  subject: 'acme-reads',
                  environments: [acme],
                  verbs: ['releases.read'],
                },
              ],
            },
          },
        }),
      ],
    }));
    mounted = handle.mock.calls.map(
      ([{ method, path }]) => `${method} ${path}`,
    );
    await send('post /events', 'boundMachine').expect(200);
    const { body } = await send('get /releases', 'allowedUser').expect(200);
    releaseId = body.items[0].release.id;
    await request(server)
      .post('/api/odoo/events')
      .set('authorization', callers.boundMachine)
      .type('application/cloudevents+json')
      .send(JSON.stringify(proposal))
      .expect(200);
    const list = await send('get /releases', 'allowedUser').expect(200);
    proposedId = list.body.items.find(
      (item: { release: { digest: string } }) =>
        item.release.digest === otherDigest,
    ).release.id;
    const override = 'post /releases/{releaseId}/overrides';
    decisionId = (await send(override, 'allowedUser').expect(201)).body.id;
  });

  it('has a row for every operation of openapi.yaml, and no other', () => {
    const { paths } = parse(
      readFileSync(resolve(__dirname, 'schema/openapi.yaml'), 'utf8'),
    ) as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method} ${path}`),
    );

    expect(Object.keys(rows).sort()).toEqual(operations.sort());
  });

  it('has a row for every operation that is mounted, described or not', () => {
    expect(mounted.sort()).toEqual(Object.keys(rows).sort());
  });

  describe.each(Object.keys(rows))('%s', key => {
    const expected = {
      anonymous: 401,
      ...rows[key].expected,
      [key.startsWith('get') ? 'eventsMachine' : 'readsMachine']: 403,
      unknownMachine: 403,
      otherPlugin: 403,
    };

    it.each(Object.entries(expected) as [Caller, number][])(
      'answers %s with %d',
      async (caller, status) => {
        const answer = await send(key, caller);

        expect([answer.status, JSON.stringify(answer.body)]).toEqual([
          status,
          expect.any(String),
        ]);
      },
    );

    it.each(['deniedUser', 'otherMachine', 'otherTenantsUser'] as Caller[])(
      'tells %s nothing of another tenant',
      async caller => {
        const { text } = await send(key, caller);

        expect(text).not.toMatch(/Acme House|fashion|sha256/);
      },
    );
  });

  it.each([
    ['allowedUser', [acme, bolt]],
    ['otherTenantsUser', [bolt]],
    ['boundMachine', [acme]],
    ['otherMachine', [bolt]],
  ] as [Caller, string[]][])(
    'lists to %s only what is theirs to see',
    async (caller, environmentRefs) => {
      const { body } = await send('get /environments', caller).expect(200);

      expect(
        body.items.map((e: { environmentRef: string }) => e.environmentRef),
      ).toEqual(environmentRefs);
    },
  );

  it.each([
    ['allowedUser', [acme, bolt], true],
    ['otherTenantsUser', [bolt], false],
    ['boundMachine', [acme], false],
    ['otherMachine', [bolt], false],
  ] as [Caller, string[], boolean][])(
    'lists to %s only findings that are theirs to see, those of the platform to whoever has its permission',
    async (caller, environmentRefs, platform) => {
      const { body } = await request(server)
        .get('/api/odoo/findings?limit=500')
        .set('authorization', callers[caller])
        .expect(200);
      const items: { environmentRef?: string; kind: string }[] = body.items;

      expect(
        [...new Set(items.flatMap(item => item.environmentRef ?? []))].sort(),
      ).toEqual(environmentRefs);
      expect(items.some(item => item.kind === 'unreadable-cluster')).toBe(
        platform,
      );
    },
  );
});
