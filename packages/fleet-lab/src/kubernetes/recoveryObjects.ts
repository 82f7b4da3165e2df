import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { LabObject } from './ClusterContents';
import { deliveryObjects } from './deliveryObjects';
import type { ObjectFactory } from './ObjectFactory';
import { postgresObjects } from './postgresObjects';
import type { Trouble } from './trouble';

const DAY = 24;

export type RecoveryTrouble = Trouble['recovery'][number]['what'];

const ready = (ok: boolean, reason: string, since: string) => ({
  type: 'Ready',
  status: ok ? 'True' : 'False',
  reason,
  lastTransitionTime: since,
});

/** Secrets of an environment that a secret store keeps. */
function secretObjects(
  factory: ObjectFactory,
  namespace: string,
  fails: boolean,
): LabObject[] {
  return ['odoo-database', 'odoo-admin', 'redis'].map((name, index) => {
    const failing = fails && index === 1;
    return factory.make('ExternalSecret', {
      name,
      namespace,
      ageHours: 200 * DAY,
      spec: {
        refreshInterval: '1h0m0s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name },
        dataFrom: [{ extract: { key: `${namespace}/${name}` } }],
      },
      status: {
        refreshTime: factory.ago(failing ? 31 : 0.3),
        conditions: [
          failing
            ? ready(false, 'SecretSyncedError', factory.ago(30))
            : ready(true, 'SecretSynced', factory.ago(200 * DAY)),
        ],
      },
    });
  });
}

function certificateObjects(
  factory: ObjectFactory,
  { metadata: { name }, spec: { url } }: OdooEnvironmentEntity,
  namespace: string,
  ends: boolean,
): LabObject[] {
  return [
    factory.make('Certificate', {
      name: `${name}-tls`,
      namespace,
      ageHours: 200 * DAY,
      spec: {
        secretName: `${name}-tls`,
        ...(url && { dnsNames: [new URL(url).hostname] }),
        issuerRef: { kind: 'ClusterIssuer', name: 'public' },
      },
      status: {
        notBefore: factory.ago((ends ? 86 : 30) * DAY),
        notAfter: factory.ago((ends ? -4 : -60) * DAY),
        conditions: [
          ends
            ? ready(false, 'Renewing', factory.ago(10 * DAY))
            : ready(true, 'Ready', factory.ago(30 * DAY)),
        ],
      },
    }),
  ];
}

/** A CronJob that copies the filestore every quarter of an hour, with the jobs that it still keeps. */
function copyObjects(
  factory: ObjectFactory,
  namespace: string,
  name: string,
  fails: boolean,
): LabObject[] {
  // Quarters of an hour since the last good run
  const first = fails ? 140 : 0;
  const last = factory.ago(first / 4 + 0.1);
  const cronJob = factory.make('CronJob', {
    name,
    namespace,
    ageHours: 200 * DAY,
    spec: { schedule: '*/15 * * * *', concurrencyPolicy: 'Forbid' },
    status: { lastScheduleTime: factory.ago(0.12), lastSuccessfulTime: last },
  });
  const job = (quarters: number, ok: boolean) =>
    factory.make('Job', {
      name: `${name}-${ok ? 'done' : 'failed'}-${quarters}`,
      namespace,
      ageHours: quarters / 4 + 0.12,
      owner: cronJob,
      status: {
        startTime: factory.ago(quarters / 4 + 0.12),
        ...(ok && { completionTime: factory.ago(quarters / 4 + 0.1) }),
        conditions: [
          {
            type: ok ? 'Complete' : 'Failed',
            status: 'True',
            lastTransitionTime: factory.ago(quarters / 4 + 0.1),
          },
        ],
      },
    });
  return [
    cronJob,
    ...[0, 1, 2].map(quarters => job(first + quarters, true)),
    ...(fails ? [job(0, false)] : []),
  ];
}

/** A Schedule of Velero with its backups of some days, and a restore into a namespace of its own. */
function veleroObjects(
  factory: ObjectFactory,
  name: string,
  includes: string,
  partial: boolean,
): LabObject[] {
  const namespace = 'velero';
  const storageLocation = 'default';
  const labels = { 'velero.io/schedule-name': name };
  const backups = Array.from({ length: 12 }, (_, index) => {
    const hours = index * 6 + 1;
    return factory.make('Backup.velero.io', {
      name: `${name}-${index}`,
      namespace,
      labels,
      ageHours: hours,
      spec: { storageLocation, includedNamespaces: [includes] },
      status: {
        phase: partial && index === 0 ? 'PartiallyFailed' : 'Completed',
        startTimestamp: factory.ago(hours),
        completionTimestamp: factory.ago(hours - 0.05),
        expiration: factory.ago(hours - 14 * DAY),
        ...(partial && index === 0 && { errors: 3 }),
      },
    });
  });
  return [
    factory.make('BackupStorageLocation', {
      name: storageLocation,
      namespace,
      ageHours: 300 * DAY,
      spec: { provider: 'aws', objectStorage: { bucket: 'velero' } },
      status: { phase: 'Available', lastValidationTime: factory.ago(0.01) },
    }),
    factory.make('Schedule', {
      name,
      namespace,
      ageHours: 200 * DAY,
      spec: {
        schedule: '0 */6 * * *',
        template: {
          ttl: '336h0m0s',
          includedNamespaces: [includes],
          storageLocation,
        },
      },
      status: { phase: 'Enabled', lastBackup: factory.ago(1) },
    }),
    ...backups,
    factory.make('Restore', {
      name: `${name}-drill`,
      namespace,
      ageHours: 40,
      spec: {
        backupName: `${name}-7`,
        namespaceMapping: { [includes]: `drill-${includes}`.slice(0, 63) },
      },
      status: {
        phase: 'Completed',
        startTimestamp: factory.ago(40),
        completionTimestamp: factory.ago(39.8),
      },
    }),
  ];
}

/**
 * What would be in the cluster for an environment to be got back, as its descriptor names it: `…-secrets` and `…-certificates` name a
 * namespace, an id with a slash a Cluster of CloudNativePG or a CronJob that copies files, and what is Velero's a Schedule.
 */
export function recoveryObjects(
  factory: ObjectFactory,
  environment: OdooEnvironmentEntity,
  trouble: Trouble,
): LabObject[] {
  const { backupSources = [], kubernetes } = environment.spec;
  const has = (what: RecoveryTrouble) =>
    trouble.recovery.some(
      t => t.environment === environment.metadata.name && t.what === what,
    );
  return [
    ...deliveryObjects(factory, environment, has('path-missing')),
    ...backupSources.flatMap(({ source, area, id }) => {
      const [namespace, name] = id.split('/');
      if (source.endsWith('-secrets')) {
        return secretObjects(factory, namespace, has('secret-fails'));
      }
      if (source.endsWith('-certificates')) {
        const ends = has('certificate-ends');
        return certificateObjects(factory, environment, namespace, ends);
      }
      if (source.includes('velero')) {
        const partial = has('backup-partial');
        return veleroObjects(factory, id, kubernetes.namespace, partial);
      }
      if (name === undefined) {
        return [];
      }
      return area === 'postgresql'
        ? postgresObjects(factory, namespace, name)
        : copyObjects(factory, namespace, name, has('copy-fails'));
    }),
  ];
}
