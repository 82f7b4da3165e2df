export {
  ProxyClusterReader,
  type ProxyClusterReaderOptions,
} from './ProxyClusterReader';
