export { CatalogService, type ResolvedEntity } from './CatalogService';
export { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
export { createEnvironmentConditions } from './environmentCriteria';
export {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  odooEnvironmentResourceRef,
  odooEnvironmentRules,
} from './environmentRules';
export type * from './EnvironmentStore';
export { ProjectionTask } from './ProjectionTask';
export { mountCatalogRoutes } from './routes';
