import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService as CatalogClient } from '@backstage/plugin-catalog-node';
import type {
  BindingGrant,
  SeriesSupport,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ClusterReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import type { Database } from '../platform/database';
import type { OperationRouter } from '../platform/http';
import { BindingReview } from './BindingReview';
import { CatalogFactsService } from './CatalogFactsService';
import { CatalogService } from './CatalogService';
import { ClusterTask } from './ClusterTask';
import { DatabaseBindingStore } from './DatabaseBindingStore';
import { DatabaseChangedEnvironmentStore } from './DatabaseChangedEnvironmentStore';
import { DatabaseClusterStore } from './DatabaseClusterStore';
import { DatabaseFindingStore } from './DatabaseFindingStore';
import type { EnvironmentStore } from './EnvironmentStore';
import { FindingRounds } from './FindingRounds';
import { FollowUp } from './FollowUp';
import { ProjectionTask } from './ProjectionTask';
import { RemovalTask } from './RemovalTask';
import { mountCatalogRoutes } from './routes';

export { BindingReview } from './BindingReview';
export type { BindingStore, ClaimStanding } from './BindingStore';
export { ChangedEntities } from './ChangedEntities';
export { CatalogService, type ResolvedEntity } from './CatalogService';
export type { ComponentStore } from './ComponentStore';
export type { PlaceStore } from './PlaceStore';
export { DatabaseBindingStore } from './DatabaseBindingStore';
export { DatabaseClusterStore } from './DatabaseClusterStore';
export { DatabaseComponentStore } from './DatabaseComponentStore';
export { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
export { DatabasePlaceStore } from './DatabasePlaceStore';
export { DatabaseRecoveryStore } from './DatabaseRecoveryStore';
export { createEnvironmentConditions } from './environmentCriteria';
export {
  createOdooEnvironmentConditionalDecision,
  odooEnvironmentConditions,
  odooEnvironmentResourceRef,
  odooEnvironmentRules,
} from './environmentRules';
export type * from './EnvironmentStore';
export type * from './RecoveryStore';

const DAY_MS = 24 * 3_600_000;

export interface CatalogOptions {
  database: Database;
  environments: EnvironmentStore;
  auth: AuthService;
  catalog: CatalogClient;
  reader: ClusterReader;
  authorizer: Authorizer;
  clock: Clock;
  logger: LoggerService;
  settings: {
    /** `odoo.claims[]`. */
    claims: readonly BindingGrant[];
    seriesSupport: readonly SeriesSupport[];
    clusterAttemptsDays: number;
  };
}

/** Called after environments, or what is confirmed of them, changed; now and then twice for the same change. */
type OnChange = (environmentRefs: string[]) => Promise<void>;

/** The capability as the plugin wires it. */
export interface Catalog {
  service: CatalogService;
  mountRoutes(http: OperationRouter): void;
  /** Reads the catalog; once over all replicas. `onRead` hears of it whenever the whole of it was read. */
  createProjectionTask(
    onChange: OnChange,
    onRead: (now: number) => Promise<void>,
  ): ProjectionTask;
  /** Looks for what left the catalog; once over all replicas. */
  createRemovalTask(projection: ProjectionTask): RemovalTask;
  /** Reads the clusters; once over all replicas. */
  createClusterTask(onChange: OnChange): ClusterTask;
}

/** Puts the capability together. Nothing runs yet. */
export function createCatalog(options: CatalogOptions): Catalog {
  const { database, environments, auth, catalog, authorizer } = options;
  const { clock, logger, settings } = options;
  const bindings = DatabaseBindingStore.create({ knex: database });
  const findings = DatabaseFindingStore.create({ knex: database });
  const clusters = DatabaseClusterStore.create({ knex: database });
  const changed = DatabaseChangedEnvironmentStore.create({ knex: database });
  const review = new BindingReview({
    bindings,
    clusters,
    grants: settings.claims,
  });
  const rounds = new FindingRounds({
    environments,
    bindings,
    clusters,
    findings,
  });
  const service = CatalogService.create({ catalog, environments, authorizer });
  const facts = CatalogFactsService.create({
    catalog,
    entities: service,
    environments,
    bindings,
    findings,
    clusters,
    authorizer,
    clock,
  });
  return {
    service,
    mountRoutes: http =>
      mountCatalogRoutes(http, {
        catalog: service,
        facts,
        seriesSupport: settings.seriesSupport,
      }),
    createProjectionTask: (onChange, onRead) =>
      ProjectionTask.create({
        auth,
        catalog,
        environments,
        bindings: review,
        findings,
        rounds,
        clock,
        logger,
        followUp: new FollowUp({ changed, onChange }),
        onRead,
      }),
    createRemovalTask: projection =>
      RemovalTask.create({ auth, catalog, environments, projection }),
    createClusterTask: onChange =>
      ClusterTask.create({
        reader: options.reader,
        clusters,
        bindings: review,
        rounds,
        clock,
        logger,
        keepAttemptsMs: settings.clusterAttemptsDays * DAY_MS,
        followUp: new FollowUp({ changed, onChange }),
      }),
  };
}
