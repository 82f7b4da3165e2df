import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { RiskVerdict } from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  CloudEvent,
  ReleaseEventAdapter,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Database } from '../platform/database';
import { DatabaseVerdictStore } from '../platform/DatabaseVerdictStore';
import { releaseEventAdapters } from '../adapters/releases/registry';
import type { CalendarDeclarations } from '../calendar';
import { DatabaseComponentStore, type EnvironmentStore } from '../catalog';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import { machineCredentials } from '../platform/machineCredentials';
import type { OperationRouter } from '../platform/http';
import type { Machine } from '../platform/machines';
import type { Outbox, OutboxMessage } from '../platform/Outbox';
import type { ScheduledTask } from '../platform/ScheduledTask';
import { registerReleaseActions } from './actions';
import { AttributionTask } from './ingest/AttributionTask';
import { DatabaseDeadLetterStore } from './ingest/DatabaseDeadLetterStore';
import { DatabaseEventListStore } from './DatabaseEventListStore';
import { DatabaseGateDecisionStore } from './gate/DatabaseGateDecisionStore';
import { DatabasePersonDecisionStore } from './people/DatabasePersonDecisionStore';
import { DatabasePersonDecisionWriterStore } from './people/DatabasePersonDecisionWriterStore';
import { DatabaseReleaseEventStore } from './ingest/DatabaseReleaseEventStore';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { judgementStoresIn } from './judgement/DatabaseJudgementStore';
import { mountDecisionRoutes } from './people/decisionRoutes';
import { FactFolder } from './fold/FactFolder';
import { RELEASE_TOPIC } from './fold/tellChanges';
import { EventWriter } from './ingest/EventWriter';
import { mountGateRoutes } from './gate/gateRoutes';
import { PlatformFactsService } from './PlatformFactsService';
import { mountPlatformRoutes } from './platformRoutes';
import {
  askForSource,
  type SourceGateAnswer,
  type SourceGateQuestion,
} from './ingest/SourceGate';
import { GateService } from './gate/GateService';
import { mountHistoryRoutes } from './historyRoutes';
import { IngestService } from './ingest/IngestService';
import type { ReadinessContributor } from './judgement/ReadinessContributor';
import { EventTranslator } from './ingest/readEvents';
import { PersonDecisionService } from './people/PersonDecisionService';
import { ReleaseAccess, type ResolveEntity } from './ReleaseAccess';
import { ReleaseHistoryService } from './ReleaseHistoryService';
import { ReleaseJudge } from './judgement/ReleaseJudge';
import { ReleaseMatters } from './ReleaseMatters';
import { ReleaseService } from './ReleaseService';
import { RetentionTask } from './ingest/RetentionTask';
import { mountReleaseRoutes } from './routes';
import type { ReleasesSettings } from './settings';
import { SIGN_OFF_TOPIC } from './people/signOffNotice';
import { SignOffRequestService } from './people/SignOffRequestService';
import { VerdictTask } from './judgement/VerdictTask';

export type { GateSettings } from './gate/gateRules';
export { createSignOffNotice, SIGN_OFF_TOPIC } from './people/signOffNotice';
export type {
  JudgementReads,
  ReadinessContributor,
  ReadinessQuestion,
} from './judgement/ReadinessContributor';
export { DatabaseEventListStore } from './DatabaseEventListStore';
export { DatabaseReleaseStore } from './DatabaseReleaseStore';
export type { ReleaseStore } from './ReleaseStore';
export type { EventListStore, EventPosition } from './EventListStore';
export type { ReleasesSettings } from './settings';
export type { CachedVerdict } from './judgement/VerdictStore';

/** Topics on which a listener learns that releases of an environment changed. */
export const RELEASE_TOPICS: readonly string[] = [
  RELEASE_TOPIC,
  SIGN_OFF_TOPIC,
];

export interface ReleasesOptions {
  database: Database;
  environments: EnvironmentStore;
  authorizer: Authorizer;
  outbox: Outbox;
  clock: Clock;
  logger: LoggerService;
  machines: readonly Machine[];
  resolveEntity: ResolveEntity;
  /** `app.baseUrl`, without a slash at the end. */
  portalUrl: string;
  settings: ReleasesSettings;
  /** What the config says about calendars. */
  calendarDeclarations: CalendarDeclarations;
  /** Formats beside the built-in ones. */
  adapters?: readonly ReleaseEventAdapter[];
  /** Other capabilities that know whether a release is ready, in the order in which they are believed. */
  contributors?: readonly ReadinessContributor[];
}

/** The capability as the plugin wires it. */
export interface Releases extends OnBehalfOfMachines {
  mountRoutes(http: OperationRouter): void;
  /** Offers assistants what they may read. */
  registerActions(actionsRegistry: ActionsRegistryService): void;
  tasks: readonly ScheduledTask[];
  /** To be called with the environments that appeared, changed or went. */
  reattribute(changedEnvironmentRefs: readonly string[]): Promise<void>;
  latestVerdicts: ReleaseService['latestVerdicts'];
  /** What of the releases a caller may see. */
  access: ReleaseAccess;
  /** What happens to what environments stand on. */
  platformFacts: Pick<PlatformFactsService, 'workUnder'>;
}

/** What the backend does on behalf of a machine, without a request of it. */
interface OnBehalfOfMachines {
  /** Takes events that came on another way than by `POST /events`. */
  ingestFor(
    machine: string,
    events: readonly CloudEvent[],
    messages: readonly OutboxMessage[],
  ): Promise<unknown>;
  /** Asks the gate in the words of a source. */
  askFor(
    machine: string,
    question: SourceGateQuestion,
  ): Promise<SourceGateAnswer>;
}

