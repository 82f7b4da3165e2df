export { BindingReview } from './BindingReview';
export type { BindingStore } from './BindingStore';
export { CatalogService, type ResolvedEntity } from './CatalogService';
export { createCatalog } from './createCatalog';
export { DatabaseBindingStore } from './DatabaseBindingStore';
export { DatabaseClusterStore } from './DatabaseClusterStore';
export { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
export { createEnvironmentConditions } from './environmentCriteria';
export {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  odooEnvironmentResourceRef,
  odooEnvironmentRules,
} from './environmentRules';
export type * from './EnvironmentStore';
