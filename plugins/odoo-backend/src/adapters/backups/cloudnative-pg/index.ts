import type {
  Backup,
  BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  namespaceAndName,
  objectsBy,
  parseBackupSettings,
  parseKubernetesObject,
  readClusterBackups,
  type BackupAdapter,
  type BackupReaderDeps,
  type BackupReadOptions,
  type BackupSourceReader,
  type ClusterList,
  type ClusterLists,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  archiverOf,
  archivingOf,
  problemsOf,
  recoveryWindowOf,
  retentionDays,
} from './archiving';
import { scheduleOf, toBackup } from './backups';
import { clusterSchema, objectStoreSchema, settingsSchema } from './schema';
import { standbysOf, zonesOf } from './standbys';

/** Pods that are instances of a cluster carry its name here. */
const INSTANCE_OF = 'cnpg.io/cluster';

type Listed =
  | 'clusters.postgresql.cnpg.io'
  | 'backups.postgresql.cnpg.io'
  | 'scheduledbackups.postgresql.cnpg.io'
  | 'objectstores.barmancloud.cnpg.io'
  | 'pods'
  | 'nodes';

const lists: readonly ClusterList<Listed>[] = [
  { resource: 'clusters.postgresql.cnpg.io' },
  { resource: 'backups.postgresql.cnpg.io' },
  { resource: 'scheduledbackups.postgresql.cnpg.io' },
  { resource: 'pods', labelSelector: INSTANCE_OF },
  { resource: 'nodes' },
  {
    // The plugin that defines them is not installed everywhere
    resource: 'objectstores.barmancloud.cnpg.io',
    onlyIf: objectsOf =>
      objectsOf('clusters.postgresql.cnpg.io').some(namesObjectStore),
  },
];

/** Whether a Cluster says anywhere that the barman-cloud plugin archives for it. */
function namesObjectStore(object: KubernetesObject): boolean {
  const cluster = clusterSchema.safeParse(object);
  return cluster.success && 'objectStore' in archivingOf(cluster.data);
}

/** Most of what is kept; more is of no use to anybody. */
const MAX_BACKUPS = 5000;

const atOf = ({ startedAt, stoppedAt }: Backup) => stoppedAt ?? startedAt ?? '';

/** Oldest first; what has not begun comes last. */
function inOrder(a: Backup, b: Backup): number {
  const [first, second] = [atOf(a) || '~', atOf(b) || '~'];
  if (first !== second) {
    return first < second ? -1 : 1;
  }
  return a.label < b.label ? -1 : 1;
}

const own = ({ metadata: { namespace, name } }: KubernetesObject) =>
  `${namespace}/${name}`;

/** `<namespace>/<cluster>` of what names its cluster in its spec. */
function ofCluster({ metadata, spec }: KubernetesObject): string | undefined {
  const { cluster } = spec ?? {};
  const name = (cluster as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? `${metadata.namespace}/${name}` : undefined;
}

function translate(
  listed: ClusterLists<Listed>,
): (id: string) => readonly BackupObservation[] {
  const clusters = objectsBy(listed['clusters.postgresql.cnpg.io'], own);
  const stores = objectsBy(listed['objectstores.barmancloud.cnpg.io'], own);
  const backups = objectsBy(listed['backups.postgresql.cnpg.io'], ofCluster);
  const schedules = objectsBy(
    listed['scheduledbackups.postgresql.cnpg.io'],
    ofCluster,
  );
  const pods = objectsBy(
    listed.pods,
    ({ metadata: { namespace, labels } }) =>
      `${namespace}/${labels[INSTANCE_OF]}`,
  );
  const zones = zonesOf(listed.nodes);

  return id => {
    const [namespace, name] = namespaceAndName(id);
    const [object] = clusters.get(id) ?? [];
    if (!object) {
      return [];
    }
    const cluster = parseKubernetesObject(clusterSchema, object);
    const archiving = archivingOf(cluster);
    const [storeObject] =
      (archiving.by === 'plugin' &&
        stores.get(`${namespace}/${archiving.objectStore}`)) ||
      [];
    const store =
      storeObject && parseKubernetesObject(objectStoreSchema, storeObject);
    const taken = (backups.get(id) ?? []).map(toBackup).sort(inOrder);
    const lastSuccessAt = taken.findLast(({ state }) => state === 'clean');
    const days = retentionDays(
      archiving.by === 'plugin'
        ? store?.spec.retentionPolicy
        : cluster.spec.backup?.retentionPolicy,
    );
    const optional = [
      archiverOf(cluster),
      recoveryWindowOf(cluster, archiving, store, name),
      scheduleOf(schedules.get(id) ?? [], lastSuccessAt?.stoppedAt),
      standbysOf(pods.get(id) ?? [], cluster.status?.currentPrimary, zones),
    ];
    return [
      {
        kind: 'backups',
        tool: 'cloudnative-pg',
        backups: taken.slice(-MAX_BACKUPS),
        problems: problemsOf(cluster, archiving, store, name),
        ...(days !== undefined && { retentionDays: days }),
      },
      ...optional.filter(observation => observation !== undefined),
    ];
  };
}

class CloudNativePgReader implements BackupSourceReader {
  constructor(
    private readonly cluster: string,
    private readonly deps: Pick<BackupReaderDeps, 'clusters'>,
  ) {}

  read(options: BackupReadOptions): ReturnType<BackupSourceReader['read']> {
    const { cluster, deps } = this;
    return readClusterBackups({ ...options, deps, cluster, lists, translate });
  }
}

/** Databases that CloudNativePG runs: one source is one Kubernetes cluster, an id is `<namespace>/<Cluster>`. */
export const cloudNativePgAdapter: BackupAdapter = {
  id: 'cloudnative-pg',
  createReader: (settings, deps) =>
    new CloudNativePgReader(
      parseBackupSettings(settingsSchema, settings).cluster,
      deps,
    ),
};
