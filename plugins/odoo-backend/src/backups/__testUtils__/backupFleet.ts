import { mockServices } from '@backstage/backend-test-utils';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  bindingGrantSchema,
  claimsOf,
  type OdooEnvironmentSpec,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BackupSourceOutcome,
  BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupsSchema, type BackupSettings } from '../../backupSettings';
import {
  BindingReview,
  DatabaseBindingStore,
  DatabaseClusterStore,
  DatabaseEnvironmentStore,
  DatabaseRecoveryStore,
  type DeclaredEnvironment,
} from '../../catalog';
import type { Database } from '../../platform/database';
import { DatabaseOutboxStore } from '../../platform/DatabaseOutboxStore';
import { backupFactSourcesIn } from '../DatabaseBackupFactSourcesStore';
import { BackupTask } from '../BackupTask';
import { DatabaseBackupStore } from '../DatabaseBackupStore';

export const START = Date.UTC(2026, 10, 17, 12);

export const refOf = (tenant: string) =>
  `odooenvironment:default/${tenant}-production`;

/** An environment whose descriptor names these backup sources. */
export function environmentOf(
  tenant: string,
  backupSources: NonNullable<OdooEnvironmentSpec['backupSources']>,
  location = `file:/${tenant}.yaml`,
): DeclaredEnvironment {
  const kubernetes = { cluster: 'eu', namespace: `${tenant}-production` };
  const database = { name: tenant };
  return {
    environmentRef: refOf(tenant),
    tenantRef: `odootenant:default/${tenant}`,
    ownerRef: `group:default/${tenant}`,
    title: tenant,
    stage: 'production',
    hosting: 'dedicated',
    series: '18.0',
    bindings: [],
    location,
    ...kubernetes,
    services: [],
    claims: claimsOf({ kubernetes, database, backupSources }),
    references: [],
    derivedRefs: [],
    partRefs: [],
    recovery: { database: tenant, backupSources, ...kubernetes },
  };
}

/** `pgbackrest` for the database, under the name of the tenant. */
export const stanza = (id: string) => ({
  source: 'pgbackrest',
  area: 'postgresql' as const,
  id,
});

/** A reader that answers what it is told, by id, and remembers what it was asked. */
export class PlayedReader implements BackupSourceReader {
  readonly asked: string[][] = [];
  answer: (id: string) => BackupSourceOutcome | Promise<never>;

  constructor(answer: (id: string) => BackupSourceOutcome | Promise<never>) {
    this.answer = answer;
  }

  async read({ ids }: { ids: readonly string[] }) {
    this.asked.push([...ids]);
    const outcomes = new Map<string, BackupSourceOutcome>();
    for (const id of ids) {
      outcomes.set(id, await this.answer(id));
    }
    return outcomes;
  }
}

/** The list of backups with one clean full one that ended then. */
export const oneFull = (
  stoppedAt: number,
  label = '20261117-110000F',
): BackupSourceOutcome => ({
  status: 'observed',
  observedAt: stoppedAt,
  value: [
    {
      kind: 'backups',
      tool: 'pgbackrest',
      backups: [
        {
          label,
          type: 'full',
          state: 'clean',
          stoppedAt: new Date(stoppedAt).toISOString(),
        },
      ],
      problems: [],
    },
  ],
});

/** Credentials that the harness's authorizer knows by name. */
export const asCaller = (name: string) =>
  ({ principal: { name } } as unknown as BackstageCredentials);

/** Stores, bindings that are judged, and a clock, as the plugin has them. */
export async function setUpBackups(
  knex: Database,
  options: {
    environments: DeclaredEnvironment[];
    grants?: object[];
    settings?: object;
  },
) {
  const time = { now: START };
  const clock = { now: () => time.now };
  const environments = DatabaseEnvironmentStore.create({ knex });
  const recovery = DatabaseRecoveryStore.create({ knex });
  const bindings = DatabaseBindingStore.create({ knex });
  const grants = (
    options.grants ?? [
      {
        locations: ['file:/*'],
        stanzas: [{ source: '*', ids: ['*'] }],
        clusters: ['eu'],
        namespaces: ['*'],
      },
    ]
  ).map(grant => bindingGrantSchema.parse(grant));
  const review = new BindingReview({
    bindings,
    clusters: DatabaseClusterStore.create({ knex }),
    grants,
  });
  const declare = async (declared: DeclaredEnvironment[]) => {
    await environments.replace(
      {
        tenants: declared.map(({ tenantRef, ownerRef, title }) => ({
          tenantRef,
          ownerRef,
          title,
          criticality: 'standard',
          timeZone: 'Europe/Paris',
          recovery: { compliance: [] },
        })),
        environments: declared,
        people: [],
      },
      time.now,
    );
    await review.review(time.now);
  };
  await declare(options.environments);
  const outbox = DatabaseOutboxStore.create({ knex });
  const store = DatabaseBackupStore.create({ database: knex, outbox });
  const settings: BackupSettings = backupsSchema.parse({
    sources: [
      { name: 'pgbackrest', adapter: 'pgbackrest', every: { minutes: 5 } },
    ],
    ...options.settings,
  });
  const logger = mockServices.logger.mock();
  return {
    time,
    clock,
    declare,
    environments,
    recovery,
    bindings,
    outbox,
    store,
    settings,
    logger,
    open: () => backupFactSourcesIn(knex),
    task: BackupTask.create({
      recovery,
      bindings,
      store,
      configured: settings.sources,
      clock,
      logger,
    }),
  };
}
