import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackstageCredentials,
  type SchedulerService,
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
import type {
  BackupObservation,
  OdooEnvironmentSpec,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  odooBackupAdaptersExtensionPoint,
  type BackupAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import request from 'supertest';
import {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  default as odooPlugin,
} from '../..';
import { closingDatabases } from '../../platform/__testUtils__/testDatabases';

export const refOf = (tenant: string) =>
  `odooenvironment:default/${tenant}-production`;

/** Who may see what: `acme-dev` and `bolt-dev` what their team owns, `acme-reader` the environment alone, `auditor` everything. */
const person = (name: string) =>
  mockCredentials.user.header(`user:default/${name}`);
const machine = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'odoo',
  });

const teams: Record<string, string> = {
  'acme-dev': 'acme',
  'acme-reader': 'acme',
  'bolt-dev': 'bolt',
};

const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const decide = (
      permission: { name: string; resourceType?: string },
      credentials: BackstageCredentials,
    ): PolicyDecision => {
      const { userEntityRef = '' } = credentials.principal as {
        userEntityRef?: string;
      };
      const name = userEntityRef.split('/')[1];
      const team = teams[name];
      if (team === undefined) {
        return { result: AuthorizeResult.ALLOW };
      }
      if (name === 'acme-reader' && permission.name === 'odoo.backup.read') {
        return { result: AuthorizeResult.DENY };
      }
      return permission.resourceType === 'odoo-environment'
        ? createOdooEnvironmentConditionalDecision(
            permission as Parameters<
              typeof createOdooEnvironmentConditionalDecision
            >[0],
            odooEnvironmentConditions.isOwner({
              claims: [`group:default/${team}`],
            }),
          )
        : { result: AuthorizeResult.ALLOW };
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

const tenant = (name: string): Entity => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name, namespace: 'default' },
  spec: {
    owner: `group:default/${name}`,
    criticality: 'standard',
    timeZone: 'Europe/Paris',
    recoveryObjectives: [
      { process: 'store-orders', rpo: 'PT30M', rto: 'PT1H' },
      { process: 'analytics', rpo: 'P2D', rto: 'P1D' },
    ],
  },
});

const environment = (
  name: string,
  spec: Partial<OdooEnvironmentSpec>,
): Entity => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: `${name}-production`,
    namespace: 'default',
    title: `${name} in production`,
    annotations: { 'backstage.io/managed-by-location': `file:/${name}.yaml` },
  },
  spec: {
    tenant: name,
    owner: `group:default/${name}`,
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    kubernetes: { cluster: 'one', namespace: `${name}-production` },
    services: [{ role: 'web' }],
    database: { name },
    bindings: [
      { source: 'https://ci.example.org', environmentId: name },
      { source: 'https://drills.example.org', environmentId: name },
    ],
    ...spec,
  },
});

const shared = [
  { source: 'played', area: 'postgresql' as const, id: 'shared-1' },
];

/** Acme with everything of its own; Bolt and Corn on one database server; Mallory, who claims what is Acme's. */
const entities: Entity[] = [
  ...['acme', 'bolt', 'corn', 'mallory'].map(tenant),
  environment('acme', {
    backupSources: [
      { source: 'pgbackrest', area: 'postgresql', id: 'acme' },
      { source: 'played', area: 'postgresql', id: 'acme' },
    ],
    objectStorage: { bucket: 'odoo-acme', prefix: 'files' },
  }),
  environment('bolt', {
    hosting: 'multi-tenant',
    backupSources: shared,
    objectStorage: { bucket: 'elsewhere' },
  }),
  environment('corn', { hosting: 'multi-tenant', backupSources: shared }),
  environment('mallory', {
    backupSources: [{ source: 'played', area: 'postgresql', id: 'acme' }],
    objectStorage: { bucket: 'odoo-acme', prefix: 'files' },
  }),
];

const everything = [
  'events.write',
  'gate.ask',
  'releases.read',
  'backups.read',
  'backups.report',
];

/**
 * A kind of source whose reports are observations as JSON, by what they are about, and whose reader answers `said`: what it was
 * asked is in `asked`.
 */
