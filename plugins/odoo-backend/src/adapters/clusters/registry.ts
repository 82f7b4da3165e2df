import type { ClusterReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  ProxyClusterReader,
  type ProxyClusterReaderOptions,
} from './kubernetes-proxy';

/** The built-in ways to Kubernetes, one a folder. */
export const clusterReaders = {
  'kubernetes-proxy': (options: ProxyClusterReaderOptions): ClusterReader =>
    ProxyClusterReader.create(options),
};
