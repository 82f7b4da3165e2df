export { odooApiRef } from './OdooApi';
export type { OdooApi } from './OdooApi';
