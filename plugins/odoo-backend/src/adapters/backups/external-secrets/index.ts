import type {
  BackupObservation,
  BackupObservationOf,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  cronIntervalSeconds,
  namespaceOrObject,
  parseBackupSettings,
  parseKubernetesObject,
  readClusterBackups,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceReader,
  type ClusterLists,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { externalSecretSchema, settingsSchema } from './schema';

const RESOURCE = 'externalsecrets.external-secrets.io';

/** What the operator does when nothing is said. */
const DEFAULT_INTERVAL = '1h';

type Secret = BackupObservationOf<'managed-secrets'>['secrets'][number];

interface Seen {
  secret: Secret;
  /** Absent when it is fetched once only. */
  everySeconds?: number;
}

function see(object: KubernetesObject): Seen {
  const { spec, status } = parseKubernetesObject(externalSecretSchema, object);
  const everySeconds = cronIntervalSeconds(
    `@every ${spec.refreshInterval ?? DEFAULT_INTERVAL}`,
  );
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const secret = {
    name: object.metadata.name,
    ...(status?.refreshTime && { lastSyncedAt: status.refreshTime }),
  };
  const period = everySeconds === undefined ? {} : { everySeconds };
  switch (ready?.status) {
    case 'True':
      return { ...period, secret: { ...secret, state: 'synced' } };
    case 'False':
      return {
        ...period,
        secret: {
          ...secret,
          state: 'failed',
          message:
            'It could not be fetched from its store; describe the ExternalSecret to see why.',
        },
      };
    default:
      return {
        ...period,
        secret: {
          ...secret,
          state: 'unknown',
          message: 'The operator does not say whether it was fetched.',
        },
      };
  }
}

/**
 * The one that has to be fetched again first stands for all: when the operator sleeps, `Ready` stays as it was, and only this tells.
 */
function scheduleOf(
  seen: readonly Seen[],
): BackupObservationOf<'schedule'> | undefined {
  const [first] = seen
    .flatMap(({ secret: { lastSyncedAt }, everySeconds }) =>
      lastSyncedAt && everySeconds
        ? [
            {
              lastSyncedAt,
              everySeconds,
              due: Date.parse(lastSyncedAt) + everySeconds * 1000,
            },
          ]
        : [],
    )
    .sort((a, b) => a.due - b.due);
  return (
    first && {
      kind: 'schedule',
      everySeconds: first.everySeconds,
      suspended: false,
      lastRunAt: first.lastSyncedAt,
      lastSuccessAt: first.lastSyncedAt,
      nextRunAt: new Date(first.due).toISOString(),
    }
  );
}

function translate(
  listed: ClusterLists<typeof RESOURCE>,
): (id: string) => readonly BackupObservation[] {
  const meant = namespaceOrObject(listed[RESOURCE]);
  return id => {
    const seen = meant(id).map(see);
    const schedule = scheduleOf(seen);
    return seen.length
      ? [
          {
            kind: 'managed-secrets',
            secrets: seen.map(({ secret }) => secret),
          },
          ...(schedule ? [schedule] : []),
        ]
      : [];
  };
}

class ExternalSecretsReader implements BackupSourceReader {
  constructor(
    private readonly cluster: string,
    private readonly deps: Pick<BackupReaderDeps, 'clusters'>,
  ) {}

  read(options: BackupReadOptions): ReturnType<BackupSourceReader['read']> {
    return readClusterBackups({
      ...options,
      deps: this.deps,
      cluster: this.cluster,
      lists: [{ resource: RESOURCE }],
      translate,
    });
  }
}

/** Secrets that a secret store keeps: one source is one Kubernetes cluster, an id is a namespace or `<namespace>/<ExternalSecret>`. */
export const externalSecretsAdapter: BackupAdapter = {
  id: 'external-secrets',
  createReader: (settings, deps) =>
    new ExternalSecretsReader(
      parseBackupSettings(settingsSchema, settings).cluster,
      deps,
    ),
};
