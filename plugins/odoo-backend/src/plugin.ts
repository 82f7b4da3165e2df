import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { odooPermissions } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  odooBackupAdaptersExtensionPoint,
  odooReleaseEventAdaptersExtensionPoint,
  type BackupAdapter,
  type ReleaseEventAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { createCalendarReaders } from './adapters/calendars/registry';
import { clusterReaders } from './adapters/clusters/registry';
import { connectGithub, GITHUB_GATE_TOPIC } from './adapters/releases/registry';
import {
  BACKUP_TOPICS,
  BACKUP_WORSENED_TOPIC,
  createBackupNotice,
  createBackupReadiness,
  createBackups,
} from './backups';
import { createCalendar } from './calendar';
import {
  ChangedEntities,
  createCatalog,
  createEnvironmentConditions,
  DatabaseEnvironmentStore,
  odooEnvironmentResourceRef,
  odooEnvironmentRules,
} from './catalog';
import { readSettings } from './config';
import { systemClock } from './platform/clock';
import { openDatabase } from './platform/database';
import { DatabaseOutboxStore } from './platform/DatabaseOutboxStore';
import { DatabaseReadinessStore } from './platform/DatabaseReadinessStore';
import { DefaultAuthorizer } from './platform/DefaultAuthorizer';
import { createFetchText } from './platform/fetchText';
import { createGitHostApi } from './platform/gitHostApi';
import { ExpressOperationRouter } from './platform/http';
import {
  createReadinessRouter,
  READINESS_PATH,
} from './platform/httpReadiness';
import { OutboxRelay } from './platform/OutboxRelay';
import { createRateLimits } from './platform/rateLimits';
import {
  DatabaseReadiness,
  odooReadinessServiceRef,
} from './platform/readiness';
import { connectSignals } from './platform/signalBridge';
import {
  createReleases,
  createSignOffNotice,
  RELEASE_TOPICS,
  SIGN_OFF_TOPIC,
} from './releases';

const DAY_MS = 24 * 3_600_000;
const PROJECTION_TASK = 'odoo-catalog-projection';

/**
 * Odoo Fleet: releases of Odoo environments, their risk, and the gate.
 *
 * @public
 */
