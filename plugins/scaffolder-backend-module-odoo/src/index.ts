/**
 * Scaffolder actions for Odoo tenants and environments.
 *
 * @packageDocumentation
 */
export { scaffolderModuleOdoo as default } from './module';
export { createValidateDescriptorsAction } from './validateDescriptors';
