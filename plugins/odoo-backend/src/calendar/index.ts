import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RiskPolicy } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CalendarReader } from '@odoo-fleet/backstage-plugin-odoo-node';
import { DatabaseComponentStore, type EnvironmentStore } from '../catalog';
import type { Clock } from '../platform/clock';
import type { Database } from '../platform/database';
import type { OperationRouter } from '../platform/http';
import type { CalendarDeclarations } from './CalendarFacts';
import {
  CalendarService,
  type CalendarAccess,
  type PlatformWork,
} from './CalendarService';
import { CalendarTask } from './CalendarTask';
import { DatabaseCalendarStore } from './DatabaseCalendarStore';
import type { CalendarTarget } from './declaredCalendars';
import { mountCalendarRoutes } from './routes';

export {
  readCalendarFacts,
  type CalendarDeclarations,
  type CalendarFactOf,
  type CalendarFactSources,
} from './CalendarFacts';
export type { CalendarStore } from './CalendarStore';
export { DatabaseCalendarStore } from './DatabaseCalendarStore';

const DAY_MS = 24 * 3_600_000;

export interface CalendarOptions {
  database: Database;
  environments: EnvironmentStore;
  readers: Readonly<Record<CalendarTarget['reader'], CalendarReader>>;
  access: CalendarAccess;
  platformWork: PlatformWork;
  releasePolicy: RiskPolicy;
  clock: Clock;
  logger: LoggerService;
  declarations: CalendarDeclarations;
  /** Days that attempts to read calendars are kept. */
  attemptsDays: number;
}

/** The capability as the plugin wires it. */
export interface Calendar {
  mountRoutes(http: OperationRouter): void;
  /** Reads the calendars; once over all replicas. */
  task: CalendarTask;
}

/** Puts the capability together. Nothing runs yet. */
export function createCalendar(options: CalendarOptions): Calendar {
  const { database, environments, clock, logger, declarations } = options;
  const store = DatabaseCalendarStore.create({ database });
  const service = CalendarService.create({
    environments,
    sources: {
      calendars: store,
      components: DatabaseComponentStore.create({ knex: database }),
    },
    declarations,
    releasePolicy: options.releasePolicy,
    access: options.access,
    platformWork: options.platformWork,
    clock,
  });
  return {
    mountRoutes: http => mountCalendarRoutes(http, service),
    task: CalendarTask.create({
      environments,
      store,
      readers: options.readers,
      named: declarations.named,
      platform: declarations.platform,
      clock,
      logger,
      keepAttemptsMs: options.attemptsDays * DAY_MS,
    }),
  };
}