/** Puts the capability together. Nothing runs yet. */
export function createReleases(options: ReleasesOptions): Releases {
  const { database, environments, authorizer, outbox, clock, logger } = options;
  const { settings, machines } = options;
  const ranks = new Map(
    settings.sourceRanks.map(({ source, rank }) => [source, rank]),
  );
  const sourceRank = (source: string) => ranks.get(source) ?? 0;

  const events = DatabaseReleaseEventStore.create({
    database,
    environments,
    outbox,
  });
  const releases = DatabaseReleaseStore.create({ database });
  const lists = DatabaseEventListStore.create({ database });
  const decisions = DatabaseGateDecisionStore.create({ database });
  const verdicts = DatabaseVerdictStore.create<RiskVerdict>({
    database,
    capability: 'release-risk',
  });
  const deadLetters = DatabaseDeadLetterStore.create({
    database,
    maxPerMachine: settings.deadLetters.maxPerMachine,
  });
  const personDecisions = DatabasePersonDecisionStore.create({ database });
  const judge = new ReleaseJudge({
    open: () => judgementStoresIn(database),
    contributors: options.contributors ?? [],
    onContributorFailed: (name, error) =>
      logger.warn(
        `${name} could not be asked about releases; what it says of them is not known`,
        error instanceof Error ? error : undefined,
      ),
    calendarDeclarations: options.calendarDeclarations,
    policy: settings.policy,
  });
  const folder = new FactFolder({
    store: events,
    outbox,
    clock,
    logger,
    sourceRank,
  });
  const writer = new EventWriter({ store: events, folder, clock, sourceRank });
  const ingest = IngestService.create({
    writer,
    translator: new EventTranslator([
      ...releaseEventAdapters,
      ...(options.adapters ?? []),
    ]),
    environments,
    authorizer,
    deadLetters,
    outbox,
    clock,
    logger,
  });
  const access = new ReleaseAccess({
    releases,
    authorizer,
    resolveEntity: options.resolveEntity,
  });
  const service = ReleaseService.create({
    releases,
    events,
    lists,
    verdicts,
    deadLetters,
    environments,
    authorizer,
    access,
    judge,
    clock,
  });
  const gate = GateService.create({
    writer,
    folder,
    environments,
    releases,
    decisions,
    access,
    authorizer,
    judge,
    outbox,
    clock,
    logger,
    portalUrl: options.portalUrl,
    settings: settings.gate,
  });
  const attribution = new AttributionTask({
    store: events,
    environments,
    machines,
    clock,
    sourceRank,
  });
  const verdictTask = new VerdictTask({ releases, verdicts, judge, clock });
  const personDecisionWriter = DatabasePersonDecisionWriterStore.create({
    database,
    outbox,
  });
  const matters = new ReleaseMatters({
    access,
    judge,
    authorizer,
    environments,
    clock,
  });
  const signOffRequests = SignOffRequestService.create({
    matters,
    store: personDecisions,
    writer: personDecisionWriter,
    outbox,
  });
  const decisionService = PersonDecisionService.create({
    access,
    matters,
    requests: signOffRequests,
    store: personDecisions,
    writer: personDecisionWriter,
    authorizer,
    outbox,
    clock,
    longestMinutes: settings.decisions.longestHours * 60,
    refreshVerdicts: refs =>
      verdictTask.refresh(refs).catch(error => {
        // It is decided all the same, and the task judges anew within a minute
        logger.warn('The cached verdict could not be renewed', error);
      }),
  });
  const platformFacts = new PlatformFactsService({
    access,
    components: DatabaseComponentStore.create({ knex: database }),
    lists,
    clock,
  });
  const history = ReleaseHistoryService.create({
    access,
    environments,
    releases,
    lists,
    judge,
    policy: settings.policy,
    clock,
  });
  const retentionTask = new RetentionTask({
    events,
    deadLetters,
    decisions,
    retention: settings.retention,
    clock,
  });

  return {
    mountRoutes: http => {
      mountReleaseRoutes(http, { ingest, releases: service });
      mountGateRoutes(http, gate);
      mountHistoryRoutes(http, history);
      mountPlatformRoutes(http, platformFacts);
      mountDecisionRoutes(http, {
        decisions: decisionService,
        requests: signOffRequests,
      });
    },
    registerActions: registry => registerReleaseActions(registry, service),
    tasks: [
      {
        // Each replica folds what it took itself, right after; this is for one that went away before it came to it
        id: 'odoo-release-folds',
        // On each: what a replica was at when it was killed is started again after a minute only
        scope: 'local',
        frequencySeconds: 10,
        timeoutSeconds: 60,
        run: signal => folder.foldLeftBehind(signal),
      },
      {
        id: 'odoo-release-verdicts',
        frequencySeconds: 60,
        timeoutSeconds: 300,
        run: signal => verdictTask.run(signal),
      },
      {
        id: 'odoo-release-retention',
        frequencySeconds: 3600,
        timeoutSeconds: 1800,
        run: signal => retentionTask.run(signal),
      },
    ],
    reattribute: async changed => {
      await attribution.reattribute(changed);
      outbox.kick();
    },
    access,
    platformFacts,
    latestVerdicts: refs => service.latestVerdicts(refs),
    ingestFor: (machine, cloudEvents, messages) =>
      ingest.ingestEvents(machineCredentials(machine), cloudEvents, messages),
    askFor: (machine, question) =>
      askForSource(
        { gate, environments },
        question,
        machineCredentials(machine),
      ),
  };
}