export const odooPlugin = createBackendPlugin({
  pluginId: 'odoo',
  register(env) {
    const adapters: ReleaseEventAdapter[] = [];
    env.registerExtensionPoint(odooReleaseEventAdaptersExtensionPoint, {
      addAdapter: (...added) => adapters.push(...added),
    });
    const backupAdapters: BackupAdapter[] = [];
    env.registerExtensionPoint(odooBackupAdaptersExtensionPoint, {
      addAdapter: (...added) => backupAdapters.push(...added),
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        readiness: odooReadinessServiceRef,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init(deps) {
        const { logger, permissionsRegistry, scheduler } = deps;
        const settings = readSettings(deps.config);
        const clock = systemClock;
        const portalUrl = deps.config
          .getString('app.baseUrl')
          .replace(/\/+$/, '');
        const knex = await openDatabase(deps.database);
        const readinessStore = DatabaseReadinessStore.create({ knex });

        const environments = DatabaseEnvironmentStore.create({ knex });
        permissionsRegistry.addResourceType({
          resourceRef: odooEnvironmentResourceRef,
          permissions: odooPermissions.filter(p => 'resourceType' in p),
          rules: Object.values(odooEnvironmentRules),
          async getResources(refs) {
            const found = new Map(
              (await environments.getEnvironments(refs)).map(e => [
                e.environmentRef,
                e,
              ]),
            );
            return refs.map(ref => found.get(ref));
          },
        });
        permissionsRegistry.addPermissions(
          odooPermissions.filter(p => !('resourceType' in p)),
        );
        const authorizer = DefaultAuthorizer.create({
          permissions: deps.permissions,
          machines: settings.machines,
          conditions: createEnvironmentConditions(
            permissionsRegistry.getPermissionRuleset(
              odooEnvironmentResourceRef,
            ),
          ),
          getEnvironments: refs => environments.getEnvironments(refs),
        });

        const outbox = DatabaseOutboxStore.create({ knex });
        const http = ExpressOperationRouter.create({
          httpAuth: deps.httpAuth,
          authorizer,
          auditor: deps.auditor,
          rateLimits: createRateLimits(settings.rateLimit),
          validateResponses: process.env.NODE_ENV !== 'production',
        });
        const clusterReader = clusterReaders['kubernetes-proxy']({
          auth: deps.auth,
          discovery: deps.discovery,
          clock,
        });
        const catalog = createCatalog({
          database: knex,
          environments,
          auth: deps.auth,
          catalog: deps.catalog,
          reader: clusterReader,
          authorizer,
          clock,
          logger,
          settings: {
            claims: settings.claims,
            seriesSupport: settings.seriesSupport,
            clusterAttemptsDays: settings.retention.clusterAttemptsDays,
          },
        });
        catalog.mountRoutes(http);
        const calendarDeclarations = {
          named: settings.calendars,
          platform: settings.platformCalendars,
          policy: settings.calendarPolicy,
        };
        const releases = createReleases({
          database: knex,
          environments,
          authorizer,
          outbox,
          clock,
          logger,
          machines: settings.machines,
          resolveEntity: (ref, credentials) =>
            catalog.service.resolveEntity(ref, credentials),
          portalUrl,
          settings: {
            ...settings.releases,
            retention: settings.retention,
            deadLetters: settings.deadLetters,
          },
          calendarDeclarations,
          adapters,
          contributors: [
            createBackupReadiness({
              database: knex,
              clock,
              settings: settings.backups,
              adapters: backupAdapters,
            }),
          ],
        });
        releases.mountRoutes(http);
        const backups = createBackups({
          database: knex,
          environments,
          authorizer,
          outbox,
          clock,
          logger,
          resolveEntity: (ref, credentials, verb) =>
            catalog.service.resolveEntity(ref, credentials, verb),
          settings: settings.backups,
          attemptsDays: settings.retention.backupAttemptsDays,
          reading: {
            clusters: clusterReader,
            fetchText: createFetchText(clock),
            urlReader: deps.urlReader,
            gitHostApi: createGitHostApi(
              ScmIntegrations.fromConfig(deps.config),
            ),
          },
          adapters: backupAdapters,
        });
        backups.mountRoutes(http);
        const github = connectGithub({
          config: deps.config,
          events: deps.events,
          logger,
          machines: settings.machines,
          ingestFor: releases.ingestFor,
          askFor: releases.askFor,
        });
        const relay = OutboxRelay.create({
          queue: outbox,
          events: deps.events,
          listeners: {
            [SIGN_OFF_TOPIC]: createSignOffNotice({
              notifications: deps.notifications,
              recipients: settings.releases.decisions.signOffRecipients,
              logger,
              portalUrl,
            }),
            [BACKUP_WORSENED_TOPIC]: createBackupNotice({
              notifications: deps.notifications,
              environments,
              logger,
              portalUrl,
            }),
            [GITHUB_GATE_TOPIC]: message => github.answer(message),
          },
          clock,
          logger,
        });
        outbox.onKick(() => relay.kick());
        deps.lifecycle.addShutdownHook(() => relay.stop());
        await connectSignals({
          events: deps.events,
          signals: deps.signals,
          logger,
          topics: [...RELEASE_TOPICS, ...BACKUP_TOPICS],
        });
        const calendar = createCalendar({
          database: knex,
          environments,
          readers: createCalendarReaders({
            urlReader: deps.urlReader,
            clock,
            sources: settings.calendars,
            integrations: ScmIntegrations.fromConfig(deps.config),
          }),
          access: releases.access,
          platformWork: releases.platformFacts,
          releasePolicy: settings.releases.policy,
          clock,
          logger,
          declarations: calendarDeclarations,
          attemptsDays: settings.retention.calendarAttemptsDays,
        });
        calendar.mountRoutes(http);
        releases.registerActions(deps.actionsRegistry);
        backups.registerActions(deps.actionsRegistry);
        const readiness = DatabaseReadiness.create({
          store: readinessStore,
          logger,
          tasks: [
            {
              id: PROJECTION_TASK,
              reason: 'Tenants and environments have not been read yet.',
            },
          ],
        });
        deps.readiness.register(readiness);
        deps.httpRouter.use(createReadinessRouter(readiness));
        deps.httpRouter.addAuthPolicy({
          path: READINESS_PATH,
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(http.router);

        const projection = catalog.createProjectionTask(
          releases.reattribute,
          now => readinessStore.markSucceeded(PROJECTION_TASK, now),
        );
        const clusters = catalog.createClusterTask(releases.reattribute);
        await scheduler.scheduleTask({
          ...settings.catalog.refresh,
          id: PROJECTION_TASK,
          fn: signal => projection.run(signal),
        });
        const removals = catalog.createRemovalTask(projection);
        await scheduler.scheduleTask({
          id: 'odoo-catalog-removals',
          frequency: { seconds: 20 },
          // The catalog may still be starting
          initialDelay: { minutes: 1 },
          timeout: { minutes: 5 },
          fn: signal => removals.run(signal),
        });
        await scheduler.scheduleTask({
          ...settings.clusters.refresh,
          id: 'odoo-clusters',
          fn: signal => clusters.run(signal),
        });
        await scheduler.scheduleTask({
          ...settings.calendarReading.refresh,
          id: 'odoo-calendars',
          fn: signal => calendar.task.run(signal),
        });
        await github.subscribe();
        const stopped = new AbortController();
        deps.lifecycle.addShutdownHook(() => stopped.abort());
        await new ChangedEntities({
          events: deps.events,
          projection,
          logger,
          signal: stopped.signal,
        }).subscribe();
        // Backstop only: what a replica wrote it delivers itself, right after the commit
        await scheduler.scheduleTask({
          id: 'odoo-outbox-relay',
          frequency: { seconds: 5 },
          timeout: { minutes: 1 },
          scope: 'local',
          fn: signal => relay.deliver(signal),
        });
        await scheduler.scheduleTask({
          id: 'odoo-outbox-prune',
          frequency: { hours: 1 },
          timeout: { minutes: 5 },
          fn: signal =>
            relay.prune(
              clock.now() - settings.retention.outboxDays * DAY_MS,
              signal,
            ),
        });
        for (const task of [...releases.tasks, ...backups.tasks]) {
          await scheduler.scheduleTask({
            id: task.id,
            frequency: { seconds: task.frequencySeconds },
            timeout: { seconds: task.timeoutSeconds },
            ...(task.scope && { scope: task.scope }),
            fn: signal => task.run(signal),
          });
        }
      },
    });
  },
});
