import type {
  BackupObservation,
  BackupObservationOf,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
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
import { certificateSchema, settingsSchema } from './schema';

const RESOURCE = 'certificates.cert-manager.io';

type Certificate = BackupObservationOf<'certificates'>['certificates'][number];

function toCertificate(object: KubernetesObject): Certificate {
  const { status } = parseKubernetesObject(certificateSchema, object);
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const known = ready?.status === 'True' || ready?.status === 'False';
  return {
    name: object.metadata.name,
    ...(status?.notAfter && { notAfter: status.notAfter }),
    ...(known && { ready: ready.status === 'True' }),
    ...(ready?.status !== 'True' && {
      message: known
        ? 'It is not issued as asked for, or not renewed; describe the Certificate to see why.'
        : 'cert-manager does not say whether it is issued.',
    }),
  };
}

function translate(
  listed: ClusterLists<typeof RESOURCE>,
): (id: string) => readonly BackupObservation[] {
  const meant = namespaceOrObject(listed[RESOURCE]);
  return id => {
    const certificates = meant(id).map(toCertificate);
    return certificates.length ? [{ kind: 'certificates', certificates }] : [];
  };
}

class CertManagerReader implements BackupSourceReader {
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

/** Certificates: one source is one Kubernetes cluster, an id is a namespace or `<namespace>/<Certificate>`. */
export const certManagerAdapter: BackupAdapter = {
  id: 'cert-manager',
  createReader: (settings, deps) =>
    new CertManagerReader(
      parseBackupSettings(settingsSchema, settings).cluster,
      deps,
    ),
};
