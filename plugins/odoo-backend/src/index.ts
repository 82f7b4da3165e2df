/**
 * Backend of Odoo Fleet: the plugin, and what a permission policy needs to decide about environments.
 *
 * @packageDocumentation
 */
export { odooPlugin as default } from './plugin';
export {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
} from './catalog';
export {
  odooReadinessServiceRef,
  type OdooReadinessService,
} from './platform/readiness';
