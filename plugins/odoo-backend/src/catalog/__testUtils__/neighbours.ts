import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import express from 'express';
import {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
} from '../environmentRules';

/** A staging environment of a team that owns it. */
export const environment = (
  name: string,
  team: string,
  spec: object,
  more = {},
) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name, ...more },
  spec: {
    tenant: team,
    owner: `group:default/${team}`,
    stage: 'staging',
    hosting: 'multi-tenant',
    odoo: { series: '18.0', edition: 'community' },
    services: [{ role: 'web' }],
    ...spec,
  },
});

/** The tenant of a team. */
export const tenant = (name: string) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name },
  spec: {
    owner: `group:default/${name}`,
    criticality: 'standard',
    timeZone: 'Europe/Paris',
  },
});

/** A pipeline's word that something was deployed. */
export function deployed(environmentId: string, source: string): string {
  const context = {
    specversion: '0.5.1',
    id: `${source}#${environmentId}`,
    source,
    type: 'dev.cdevents.service.deployed.0.3.0',
    timestamp: '2026-11-20T10:00:00Z',
  };
  return JSON.stringify({
    specversion: '1.0',
    id: context.id,
    source,
    type: context.type,
    time: context.timestamp,
    datacontenttype: 'application/json',
    data: {
      context,
      subject: {
        id: 'web',
        content: {
          environment: { id: environmentId },
          artifactId: `pkg:oci/odoo@sha256:${'a'.repeat(64)}`,
        },
      },
    },
  });
}

/** Namespaces of the cluster, and whose name each carries. */
const namespaces = {
  'acme-production': 'default/acme-production',
  'spy-production': undefined,
  'two-names': 'default/acme-production,default/spy-two-names',
};

const apiVersions: Record<string, string> = {
  NamespaceList: 'v1',
  CronJobList: 'batch/v1',
  JobList: 'batch/v1',
};

/** What the portal's Kubernetes plugin says, as far as the reader asks. */
export const kubernetes = createBackendPlugin({
  pluginId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = express.Router();
        const list = (kind: string, items: object[]) => ({
          apiVersion: apiVersions[kind] ?? 'apps/v1',
          kind,
          metadata: { resourceVersion: '1' },
          items,
        });
        router.get('/clusters', (_, res) => {
          res.json({
            items: [{ name: 'shared-eu', authProvider: 'serviceAccount' }],
          });
        });
        router.get('/proxy/api/v1/namespaces', (_, res) => {
          res.json(
            list(
              'NamespaceList',
              Object.entries(namespaces).map(([name, annotation]) => ({
                metadata: {
                  name,
                  uid: name,
                  resourceVersion: '1',
                  annotations: annotation && {
                    'odoofleet.io/environment': annotation,
                  },
                },
              })),
            ),
          );
        });
        router.get('/proxy/apis/apps/v1/deployments', (_, res) => {
          res.json(
            list(
              'DeploymentList',
              Object.keys(namespaces).map(namespace => ({
                metadata: {
                  name: 'odoo',
                  namespace,
                  uid: namespace,
                  resourceVersion: '1',
                },
                spec: {
                  template: {
                    metadata: {
                      labels: { 'app.kubernetes.io/component': 'web' },
                    },
                    spec: { containers: [{ image: `secret-${namespace}` }] },
                  },
                },
                status: { readyReplicas: 1 },
              })),
            ),
          );
        });
        router.get('/proxy/apis/apps/v1/statefulsets', (_, res) => {
          res.json(list('StatefulSetList', []));
        });
        router.get('/proxy/apis/batch/v1/cronjobs', (_, res) => {
          res.json(
            list(
              'CronJobList',
              Object.keys(namespaces).map(namespace => ({
                metadata: {
                  name: 'filestore',
                  namespace,
                  uid: `cron-${namespace}`,
                  resourceVersion: '1',
                },
                spec: { schedule: '@daily' },
              })),
            ),
          );
        });
        router.get('/proxy/apis/batch/v1/jobs', (_, res) => {
          res.json(
            list(
              'JobList',
              Object.keys(namespaces).map(namespace => ({
                metadata: {
                  name: `secret-${namespace}`,
                  namespace,
                  uid: `job-${namespace}`,
                  resourceVersion: '1',
                  ownerReferences: [
                    {
                      apiVersion: 'batch/v1',
                      kind: 'CronJob',
                      name: 'filestore',
                      uid: `cron-${namespace}`,
                    },
                  ],
                },
                status: {
                  startTime: '2026-11-20T01:00:00Z',
                  completionTime: '2026-11-20T01:10:00Z',
                  conditions: [
                    {
                      type: 'Complete',
                      status: 'True',
                      lastTransitionTime: '2026-11-20T01:10:00Z',
                    },
                  ],
                },
              })),
            ),
          );
        });
        httpRouter.use(router);
      },
    });
  },
});

/** People see what their team owns, in the catalog as here; `user:default/platform` sees everything. */
export const permissions = createServiceFactory({
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
      if (!userEntityRef || userEntityRef.endsWith('/platform')) {
        return { result: AuthorizeResult.ALLOW };
      }
      const claims = [`group:default/${userEntityRef.split('/')[1]}`];
      switch (permission.resourceType) {
        case 'odoo-environment':
          return createOdooEnvironmentConditionalDecision(
            permission as Parameters<
              typeof createOdooEnvironmentConditionalDecision
            >[0],
            odooEnvironmentConditions.isOwner({ claims }),
          );
        case 'catalog-entity':
          return {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'catalog',
            resourceType: 'catalog-entity',
            conditions: {
              rule: 'IS_ENTITY_OWNER',
              resourceType: 'catalog-entity',
              params: { claims },
            },
          };
        default:
          return { result: AuthorizeResult.DENY };
      }
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

const info = readFileSync(
  `${__dirname}/../../adapters/backups/pgbackrest/__fixtures__/info-full-diff-incr.json`,
  'utf8',
).replaceAll('20261122-043456F', 'secret-acme-production');
/** What pgBackRest prints of a stanza, by a label that nobody but Acme may read. */
export const infoOf = (stanza: string) =>
  JSON.stringify([{ ...JSON.parse(info)[0], name: stanza }]);

/** Prefixes that the store was asked for. */
export const listedPrefixes: string[] = [];

/** An object store: one object under every prefix, and nothing else that it knows. */
export const store = createServer((req, res) => {
  const url = new URL(req.url!, 'http://store');
  res.setHeader('content-type', 'application/xml');
  if (req.method === 'HEAD') {
    res.end();
  } else if (url.searchParams.has('list-type')) {
    const prefix = url.searchParams.get('prefix') ?? '';
    listedPrefixes.push(prefix);
    res.end(
      `<ListBucketResult><Name>attachments</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>${prefix}ab/cd</Key><LastModified>2026-11-20T01:00:00Z</LastModified><Size>1</Size></Contents></ListBucketResult>`,
    );
  } else {
    res.statusCode = 501;
    res.end('<Error><Code>NotImplemented</Code></Error>');
  }
});
