/**
 * Odoo Fleet in the portal, for the new frontend system. Legacy apps import from `./legacy`.
 *
 * @packageDocumentation
 */
export { odooApiRef } from './api';
export type { OdooApi } from './api';
export { odooPlugin as default } from './plugin';
export { odooTranslationRef } from './translation';
