import type { LabObject } from './ClusterContents';
import type { ObjectFactory } from './ObjectFactory';

const DAY = 24;

/** A PostgreSQL that CloudNativePG runs in three zones and its barman-cloud plugin archives. */
export function postgresObjects(
  factory: ObjectFactory,
  namespace: string,
  name: string,
): LabObject[] {
  const store = 'offsite';
  const inside = { namespace, ageHours: 200 * DAY };
  const instances = [1, 2, 3].map(index => `${name}-${index}`);
  const backups = Array.from({ length: 14 }, (_, index) => {
    const hours = index * DAY + 5;
    return factory.make('Backup.postgresql.cnpg.io', {
      name: `${name}-nightly-${index}`,
      namespace,
      ageHours: hours,
      labels: { 'cnpg.io/cluster': name },
      spec: {
        cluster: { name },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
      status: {
        phase: 'completed',
        method: 'plugin',
        startedAt: factory.ago(hours),
        stoppedAt: factory.ago(hours - 0.1),
      },
    });
  });
  const condition = (type: string, reason: string, hours: number) => ({
    type,
    status: 'True',
    reason,
    lastTransitionTime: factory.ago(hours),
  });
  return [
    factory.make('Cluster', {
      ...inside,
      name,
      spec: {
        instances: 3,
        imageName: 'ghcr.io/cloudnative-pg/postgresql:16.10',
        plugins: [
          {
            name: 'barman-cloud.cloudnative-pg.io',
            isWALArchiver: true,
            parameters: { barmanObjectName: store },
          },
        ],
      },
      status: {
        phase: 'Cluster in healthy state',
        instances: 3,
        readyInstances: 3,
        currentPrimary: instances[0],
        conditions: [
          condition('Ready', 'ClusterIsReady', 900),
          condition('ContinuousArchiving', 'ContinuousArchivingSuccess', 900),
          condition('LastBackupSucceeded', 'LastBackupSucceeded', 4.9),
        ],
      },
    }),
    ...backups,
    factory.make('ScheduledBackup', {
      ...inside,
      name: `${name}-nightly`,
      spec: { cluster: { name }, schedule: '0 0 2 * * *', method: 'plugin' },
      status: {
        lastScheduleTime: factory.ago(5),
        nextScheduleTime: factory.ago(5 - DAY),
      },
    }),
    factory.make('ObjectStore', {
      ...inside,
      name: store,
      spec: {
        retentionPolicy: '30d',
        configuration: { destinationPath: `s3://${namespace}-backups/` },
      },
      status: {
        serverRecoveryWindow: {
          [name]: {
            firstRecoverabilityPoint: factory.ago(14 * DAY),
            lastSuccessfulBackupTime: factory.ago(4.9),
          },
        },
      },
    }),
    ...instances.map((instance, index) =>
      factory.make('Pod', {
        name: instance,
        namespace,
        ageHours: 900,
        labels: {
          'cnpg.io/cluster': name,
          'cnpg.io/instanceRole': index === 0 ? 'primary' : 'replica',
        },
        spec: {
          nodeName: `node-${index + 1}`,
          containers: [
            {
              name: 'postgres',
              image: 'ghcr.io/cloudnative-pg/postgresql:16.10',
            },
          ],
        },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' }],
        },
      }),
    ),
  ];
}
