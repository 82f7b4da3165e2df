/**
 * Odoo tenants and environments in the Backstage catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleOdoo as default } from './module';
