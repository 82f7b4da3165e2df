/**
 * A thin typed client of the suite's REST API.
 *
 * @packageDocumentation
 */
export {
  OdooClient,
  type OdooDiscoveryApi,
  type OdooFetchApi,
  type OdooRequestOptions,
} from './OdooClient';