function playedAdapter() {
  const asked: string[][] = [];
  const said = new Map<string, BackupObservation[]>();
  const adapter: BackupAdapter = {
    id: 'played',
    formats: [
      {
        format: 'played',
        command: 'play',
        translate: ({ output, takenAt }) =>
          new Map(
            Object.entries(
              JSON.parse(output) as Record<string, BackupObservation[]>,
            ).map(([id, value]) => [
              id,
              { status: 'observed' as const, observedAt: takenAt, value },
            ]),
          ),
      },
    ],
    createReader: (settings, { now }) =>
      settings === undefined
        ? undefined
        : {
            async read({ ids }) {
              asked.push([...ids]);
              return new Map(
                ids.map(id => [
                  id,
                  {
                    status: 'observed' as const,
                    observedAt: now(),
                    value: said.get(id) ?? [],
                  },
                ]),
              );
            },
          },
  };
  return { adapter, asked, said };
}

/** A portal in which four tenants declare backups, for questions over HTTP. */
export async function startPortal() {
  const played = playedAdapter();
  let scheduler: SchedulerService | undefined;
  const backend = await startTestBackend({
    features: [
      odooPlugin,
      createBackendModule({
        pluginId: 'odoo',
        moduleId: 'played-backups',
        register(env) {
          env.registerInit({
            deps: {
              adapters: odooBackupAdaptersExtensionPoint,
              tasks: coreServices.scheduler,
            },
            async init({ adapters, tasks }) {
              adapters.addAdapter(played.adapter);
              scheduler = tasks;
            },
          });
        },
      }),
      closingDatabases,
      permissions,
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example.org' },
          odoo: {
            backups: {
              sources: [
                {
                  name: 'pgbackrest',
                  adapter: 'pgbackrest',
                  every: { minutes: 5 },
                },
                { name: 'played', adapter: 'played', every: { minutes: 5 } },
                {
                  name: 'buckets',
                  adapter: 'played',
                  every: { minutes: 5 },
                  covers: { buckets: ['odoo-*'] },
                  settings: {},
                },
              ],
            },
            claims: [
              {
                locations: ['file:/*'],
                pipelines: [{ source: '*', environmentIds: ['*'] }],
              },
              {
                locations: ['file:/acme.yaml'],
                stanzas: [{ source: '*', ids: ['acme'] }],
                buckets: [{ bucket: 'odoo-acme', prefixes: ['files'] }],
              },
              {
                locations: ['file:/bolt.yaml', 'file:/corn.yaml'],
                stanzas: [
                  { source: 'played', ids: ['shared-1'], shared: true },
                ],
                buckets: [{ bucket: 'elsewhere', prefixes: ['*'] }],
              },
            ],
            machines: [
              { subject: 'platform', environments: ['*'], verbs: everything },
              {
                subject: 'bolt-ci',
                environments: [refOf('bolt')],
                verbs: everything,
              },
            ],
          },
        },
      }),
    ],
  });
  const platform = machine('platform');
  const post = async (path: string, body: object, as = platform) =>
    request(backend.server)
      .post(`/api/odoo${path}`)
      .set('authorization', as)
      .type(
        path === '/events'
          ? 'application/cloudevents+json'
          : 'application/json',
      )
      .send(JSON.stringify(body));
  return {
    ...played,
    machine,
    post,
    stop: () => backend.stop(),
    /** What a person is answered about an environment. */
    get: (name: string, path: string, about: string) =>
      request(backend.server)
        .get(`/api/odoo${path}`)
        .query({ entityRef: refOf(about) })
        .set('authorization', person(name)),
    runTask: (id: string) => scheduler!.triggerTask(id),
    /** Reports observations as a job of the platform's does, as of then. */
    report: (
      source: string,
      observations: Record<string, BackupObservation[]>,
      at: number,
      as = platform,
    ) =>
      post(
        '/backup-reports',
        {
          source,
          format: 'played',
          takenAt: new Date(at).toISOString(),
          output: JSON.stringify(observations),
        },
        as,
      ),
  };
}
