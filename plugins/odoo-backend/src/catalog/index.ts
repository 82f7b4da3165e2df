export { CatalogService, type ResolvedEntity } from './CatalogService';
export { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
export { createEnvironmentConditions } from './environmentCriteria';
export {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  odooEnvironmentResourceRef,
  odooEnvironmentRules,
  type EnvironmentQuery,
} from './environmentRules';
export type * from './EnvironmentStore';
export { ProjectionTask } from './ProjectionTask';
export { mountCatalogRoutes } from './routes';
