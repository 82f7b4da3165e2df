/* The suite's backend on PostgreSQL with a fleet in memory, and backup sources that answer at once, or never. */
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  odooBackupAdaptersExtensionPoint,
  type BackupAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { answerQuestions } from './answerQuestions';
import {
  BACKUP_AREAS,
  HANGING_SECONDS,
  HANGING_SOURCE,
  sourceOf,
} from './backupsFleet';
import { portalConfig } from './portalConfig';

const ENVIRONMENTS = Number(process.env.BENCH_ENVIRONMENTS);
const apiVersion = 'odoofleet.io/v1alpha1';
const HOUR = 3_600_000;
const annotations = { 'backstage.io/managed-by-location': 'file:/bench.yaml' };

const tenant = {
  apiVersion,
  kind: 'OdooTenant',
  metadata: { namespace: 'default', name: 'bench', annotations },
  spec: {
    owner: 'group:default/bench',
    criticality: 'business-critical',
    timeZone: 'Europe/Paris',
    recoveryObjectives: [
      { process: 'store-orders', rpo: 'PT15M', rto: 'PT2H' },
      { process: 'finance', rpo: 'P1D', rto: 'P2D' },
    ],
  },
};

const environments = Array.from({ length: ENVIRONMENTS }, (_, index) => {
  const name = `bench-${String(index).padStart(5, '0')}`;
  return {
    apiVersion,
    kind: 'OdooEnvironment',
    metadata: { namespace: 'default', name, annotations },
    spec: {
      tenant: 'odootenant:default/bench',
      owner: 'group:default/bench',
      stage: 'production',
      hosting: 'dedicated',
      odoo: { series: '18.0', edition: 'enterprise' },
      kubernetes: { cluster: 'bench', namespace: name },
      services: [{ role: 'web' }],
      database: { name: name.replaceAll('-', '_') },
      backupSources: [
        ...BACKUP_AREAS.map(area => ({
          source: sourceOf(area),
          area,
          id: name,
        })),
        { source: HANGING_SOURCE, area: 'postgresql', id: name },
      ],
    },
  };
});

/** A fortnight of backups, as a tool lists them, and an archiver that works. */
function observations(now: number): BackupObservation[] {
  const iso = (ms: number) => new Date(ms).toISOString();
  return [
    {
      kind: 'backups',
      tool: 'bench',
      encrypted: 'yes',
      problems: [],
      backups: Array.from({ length: 14 }, (_, index) => {
        const stoppedAt = now - (14 - index) * 24 * HOUR;
        return {
          label: `${iso(stoppedAt)}F`,
          type: 'full' as const,
          state: 'clean' as const,
          startedAt: iso(stoppedAt - HOUR / 2),
          stoppedAt: iso(stoppedAt),
          sizeBytes: 12_000_000_000,
        };
      }),
    },
    { kind: 'archiver', failing: false, lastArchivedAt: iso(now - 60_000) },
    {
      kind: 'wal-continuity',
      status: 'unbroken',
      latestArchivedAt: iso(now - 60_000),
    },
  ];
}

const played: BackupAdapter = {
  id: 'bench',
  createReader: (settings, { now }) => ({
    read: async ({ ids }) => {
      if ((settings as { hangs?: boolean } | undefined)?.hangs) {
        return new Promise<never>(() => {});
      }
      const observedAt = now();
      return new Map(
        ids.map(id => [
          id,
          {
            status: 'observed',
            observedAt,
            value: observations(observedAt),
          },
        ]),
      );
    },
  }),
};

answerQuestions();
const backend = createBackend();
backend.add(
  mockServices.rootConfig.factory({
    data: {
      ...portalConfig('bench'),
      odoo: {
        claims: [
          {
            locations: ['file:/bench.yaml'],
            stanzas: [{ source: '*', ids: ['*'] }],
          },
        ],
        backups: {
          // The benchmark starts each reading itself
          sources: [
            ...BACKUP_AREAS.map(area => ({
              name: sourceOf(area),
              adapter: 'bench',
              every: { hours: 24 },
            })),
            {
              name: HANGING_SOURCE,
              adapter: 'bench',
              every: { hours: 24 },
              timeout: { seconds: HANGING_SECONDS },
              settings: { hangs: true },
            },
          ],
        },
      },
    },
  }),
);
backend.add(
  catalogServiceMock.factory({ entities: [tenant, ...environments] }),
);
backend.add(import('@odoo-fleet/backstage-plugin-odoo-backend'));
backend.add(
  createBackendModule({
    pluginId: 'odoo',
    moduleId: 'bench-backups',
    register(env) {
      env.registerInit({
        deps: { backups: odooBackupAdaptersExtensionPoint },
        async init({ backups }) {
          backups.addAdapter(played);
        },
      });
    },
  }),
);
backend.start();
