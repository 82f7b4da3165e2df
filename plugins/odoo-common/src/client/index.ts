/**
 * A thin typed client of the suite's REST API.
 *
 * @packageDocumentation
 */
export type {
  OdooDiscoveryApi,
  OdooFetchApi,
  OdooRequestOptions,
} from './exchange';
export { OdooClient } from './OdooClient';
